"""Where this machine can be reached, and a QR code of it for the terminal."""

import contextlib
import io
import socket
from pathlib import Path

import qrcode

EVERYWHERE = ("0.0.0.0", "::", "")
TOLD = "address"


def lan_address() -> str:
    """The address other devices on this network reach us at; 127.0.0.1 without a network.

    Connecting a UDP socket sends nothing: the kernel only says which address it would use.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1, RFC 5737: nobody is there
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def base_url(scheme: str, host: str, port: int) -> str:
    """What to open when one listens on `host`: that address alone, or this machine's on its network."""
    address = lan_address() if host in EVERYWHERE else host
    return f"{scheme}://[{address}]:{port}" if ":" in address else f"{scheme}://{address}:{port}"


def keep(var: Path, url: str) -> None:
    """For `wavecard pair`, which runs beside the server; a disk that refuses it stops no server."""
    with contextlib.suppress(OSError):
        var.mkdir(parents=True, exist_ok=True)
        (var / TOLD).write_text(url, "utf-8")


def find_kept(var: Path) -> str | None:
    kept = var / TOLD
    return kept.read_text("utf-8") if kept.exists() else None


def pairing_url(base: str, code: str) -> str:
    """The code stands behind `#`: no server ever logs it."""
    return f"{base}/#pair={code}"


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def terminal_qr(url: str) -> str:
    """A QR code made of half blocks, two modules a character high."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_L)
    code.add_data(url)
    out = io.StringIO()
    code.print_ascii(out=out, invert=True)
    return out.getvalue()
