"""Where a printer may be: a literal address of the site's own network, raw TCP ports of printers alone."""

import ipaddress

from app.errors import Invalid

PORTS = range(9100, 9110)


def check_address(host: str, port: int, allow_loopback: bool = False) -> str:
    """The address in its plain form; Invalid for names, other ports, and addresses that are not a printer's.

    Link-local covers the metadata services of clouds (169.254.169.254).
    """
    try:
        address = ipaddress.ip_address(host.strip())
    except ValueError:
        raise Invalid("printing.not_an_address") from None
    if port not in PORTS:
        raise Invalid("printing.bad_port", first=PORTS[0], last=PORTS[-1])
    plain = getattr(address, "ipv4_mapped", None) or address
    if plain.is_loopback and not allow_loopback:
        raise Invalid("printing.loopback")
    if plain.is_link_local or plain.is_multicast or plain.is_unspecified or str(plain) == "255.255.255.255":
        raise Invalid("printing.not_a_printer")
    return str(plain)
