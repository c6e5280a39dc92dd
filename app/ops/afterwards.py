"""What a device may still send long after: for somebody who has signed out, or a second time."""

from datetime import datetime, timedelta

from app import clock
from app.db import transaction
from app.errors import Denied
from app.ops.models import Operation
from app.ops.verbs import list_verbs

KEPT = timedelta(hours=24)  # an outbox that was away for longer is for the lead to look through
ANSWERS_KEPT = timedelta(days=30)  # longer than any handheld lies in a drawer with something to send
PAGE = 2000
OFFICE = frozenset({"lead", "admin", "customer_service"})  # they work at a screen, with the network at hand


def check_still_counts(kind: str, at: datetime | None, ended_at: datetime | None) -> None:
    """Denied unless the floor did `kind` at a moment (by the device's clock) before its sign-in ended."""
    if ended_at is None:
        return
    if clock.now() - ended_at > KEPT:
        raise Denied("op.signed_out_long_ago")
    if at is None or at > ended_at or _is_office(kind):
        raise Denied("op.signed_out")


def forget_answers() -> None:
    """Drop answers that nobody will ask for again, oldest first, a page a transaction."""
    while True:
        oldest = Operation.select(Operation.id, Operation.at).order_by(Operation.id).limit(PAGE)
        old = [row.id for row in oldest if row.at < clock.now() - ANSWERS_KEPT]
        with transaction():
            Operation.delete().where(Operation.id <= max(old, default=0)).execute()
        if len(old) < PAGE:
            return


def _is_office(kind: str) -> bool:
    found = list_verbs().get(kind)
    return found is not None and bool(found.roles) and found.roles <= OFFICE
