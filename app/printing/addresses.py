"""Where a printer may be: a literal address of the site's own network, raw TCP ports of printers alone."""

import ipaddress

from app.contracts.settings import change_setting, get_setting
from app.errors import Invalid

PORTS = range(9100, 9110)
# RFC 1918, RFC 4193; RFC 5737, which belongs to nobody: a stand-in for a printer that is not there yet
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "192.0.2.0/24")
SETTING = "printer_networks"
MOST_NETWORKS = 20


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
    if plain.is_loopback and allow_loopback:
        return str(plain)
    if plain.is_loopback:
        raise Invalid("printing.loopback")
    if plain.is_link_local or plain.is_multicast or plain.is_unspecified or str(plain) == "255.255.255.255":
        raise Invalid("printing.not_a_printer")
    if not any(plain in network for network in list_networks()):
        raise Invalid("printing.outside")
    return str(plain)


def list_networks() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """What the admin allows; the private networks until somebody says so."""
    return [ipaddress.ip_network(text) for text in get_setting(SETTING, PRIVATE)]


def set_networks(networks: list[str], by: int) -> None:
    try:
        plain = [str(ipaddress.ip_network(text.strip(), strict=False)) for text in networks]
    except ValueError:
        raise Invalid("printing.not_a_network") from None
    if not 0 < len(plain) <= MOST_NETWORKS:
        raise Invalid("printing.not_a_network")
    change_setting(SETTING, plain, by)
