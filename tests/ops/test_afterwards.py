"""A sign-in that has ended: its device's outbox still counts, its powers are gone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app import features
from app.clock import iso
from app.ops import afterwards
from app.ops.models import Operation
from app.ops.performing import perform
from app.people import signing_in
from app.people.models import SignIn
from app.picking.models import FloorException
from tests import builders
from tests.conftest import Clock

features.load_verbs()


def send_at(who: SignIn, kind: str, at: datetime | None, **body: Any) -> dict[str, Any]:
    raw = {"op_id": f"op-{kind}-{at}", "kind": kind, "by": who.token, "at": at and iso(at), "body": body}
    return perform(raw, who.device_id)


@pytest.fixture
def gone(database: str, clock: Clock) -> SignIn:
    """Somebody of every role who signed out an hour ago."""
    builders.make_site()
    who = builders.sign_in(builders.make_operator("picker", "lead", "admin", "customer_service"))
    signing_in.sign_out(who)
    clock.advance(hours=1)
    return who


def test_what_was_saved_before_signing_out_still_counts(gone: SignIn, clock: Clock) -> None:
    assert send_at(gone, "help.call", clock.now - timedelta(hours=2))["ok"]
    assert FloorException.get().kind == "help"


def test_its_operator_hears_of_it_on_the_device_they_hold_by_now(
    gone: SignIn, clock: Clock, pushed: list[tuple[str, dict[str, Any]]]
) -> None:
    send_at(gone, "help.call", clock.now - timedelta(hours=2))
    assert any(room == f"operator:{gone.operator_id}" and "screen" in body["what"] for room, body in pushed)


@pytest.mark.parametrize("minutes", [None, -59, 0, 90])
def test_what_came_after_or_at_no_known_moment_is_denied(
    gone: SignIn, clock: Clock, minutes: int | None
) -> None:
    at = None if minutes is None else clock.now + timedelta(minutes=minutes)
    answer = send_at(gone, "help.call", at)
    assert (answer["code"], "signed out" in answer["message"]) == ("denied", True)
    assert not FloorException.select().exists()


@pytest.mark.parametrize("kind", ["order.hold", "order.cancel", "exception.resolve"])
def test_what_only_the_office_does_is_denied_whenever_it_was(gone: SignIn, clock: Clock, kind: str) -> None:
    answer = send_at(gone, kind, clock.now - timedelta(hours=2), order_id=1, exception_id=1)
    assert (answer["code"], "signed out" in answer["message"]) == ("denied", True)


def test_a_day_later_nothing_counts_any_more(gone: SignIn, clock: Clock) -> None:
    before = clock.now - timedelta(hours=2)
    clock.advance(hours=23, seconds=1)
    answer = send_at(gone, "help.call", before)
    assert (answer["code"], "24" in answer["message"]) == ("denied", True)


def test_answers_are_kept_a_month_and_then_dropped(
    database: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afterwards, "PAGE", 2)
    builders.make_site()
    who = builders.sign_in(builders.make_operator("picker"))
    for minute in range(5):
        assert send_at(who, "help.call", clock.now - timedelta(minutes=minute))["ok"]
    clock.advance(days=29)
    assert send_at(who, "help.call", clock.now)["ok"]
    afterwards.forget_answers()
    assert Operation.select().count() == 6
    clock.advance(days=2)
    afterwards.forget_answers()
    assert Operation.select().count() == 1
