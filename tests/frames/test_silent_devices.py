import contextlib
import threading
import time

import pytest

from .device import Device
from .running import Running, running

DEVICES = 50


def stay_alive(device: Device) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            device.read()


def fall_silent(server: Running, within_s: float) -> None:
    """25 devices that read but answer nothing, 25 that do not even read, and five that are well."""
    well = [server.device() for _ in range(5)]
    for device in well:
        device.sock.settimeout(None)
        threading.Thread(target=stay_alive, args=(device,), daemon=True).start()
    before = server.ask("/figures")
    silent = [server.device() for _ in range(DEVICES)]
    with_them = server.ask("/figures")
    assert with_them["sockets"] == before["sockets"] + DEVICES
    began = time.monotonic()
    server.flood(emitters=1, cards=100)
    for device in silent[::2]:
        threading.Thread(target=drain, args=(device,), daemon=True).start()
    after = server.settled(within_s, sockets=before["sockets"], sessions=5)
    took_s = time.monotonic() - began
    assert after["sockets"] == before["sockets"]
    assert after["sessions"] == 5
    assert after["greenlets"] <= before["greenlets"] + 1
    assert took_s <= within_s
    assert all(device.pings for device in well)


def drain(device: Device) -> None:
    """Read and answer nothing."""
    device.sock.settimeout(None)
    with contextlib.suppress(OSError):
        while device.sock.recv(65536):
            pass


@pytest.mark.served
def test_fifty_silent_devices_are_closed_and_forgotten() -> None:
    """In a tenth of the product's ping times; the two seconds of lingering stay."""
    with running(PING_INTERVAL="1.5", PING_TIMEOUT="1.0") as server:
        fall_silent(server, within_s=8)


@pytest.mark.soak
def test_fifty_silent_devices_are_closed_within_a_minute() -> None:
    """With the ping times of the product."""
    with running() as server:
        fall_silent(server, within_s=60)
