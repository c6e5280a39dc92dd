"""Handhelds: which are paired, who holds them, and a code that pairs one more."""

import ipaddress
import socket
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import qrcode
from qrcode.image.svg import SvgPathImage

from app import clock
from app.people import presence
from app.people.models import Device, Operator, SignIn

MOST = 300


def list_devices() -> list[dict[str, Any]]:
    """Paired devices first, the newest on top; revoked ones stay readable behind them."""
    open_now = SignIn.select(SignIn, Operator).join(Operator)
    active = Operator.select(Operator.id).where(Operator.active)
    open_now = open_now.where(SignIn.operator.in_(active), SignIn.ended_at.is_null()).order_by(SignIn.id)
    held_by = {sign_in.device_id: sign_in.operator.name for sign_in in open_now}
    devices = Device.select().order_by(Device.revoked_at.is_null(False), Device.id.desc()).limit(MOST)
    return [_told(device, held_by.get(device.id)) for device in devices]


def _told(device: Device, operator: str | None) -> dict[str, Any]:
    return {
        "device_id": device.id,
        "name": device.name,
        "paired_at": clock.iso(device.paired_at),
        "last_seen_at": clock.iso(device.last_seen_at),
        "online": device.revoked_at is None and presence.is_online(device),
        "operator": operator,
        "revoked": device.revoked_at is not None,
    }


def invitation(code: str, expires_at: datetime, base_url: str) -> dict[str, Any]:
    """What the lead shows a new handheld. The code stands behind `#`: no server ever logs it."""
    url = f"{reachable(base_url)}/#pair={code}"
    return {
        "code": f"{code[:4]}-{code[4:]}",
        "expires_at": clock.iso(expires_at),
        "now": clock.iso(clock.now()),
        "url": url,
        "qr_svg": qrcode.make(url, image_factory=SvgPathImage, border=2).to_string(encoding="unicode"),
    }


def reachable(base_url: str) -> str:
    """The address for another device: a lead at localhost still pairs handhelds on the same network."""
    parts = urlsplit(base_url)
    if not _is_loopback(parts.hostname or ""):
        return f"{parts.scheme}://{parts.netloc}"
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{_lan_address() or parts.hostname}{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _lan_address() -> str | None:
    """This machine's address on its network. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address nobody has
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if _is_loopback(address) else address
