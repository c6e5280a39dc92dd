"""Where this machine can be reached, and a QR code of it for the terminal."""

import io
import socket

import qrcode


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
