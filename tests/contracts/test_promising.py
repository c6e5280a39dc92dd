from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contracts.promising import find_cutoff, leaves_by, promise
from app.words import say

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Contract:
    promise_hours: float = 24
    open_hours: bool = False
    cutoff: str | None = None
    code: str = "A"
    name_zh: str = "医药急单"
    name_en: str = "Urgent contract"


@dataclass
class Place:
    zone: str = "Asia/Shanghai"
    opens: str = "08:00"
    closes: str = "22:00"
    closed_on: list[int] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_clock_hours_count_from_payment_day_and_night() -> None:
    made = promise(Contract(), Place(closed_on=[0, 6]), at("2026-11-22 23:30"))
    assert made.promised_at == at("2026-11-23 23:30")
    assert say(made.because, "zh-CN") == "医药急单：付款后 24 小时内发出"
    assert say(made.because, "en") == "Urgent contract: leaves within 24 h of payment"


@pytest.mark.parametrize(
    ("paid", "starts"),
    [
        ("2026-11-23 16:00", "2026-11-23 16:00"),  # Monday, the last moment
        ("2026-11-23 16:01", "2026-11-24 08:00"),
        ("2026-11-24 05:00", "2026-11-24 08:00"),  # before opening
        ("2026-11-27 22:30", "2026-11-30 08:00"),  # Friday night, closed at the weekend
        ("2026-11-29 10:00", "2026-11-30 08:00"),  # on a Sunday
    ],
)
def test_what_is_paid_after_the_cutoff_counts_from_the_next_opening(paid: str, starts: str) -> None:
    contract, site = Contract(promise_hours=72, cutoff="16:00"), Place(closed_on=[5, 6])
    assert promise(contract, site, at(paid)).promised_at == at(starts) + timedelta(hours=72)


def test_the_sentence_names_the_cutoff_and_where_counting_began() -> None:
    made = promise(Contract(cutoff="16:00", promise_hours=72), Place(), at("2026-11-23 16:01"))
    assert say(made.because, "zh-CN") == "医药急单：16:00 截单，从 11-24 08:00 起 72 小时内发出"
    assert say(made.because, "en") == "Urgent contract: cutoff 16:00, leaves within 72 h from 11-24 08:00"


def test_open_hours_pass_only_while_the_site_is_open() -> None:
    made = promise(Contract(20, open_hours=True), Place(closed_on=[6]), at("2026-11-28 12:00"))
    assert made.promised_at == at("2026-11-30 18:00")  # Saturday 10 h, Sunday closed, Monday 10 h


def test_a_night_shift_may_end_on_the_next_day() -> None:
    site = Place(opens="20:00", closes="06:00")
    made = promise(Contract(12, open_hours=True), site, at("2026-11-23 10:00"))
    assert made.promised_at == at("2026-11-24 22:00")


def test_hours_are_real_hours_on_the_day_the_clock_is_put_back() -> None:
    """2026-10-25, 03:00 becomes 02:00 in Berlin: 24 hours later it is 11:00 on the wall."""
    site = Place(zone="Europe/Berlin")
    made = promise(Contract(), site, at("2026-10-24 12:00", BERLIN))
    assert made.promised_at == at("2026-10-25 11:00", BERLIN)
    night = Place(zone="Europe/Berlin", opens="20:00", closes="06:00")
    made = promise(Contract(11, open_hours=True), night, at("2026-10-24 20:00", BERLIN))
    assert made.promised_at == at("2026-10-25 06:00", BERLIN)


def test_the_last_truck_before_the_promise_is_what_counts() -> None:
    site = Place(settings={"pick_ups": ["12:00", "18:00"]})
    paid = at("2026-11-23 10:00")
    assert leaves_by(site, at("2026-11-24 11:00"), paid) == at("2026-11-23 18:00")
    assert leaves_by(site, at("2026-11-23 11:00"), paid) == at("2026-11-23 11:00")  # no truck in between


def test_the_cutoff_is_a_truck_and_none_where_there_is_none() -> None:
    paid, promised = at("2026-11-23 10:00"), at("2026-11-24 11:00")
    assert find_cutoff(Place(settings={"pick_ups": ["12:00", "18:00"]}), promised, paid) == at(
        "2026-11-23 18:00"
    )
    assert find_cutoff(Place(settings={"pick_ups": ["12:00"]}), at("2026-11-23 11:00"), paid) is None
    assert find_cutoff(Place(), promised, paid) is None


def test_without_trucks_a_promise_in_the_night_is_kept_before_closing() -> None:
    assert leaves_by(Place(), at("2026-11-24 03:00"), at("2026-11-23 03:00")) == at("2026-11-23 22:00")
    assert leaves_by(Place(), at("2026-11-24 09:00"), at("2026-11-23 09:00")) == at("2026-11-24 09:00")


ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
hhmm = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
moments = st.datetimes(datetime(2011, 12, 20), datetime(2027, 1, 1), timezones=st.just(UTC))
sites = st.builds(
    Place,
    zone=st.sampled_from(ZONES),
    opens=hhmm,
    closes=hhmm,
    closed_on=st.lists(st.integers(0, 6), max_size=6, unique=True),
)
contracts = st.builds(
    Contract,
    promise_hours=st.sampled_from([0.5, 1, 12, 24, 72]),
    open_hours=st.booleans(),
    cutoff=st.none() | hhmm,
)


@given(contracts, sites, moments)
def test_a_promise_is_in_utc_and_never_before_payment(
    contract: Contract, site: Place, paid_at: datetime
) -> None:
    made = promise(contract, site, paid_at)
    assert made.promised_at.tzinfo is UTC
    assert made.promised_at - paid_at >= timedelta(hours=contract.promise_hours)


@given(contracts, sites, moments, st.timedeltas(timedelta(), timedelta(days=3)))
def test_who_pays_later_is_never_promised_sooner(
    contract: Contract, site: Place, paid_at: datetime, later: timedelta
) -> None:
    assert (
        promise(contract, site, paid_at).promised_at <= promise(contract, site, paid_at + later).promised_at
    )


@settings(max_examples=40)
@given(st.builds(Contract, promise_hours=st.sampled_from([1, 7.5, 24]), open_hours=st.just(True)), moments)
def test_exactly_the_promised_open_time_lies_between(contract: Contract, paid_at: datetime) -> None:
    """Counted minute by minute on the wall clock of a zone with two clock changes a year."""
    site = Place(zone="Europe/Berlin", opens="01:00", closes="09:30", closed_on=[2])
    paid_at = paid_at.replace(second=0, microsecond=0)
    minute, open_minutes = paid_at, 0
    promised_at = promise(contract, site, paid_at).promised_at
    while minute < promised_at:
        local = minute.astimezone(BERLIN)
        open_minutes += local.weekday() != 2 and "01:00" <= f"{local:%H:%M}" < "09:30"
        minute += timedelta(minutes=1)
    assert open_minutes == contract.promise_hours * 60


@given(sites, moments, st.timedeltas(timedelta(), timedelta(days=4)))
def test_what_leaves_leaves_between_payment_and_promise(
    site: Place, paid_at: datetime, length: timedelta
) -> None:
    assert paid_at <= leaves_by(site, paid_at + length, paid_at) <= paid_at + length
