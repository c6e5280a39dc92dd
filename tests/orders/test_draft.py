from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from app.orders.draft import MAX_LINES, MAX_QTY, OrderDraft
from tests.conftest import MONDAY_MORNING, Clock

GOOD: dict[str, Any] = {
    "channel": "shop",
    "channel_ref": "1001",
    "ordered_at": "2026-11-22T08:00:00+08:00",
    "lines": [{"sku": "t-1", "qty": 2, "price_cents": 150}],
}


@pytest.fixture(autouse=True)
def now(clock: Clock) -> None:
    assert clock.now == MONDAY_MORNING


def wrong(**fields: Any) -> tuple[str, ...]:
    with pytest.raises(ValidationError) as refused:
        OrderDraft.model_validate(GOOD | fields)
    return tuple(str(part) for part in refused.value.errors()[0]["loc"])


def test_a_plain_order_has_its_defaults() -> None:
    made = OrderDraft.model_validate(GOOD)
    assert made.ordered_at == datetime(2026, 11, 22, tzinfo=UTC)
    assert (made.paid_at, made.currency, made.value_cents, made.units) == (None, "CNY", 300, 2)
    assert made.lines[0].sku == "T-1"


def test_lines_of_one_sku_are_added_up() -> None:
    lines = [{"sku": "a", "qty": 1}, {"sku": "b", "qty": 1}, {"sku": "A ", "qty": 4, "name": "Tea"}]
    made = OrderDraft.model_validate(GOOD | {"lines": lines})
    assert [(line.sku, line.qty, line.name) for line in made.lines] == [("A", 5, "Tea"), ("B", 1, "")]


def test_long_numbers_stay_whole_and_blanks_are_one() -> None:
    made = OrderDraft.model_validate(GOOD | {"channel_ref": 35153131473293579, "remark": " two\n lines "})
    assert (made.channel_ref, made.remark) == ("35153131473293579", "two lines")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", "No Spaces"),
        ("channel_ref", ""),
        ("channel_ref", "x" * 81),
        ("ordered_at", "1900-01-01T00:00:00Z"),
        ("ordered_at", "2026-11-22T08:00:00"),
        ("ordered_at", "yesterday"),
        ("paid_at", "2027-01-01T00:00:00Z"),
        ("street", "x" * 301),
        ("name", "a\x00b"),
        ("phone", "\ud800"),
        ("currency", "yuan"),
        ("tags", ["x"] * 21),
        ("wants", [""]),
        ("value_cents", -1),
        ("lines", []),
        ("lines", [{"sku": "a", "qty": 1}] * (MAX_LINES + 1)),
    ],
)
def test_every_field_has_its_limit(field: str, value: Any) -> None:
    assert wrong(**{field: value})[0] == field


@pytest.mark.parametrize(
    "line", [{"sku": "", "qty": 1}, {"sku": "a", "qty": 0}, {"sku": "a", "qty": MAX_QTY + 1}]
)
def test_every_line_has_its_limit(line: dict[str, Any]) -> None:
    assert wrong(lines=[line])[:2] == ("lines", "0")


def test_an_order_beyond_all_measure_is_refused() -> None:
    assert wrong(lines=[{"sku": "a", "qty": MAX_QTY}, {"sku": "a", "qty": 1}]) == ()
    assert wrong(lines=[{"sku": "a", "qty": MAX_QTY, "price_cents": 1_000_000}]) == ()


def test_the_fingerprint_is_of_what_is_wanted() -> None:
    first = OrderDraft.model_validate(GOOD).fingerprint()
    later = {"ordered_at": MONDAY_MORNING + timedelta(hours=1), "paid_at": MONDAY_MORNING}
    assert OrderDraft.model_validate(GOOD | later).fingerprint() == first
    for other in ({"remark": "x"}, {"street": "x"}, {"tags": ["x"]}, {"lines": [{"sku": "T-1", "qty": 3}]}):
        assert OrderDraft.model_validate(GOOD | other).fingerprint() != first
