from datetime import datetime

import pytest

from app.orders.channels.texts import BadCell, cents_of, list_of, moment_of, qty_of
from tests.orders.files import SHANGHAI


@pytest.mark.parametrize(("text", "qty"), [("3", 3), ("3.0", 3), ("1,200", 1200), ("-4", -4)])
def test_quantities(text: str, qty: int) -> None:
    assert qty_of(text) == qty


@pytest.mark.parametrize("text", ["", "3.5", "three", "1e3", "３", "1,20", "9" * 10])
def test_no_quantities(text: str) -> None:
    with pytest.raises(BadCell):
        qty_of(text)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("2.1", 210), ("1,234.00", 123_400), ("¥99", 9_900), ("0元", 0), ("0.005", 1), ("", 0)],
)
def test_amounts(text: str, cents: int) -> None:
    assert cents_of(text) == cents


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2011-11-01 08:16:00", "2011-11-01T08:16:00+08:00"),
        ("2026/11/2 8:05", "2026-11-02T08:05:00+08:00"),
        ("2026-11-22T08:05:09.123Z", "2026-11-22T08:05:09+00:00"),
        ("2026-01-05 10:33:11 +0530", "2026-01-05T10:33:11+05:30"),
        ("2026年11月22日 08:05", "2026-11-22T08:05:00+08:00"),
        ("2026-11-22", "2026-11-22T00:00:00+08:00"),
    ],
)
def test_moments(text: str, iso: str) -> None:
    assert moment_of(text, SHANGHAI) == datetime.fromisoformat(iso)


def test_lists() -> None:
    assert list_of("a, b; c、d|e，，") == ["a", "b", "c", "d", "e"]
