"""Printers found in the site's own network: who listens on a printer's port, and what it answers."""

import ipaddress
import socket
import threading
from collections.abc import Container, Iterator
from queue import Empty, Queue

from app.errors import Invalid
from app.printing.addresses import list_networks
from printers.probing import Probed, probe

PORT = 9100
CONNECT_S = 0.4
AT_ONCE = 64
MOST_HOSTS = 1024
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def scan(
    network: str,
    allow_loopback: bool = False,
    known: Container[tuple[str, int]] = (),
    off: Container[tuple[str, int]] = (),
) -> list[tuple[str, int, Probed | None]]:
    """Everybody there who takes a connection on 9100. Invalid outside the allowed networks, or too large.

    A known one is not asked: while it talks with us it cannot print. One that is switched off is left out.
    """
    wanted = _allowed(network, allow_loopback)
    open_ports = sorted(_find_open(wanted, off), key=lambda at: (ipaddress.ip_address(at[0]), at[1]))
    return [(*at, None if at in known else probe(*at)) for at in open_ports]


def _allowed(network: str, allow_loopback: bool) -> Network:
    try:
        wanted = ipaddress.ip_network(network.strip(), strict=False)
    except ValueError:
        raise Invalid("printing.not_a_network") from None
    if wanted.num_addresses > MOST_HOSTS:
        raise Invalid("printing.network_too_large", most=MOST_HOSTS)
    if wanted.is_loopback and allow_loopback:
        return wanted
    inside = any(_inside(wanted, allowed) for allowed in list_networks())
    if not inside or wanted.is_loopback or wanted.is_link_local:
        raise Invalid("printing.outside")
    return wanted


def _inside(wanted: Network, allowed: Network) -> bool:
    return wanted.version == allowed.version and wanted.subnet_of(allowed)  # type: ignore[arg-type]


def _addresses(network: Network) -> Iterator[tuple[str, int]]:
    if network.is_loopback:
        yield from (("127.0.0.1", port) for port in range(PORT, PORT + 10))
        return
    hosts = network.hosts() if network.num_addresses > 2 else network
    yield from ((str(host), PORT) for host in hosts)


def _find_open(network: Network, off: Container[tuple[str, int]]) -> list[tuple[str, int]]:
    todo: Queue[tuple[str, int]] = Queue()
    for address in _addresses(network):
        if address not in off:
            todo.put(address)
    found: list[tuple[str, int]] = []
    seekers = [threading.Thread(target=_seek, args=(todo, found)) for _ in range(min(AT_ONCE, todo.qsize()))]
    for seeker in seekers:
        seeker.start()
    for seeker in seekers:
        seeker.join()
    return found


def _seek(todo: "Queue[tuple[str, int]]", found: list[tuple[str, int]]) -> None:
    while True:
        try:
            address = todo.get_nowait()
        except Empty:
            return
        try:
            socket.create_connection(address, timeout=CONNECT_S).close()
            found.append(address)
        except OSError:
            continue


def own_network() -> str:
    """The /24 of the address by which other machines reach this one; "" without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # TEST-NET-1: nothing is sent, the kernel names the address
            return str(ipaddress.ip_network(f"{asking.getsockname()[0]}/24", strict=False))
        except OSError:
            return ""
