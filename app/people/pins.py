"""Secrets of people and devices: PINs as argon2id (RFC 9106), tokens as SHA-256 of 256 random bits."""

import hashlib
import secrets
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.writer import off_hub

# 19 MiB, 2 passes: OWASP's password storage cheat sheet; about 25 ms, off the hub
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
PAIRING_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that reads like something else


def hash_pin(pin: str) -> str:
    return str(off_hub(_hasher.hash, pin))


def pin_fits(pin_hash: str, pin: str) -> bool:
    return bool(off_hub(_verify, pin_hash, pin))


def _verify(pin_hash: str, pin: str) -> bool:
    try:
        return _hasher.verify(pin_hash, pin)
    except (VerifyMismatchError, InvalidHashError):
        return False


def new_pin(roles: Iterable[str] = ()) -> str:
    """Random digits: six where much may be done with them, else four."""
    digits = 6 if {"lead", "admin"} & set(roles) else 4
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_pairing_code() -> str:
    return "".join(secrets.choice(PAIRING_ALPHABET) for _ in range(8))


def digest(token: str) -> str:
    """What is kept of a random token; a stolen database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
