import pytest

from app.errors import Invalid
from app.printing.addresses import check_address, set_networks
from app.printing.stations import PrinterDraft, add_printer, find_station
from tests import builders


@pytest.mark.parametrize("host", ["192.168.1.20", "10.0.0.5", "fd00::20"])
def test_a_printer_of_the_site_is_accepted(database: str, host: str) -> None:
    builders.make_site()
    assert check_address(host, 9100) == host


@pytest.mark.parametrize(
    ("host", "port"),
    [
        ("printer.local", 9100),
        ("192.168.1.20", 80),
        ("192.168.1.20", 9110),
        ("127.0.0.1", 9100),
        ("::1", 9100),
        ("::ffff:127.0.0.1", 9100),
        ("169.254.169.254", 9100),
        ("::ffff:169.254.169.254", 9100),
        ("fe80::1", 9100),
        ("0.0.0.0", 9100),
        ("224.0.0.1", 9100),
        ("255.255.255.255", 9100),
        ("0x7f.1", 9100),
        ("", 9100),
    ],
)
def test_what_is_not_a_printer_is_refused(host: str, port: int) -> None:
    with pytest.raises(Invalid):
        check_address(host, port)


def test_only_the_networks_that_an_admin_allows(database: str) -> None:
    builders.make_site()
    with pytest.raises(Invalid, match="Outside"):
        check_address("203.0.113.7", 9100)
    set_networks(["192.168.7.0/24"], by=0)
    assert check_address("192.168.7.9", 9100) == "192.168.7.9"
    for outside in ("192.168.8.9", "10.0.0.5", "fd00::20"):
        with pytest.raises(Invalid, match="Outside"):
            check_address(outside, 9100)
    for wrong in ([], ["anywhere"], ["192.168.0.0/24"] * 21):
        with pytest.raises(Invalid):
            set_networks(wrong, by=0)


def test_loopback_only_where_it_is_allowed() -> None:
    assert check_address("127.0.0.1", 9101, allow_loopback=True) == "127.0.0.1"


def test_an_added_printer_stands_on_its_bench(database: str) -> None:
    builders.make_site()
    made = add_printer(PrinterDraft("Zebra", "192.168.1.20", station="st-3", paper="100x150"))
    station = find_station("ST-3")
    assert station is not None and station.printer_id == made.id
    assert made.dots == 832
