"""Who carries a text to a phone. A gateway is one class here; WAVECARD_SMS names the one that is used."""

import os
import sys
from typing import Protocol

from app.shipping.masking import mask_phone


class Gateway(Protocol):
    """`send` may raise Unavailable: tried again later, unless it is permanent."""

    def send(self, phone: str, text: str) -> None: ...


class Console:
    """Prints the text where the server was started, the phone masked: for demos, and to see that it works."""

    def send(self, phone: str, text: str) -> None:
        print(f"[message to {mask_phone(phone)}] {text}", flush=True)


class Nobody:
    """Keeps quiet: the paper voucher is the only copy."""

    def send(self, phone: str, text: str) -> None:
        print(f"[no gateway: a message to {mask_phone(phone)} was not sent]", file=sys.stderr, flush=True)


GATEWAYS: dict[str, Gateway] = {"console": Console(), "none": Nobody()}


def current() -> Gateway:
    return GATEWAYS.get(os.environ.get("WAVECARD_SMS", "console"), GATEWAYS["none"])
