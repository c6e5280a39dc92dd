"""Orders that a channel tells of by itself, proved by its signature over the raw bytes.

Contracts stand in `channels.json` in WAVECARD_VAR (or the file WAVECARD_CHANNELS names), one a channel:
`{"shop": {"secret": "...", "preset": "shopify"}}`; without a preset the body is that of `POST /api/orders`.
The signature is HMAC-SHA256 with the secret: in Shopify's header as base64, in ours as `sha256=` and hex.
https://shopify.dev/docs/apps/build/webhooks/subscribe/https#step-2-validate-the-origin-of-your-webhook
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from app.errors import Denied, Invalid
from app.keyfile import KeyFile
from app.orders.answering import MOST, take
from app.orders.channels.presets import get_preset
from app.orders.channels.texts import BadCell

FILE = KeyFile("channels.json", "WAVECARD_CHANNELS")
OURS, SHOPIFYS = "X-Wavecard-Signature", "X-Shopify-Hmac-Sha256"
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError, RecursionError, BadCell)


def sign(secret: str, raw: bytes) -> str:
    """As it stands in our own header."""
    return f"sha256={_digest(secret, raw).hex()}"


def _digest(secret: str, raw: bytes) -> bytes:
    return hmac.new(secret.encode(), raw, hashlib.sha256).digest()


def verify(channel: str, headers: Mapping[str, str], raw: bytes) -> None:
    """Denied, in the same words, for a channel without a contract and for a wrong signature."""
    secret = str(FILE.of(channel).get("secret") or "")
    theirs = base64.b64encode(_digest(secret, raw)).decode()
    told = ((headers.get(OURS, ""), sign(secret, raw)), (headers.get(SHOPIFYS, ""), theirs))
    right = [hmac.compare_digest(given.encode(), wanted.encode()) for given, wanted in told]
    if not secret or not any(right):
        raise Denied("hook.not_signed")


def hear(channel: str, raw: bytes) -> dict[str, Any]:
    """Take in what the channel tells, as its own orders whatever they call themselves; told twice is once.

    Counts of created, unchanged, changed, skipped (not for us to send) and errors, with each order's result.
    """
    orders = _orders(channel, raw)
    wanted = [one for one in orders if not (isinstance(one, dict) and one.get("skip"))]
    mine = [one | {"channel": channel} if isinstance(one, dict) else one for one in wanted]
    return take(mine) | {"skipped": len(orders) - len(wanted)}


def _orders(channel: str, raw: bytes) -> list[Any]:
    preset = get_preset(str(FILE.of(channel).get("preset") or "wavecard"))
    if preset.read_json is None:
        raise Invalid("intake.no_json", file=FILE.path().name, preset=preset.name)
    try:
        orders = list(preset.read_json(json.loads(raw)))
    except UNREADABLE:
        raise Invalid("intake.bad_body", most=MOST) from None
    if len(orders) > MOST:
        raise Invalid("intake.bad_body", most=MOST)
    return orders
