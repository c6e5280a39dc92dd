"""Documents that may not lie about in the database: encrypted until the paper is out, then wiped.

A site's secret key (SECRET_KEY, or var/secret.key) opens them; who steals the database alone reads nothing.
"""

import base64
import json
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app import config

if TYPE_CHECKING:
    from app.printing.models import PrintJob

KEPT_OPEN = ("order_no", "printer")  # what lists name a paper by
_remakers: dict[str, Callable[["PrintJob"], dict[str, Any]]] = {}


def seal(data: Any) -> str:
    """`data` (plain JSON) so that only this site can read it."""
    return _box().encrypt(json.dumps(data, ensure_ascii=False).encode()).decode()


def unseal(token: str) -> Any:
    """What was sealed; ValueError when this site's key does not open it."""
    try:
        return json.loads(_box().decrypt(token.encode()))
    except InvalidToken:
        raise ValueError("sealed with another key") from None


def seal_document(data: dict[str, Any]) -> dict[str, Any]:
    """A document as the database keeps it: its name in clear, everything else sealed."""
    return {name: data[name] for name in KEPT_OPEN if name in data} | {"sealed": seal(data)}


def open_document(document: dict[str, Any]) -> dict[str, Any]:
    """A document as a layout wants it. ValueError when it was wiped."""
    if "wiped" in document:
        raise ValueError("wiped")
    return dict(unseal(document["sealed"])) if "sealed" in document else document


def is_sealed(document: dict[str, Any]) -> bool:
    return "sealed" in document or "wiped" in document


def wiped(document: dict[str, Any]) -> dict[str, Any]:
    """What stays of a sealed document once its paper is out; others stay whole."""
    if "sealed" not in document:
        return document
    return {name: document[name] for name in KEPT_OPEN if name in document} | {"wiped": True}


def remakes(layout: str) -> Callable[[Callable[["PrintJob"], dict[str, Any]]], Callable[["PrintJob"], Any]]:
    """The decorated function makes a sealed document of this layout anew, for a reprint."""

    def keep(make: Callable[["PrintJob"], dict[str, Any]]) -> Callable[["PrintJob"], dict[str, Any]]:
        _remakers[layout] = make
        return make

    return keep


def copy_of(job: "PrintJob") -> dict[str, Any]:
    """The document of another copy: made anew where it is sealed (a voucher gets a fresh token)."""
    if not is_sealed(job.document):
        return dict(job.document)
    return _remakers[job.layout](job)


@cache
def _box() -> Fernet:
    secret = config.from_environment().secret_key.encode()
    derived = HKDF(hashes.SHA256(), 32, None, b"wavecard sealed documents").derive(secret)
    return Fernet(base64.urlsafe_b64encode(derived))
