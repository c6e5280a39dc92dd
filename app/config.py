"""What a site can set, all by environment variables; `wavecard serve --help` names them."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import Invalid

SECRET_BYTES = 32
MAX_PORT = 65_535
MAX_PROXIES = 10


@dataclass(frozen=True)
class Config:
    database_url: str
    var: Path  # where data, secrets and logs live
    redis_url: str | None = None  # Flask-SocketIO's message queue, when several workers serve
    public_url: str | None = None  # what customers may open: printed into vouchers
    secret_key: str = field(default="", repr=False)
    demo: bool = False
    allow_loopback_printers: bool = False
    public_port: int | None = None  # the listener that shows the internet tracking pages and callbacks alone
    port: int = 8000
    proxies: int = 0  # proxies of ours in front: what they say of the caller's address is believed


def from_environment(**given: object) -> Config:
    """Config from DATABASE_URL, REDIS_URL, PUBLIC_URL, SECRET_KEY, WAVECARD_VAR and so on; `given` wins."""
    var = Path(str(given.get("var") or os.environ.get("WAVECARD_VAR") or "var")).resolve()
    known: dict[str, object] = {
        "database_url": os.environ.get("DATABASE_URL") or f"sqlite:///{var}/wavecard.db",
        "var": var,
        "redis_url": os.environ.get("REDIS_URL"),
        "public_url": os.environ.get("PUBLIC_URL"),
        "public_port": _number("WAVECARD_PUBLIC_PORT", 0, MAX_PORT) or None,
        "proxies": _number("WAVECARD_PROXIES", 0, MAX_PROXIES),
        "port": _number("WAVECARD_PORT", 8000, MAX_PORT),
        "demo": bool(os.environ.get("WAVECARD_DEMO")),
        "allow_loopback_printers": bool(os.environ.get("WAVECARD_DEMO")),
    }
    known.update({name: value for name, value in given.items() if value is not None and name != "var"})
    known["secret_key"] = known.get("secret_key") or os.environ.get("SECRET_KEY") or _kept_secret(var)
    return Config(**known)  # type: ignore[arg-type]


def _number(name: str, default: int, most: int) -> int:
    """A whole number from the environment; raises Invalid, naming the variable."""
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) > most:
        raise Invalid("config.no_number", name=name, most=most, value=text[:40])
    return int(text)


def _kept_secret(var: Path) -> str:
    """The key that signs cookies: made once, readable by this user alone."""
    path = var / "secret.key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
    return path.read_text().strip()
