"""What a customer can open: PUBLIC_URL, when this site has one."""

import os

_given: dict[str, str | None] = {}


def set_base(url: str | None) -> None:
    """The address of create_app's settings; without it the environment's PUBLIC_URL counts."""
    _given["base"] = url


def tracking_url(token: str) -> str | None:
    """The tracking page of a voucher's token, or None where customers cannot reach this site."""
    base = _given.get("base") or os.environ.get("PUBLIC_URL")
    return f"{base.rstrip('/')}/t/{token}" if base else None
