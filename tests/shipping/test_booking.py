"""Numbers from carriers: the wish is saved first, the call is outside, what stays halfway is asked again."""

from typing import Any

import pytest

from app.errors import Unavailable
from app.printing.models import PrintJob
from app.shipping import booking, checks
from app.shipping.carriers import LINKS, Booked, Booking, Can, Line
from app.shipping.carriers.manual import Manual, add_numbers
from app.shipping.models import Label, Parcel, Waybill
from tests import builders
from tests.conftest import Clock
from tests.packing.conftest import Bench


class Fake(Line):
    """A carrier that answers what a test says, else as the sandbox does."""

    code = "sandbox"
    can = Can(key=True, cancel=True)
    name_zh = name_en = "Fake"

    def __init__(self) -> None:
        self.real = LINKS["sandbox"]
        self.errors: list[BaseException] = []
        self.booked: list[str] = []
        self.cancelled: list[tuple[str, str | None]] = []
        self.meanwhile = lambda: None

    def book(self, wanted: Booking) -> Booked:
        self.booked.append(wanted.reference)
        self.meanwhile()
        if self.errors:
            raise self.errors.pop(0)
        return self.real.book(wanted)

    def cancel(self, wanted: Booking, tracking_no: str | None) -> None:
        self.cancelled.append((wanted.reference, tracking_no))
        if self.errors:
            raise self.errors.pop(0)


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Fake:
    made = Fake()
    monkeypatch.setitem(LINKS, "sandbox", made)
    return made


@pytest.fixture
def asked(bench: Bench) -> Parcel:
    """A checked parcel whose number is asked for and not booked."""
    parcel = bench.checked(bench.order())
    bench.do("pack.print", parcel_id=parcel.id)
    return parcel


def test_no_transaction_is_open_while_the_carrier_is_asked(
    asked: Parcel, carrier: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.db import _unit

    seen: list[object] = []
    carrier.meanwhile = lambda: seen.append(_unit.get())
    booking.book_next("sandbox")
    assert seen == [None]


def test_a_booked_number_makes_the_label(asked: Parcel, carrier: Fake) -> None:
    assert booking.book_next("sandbox") and not booking.book_next("sandbox")
    waybill = Waybill.get()
    assert (waybill.state, waybill.tracking_no[:2]) == ("active", "SB")
    assert Label.get().code == f"WL-{asked.id}-1"
    assert Parcel.get_by_id(asked.id).state == "labelled"
    assert PrintJob.select().where(PrintJob.layout == "parcel_label").count() == 1


class Killed(BaseException):
    """kill -9: nothing after this line runs."""


def test_killed_between_the_carriers_answer_and_the_save_the_number_is_the_same(
    asked: Parcel, carrier: Fake, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[str] = []

    def killed(waybill: Waybill, booked: Booked) -> None:
        answers.append(booked.tracking_no)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(booking, "_save", killed)
        with pytest.raises(Killed):
            booking.book_next("sandbox")
    assert Waybill.get().state == "booking"
    clock.advance(minutes=1)
    assert booking.book_next("sandbox")
    assert carrier.booked == [f"WC-{asked.id}-1"] * 2
    assert [Waybill.get().tracking_no] == answers
    assert Label.select().count() == 1


def test_a_carrier_that_does_not_answer_is_asked_again_later(
    asked: Parcel, carrier: Fake, clock: Clock, bench: Bench
) -> None:
    carrier.errors = [Unavailable("carrier.broke")]
    assert booking.book_next("sandbox")
    assert not booking.book_next("sandbox")
    assert "carrier.broke" in Waybill.get().problem
    shown = builders.send(bench.packer, "lang.choose", lang="en")
    assert "asked again" in shown["card"]["printing"]["text"]
    clock.advance(seconds=2)
    assert booking.book_next("sandbox")
    assert (Waybill.get().state, Waybill.get().problem) == ("active", "")


def test_a_bug_in_an_adapter_is_kept_as_a_problem(
    asked: Parcel, carrier: Fake, caplog: pytest.LogCaptureFixture
) -> None:
    carrier.errors = [KeyError("x")]
    booking.book_next("sandbox")
    assert Waybill.get().state == "booking" and Waybill.get().problem
    assert "broke" in caplog.text


def test_a_final_no_is_asked_seldom(asked: Parcel, carrier: Fake, clock: Clock) -> None:
    carrier.errors = [Unavailable("carrier.broke", permanent=True)]
    booking.book_next("sandbox")
    clock.advance(minutes=4)
    assert not booking.book_next("sandbox")
    clock.advance(minutes=1)
    assert booking.book_next("sandbox")


def test_an_address_change_during_the_call_voids_and_cancels_what_it_answers(
    asked: Parcel, carrier: Fake, bench: Bench
) -> None:
    def change() -> None:
        carrier.meanwhile = lambda: None
        bench.readdress(Parcel.get_by_id(asked.id).order)

    carrier.meanwhile = change
    booking.book_next("sandbox")
    first, second = Waybill.select().order_by(Waybill.version)
    assert (first.state, second.state) == ("void", "booking")
    assert first.tracking_no, "what came too late is kept: it is cancelled by its number"
    bench.book()
    bench.book()
    assert carrier.cancelled == [(f"WC-{asked.id}-1", first.tracking_no)]
    assert Waybill.get(Waybill.version == 2).state == "active"
    assert Waybill.get(Waybill.version == 1).cancelled_at is not None
    assert Label.select().count() == 1
    assert checks.list_problems() == []


def test_a_cancellation_that_fails_is_told_again(bench: Bench, carrier: Fake, clock: Clock) -> None:
    order = bench.order()
    bench.labelled(order)
    bench.readdress(order)
    booking.book_next("sandbox")
    carrier.errors = [Unavailable("carrier.broke")]
    assert booking.cancel_next("sandbox") and not booking.cancel_next("sandbox")
    clock.advance(minutes=1)
    assert booking.cancel_next("sandbox")
    assert Waybill.get(Waybill.version == 1).cancelled_at is not None
    assert not booking.cancel_next("sandbox")


def test_asking_twice_books_once(bench: Bench, asked: Parcel, carrier: Fake) -> None:
    bench.do("pack.print", parcel_id=asked.id)
    bench.work()
    assert Waybill.select().count() == 1 and len(carrier.booked) == 1


def booking_of(parcel_id: int, version: int, **about: Any) -> Booking:
    return Booking(parcel_id, version, "WC-1", {"province": "浙江省", "city": "杭州市"}, **about)


def test_the_sandbox_gives_each_booking_one_number_of_its_own() -> None:
    sandbox = LINKS["sandbox"]
    bookings = [booking_of(parcel, version) for parcel in range(1, 300) for version in (1, 2)]
    numbers = {sandbox.book(booking).tracking_no for booking in bookings}
    assert len(numbers) == 598
    assert sandbox.book(booking_of(7, 2)) == sandbox.book(booking_of(7, 2))


def test_typed_numbers_are_given_out_once_each(database: str, clock: Clock) -> None:
    manual = Manual()
    assert add_numbers(["YT100", " yt100 ", "YT101", "not a number!", ""]) == 2
    first = manual.book(booking_of(1, 1)).tracking_no
    assert manual.book(booking_of(1, 1)).tracking_no == first
    assert {first, manual.book(booking_of(1, 2)).tracking_no} == {"YT100", "YT101"}
    with pytest.raises(Unavailable, match="used up"):
        manual.book(booking_of(2, 1))
    assert add_numbers(["YT100", "YT102"]) == 1
    assert manual.book(booking_of(2, 1)).tracking_no == "YT102"
