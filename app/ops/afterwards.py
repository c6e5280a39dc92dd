"""What a device may still send for somebody who has signed out: what it saved before, and no more."""

from datetime import datetime, timedelta

from app import clock
from app.errors import Denied
from app.ops.verbs import list_verbs

KEPT = timedelta(hours=24)  # an outbox that was away for longer is for the lead to look through
OFFICE = frozenset({"lead", "admin", "customer_service"})  # they work at a screen, with the network at hand


def check_still_counts(kind: str, at: datetime | None, ended_at: datetime | None) -> None:
    """Denied unless the floor did `kind` at a moment (by the device's clock) before its sign-in ended."""
    if ended_at is None:
        return
    if clock.now() - ended_at > KEPT:
        raise Denied("op.signed_out_long_ago")
    if at is None or at > ended_at or _is_office(kind):
        raise Denied("op.signed_out")


def _is_office(kind: str) -> bool:
    found = list_verbs().get(kind)
    return found is not None and bool(found.roles) and found.roles <= OFFICE
