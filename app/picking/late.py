"""What a handheld saved in a dead spot happened, also when the plan now says no: it is the lead's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Any

from app import clock
from app.db import database, transaction
from app.errors import AppError, Invalid, NotFound, Refused
from app.ops.verbs import Op, Said
from app.picking import exceptions, scanning
from app.waves.models import Pick
from app.words import Words, catalogue

LATE = timedelta(seconds=10)  # older than this when it arrives: nobody could have said no when it was done
KEPT = (Refused, NotFound, Invalid)
Run = Callable[..., Said | Words | None]


def kept_when_late(run: Run) -> Run:
    """A verb of the floor: refused at once when somebody can still act on it, else kept as an exception."""

    @wraps(run)
    def perform(op: Op, **body: Any) -> Said | Words | None:
        if is_late(op):
            try:
                with undoable():
                    return run(op, **body)
            except KEPT as error:
                return keep(op, body, error)
        try:
            return run(op, **body)
        except Refused as error:
            if error.key == "task.not_yours" and was_theirs(op, body):
                return keep(op, body, error)
            raise

    return perform


def is_late(op: Op) -> bool:
    return op.claimed_at is not None and op.claimed_at < clock.now() - LATE


def was_theirs(op: Op, body: dict[str, Any]) -> bool:
    """Done while the task was being taken away, which they had not seen yet."""
    if op.claimed_at is None:
        return False
    stop = Pick.id == body["pick_id"] if "pick_id" in body else Pick.task == body["task_id"]
    found = Pick.select(Pick.id).where(stop).first()
    return found is not None and scanning.was_mine_then(op, scanning.get_pick(found.id))


@contextmanager
def undoable() -> Iterator[None]:
    """What fails inside is undone alone: rows and what it wanted told; the transaction goes on."""
    with transaction() as unit:
        before, after = len(unit.before), len(unit.after)
        lengths = {topic: len(items) for topic, items in unit.notes.items()}
        try:
            with database.obj.atomic():
                yield
        except AppError:
            del unit.before[before:], unit.after[after:]
            for topic in list(unit.notes):
                if topic in lengths:
                    del unit.notes[topic][lengths[topic] :]
                else:
                    del unit.notes[topic]
            raise


def keep(op: Op, body: dict[str, Any], error: AppError) -> Said:
    """The fact and why it no longer fits: the lead owns it, the picker hears so."""
    why = Words(error.key, error.details).to_json()
    pick = scanning.get_pick(body["pick_id"]) if _is_known(body.get("pick_id")) else None
    about = {"sku": pick.sku_code, "location": pick.location_code} if pick else {"sku": "-", "location": "-"}
    did = Words(f"did.{op.kind}", {"qty": 1} | body | about).to_json()
    text = Words("exception.late_fact", {"name": op.operator.name, "did": did, "why": why})
    order_id, task_id = (pick.order_id, pick.task_id) if pick else (None, body.get("task_id"))
    exceptions.open_exception("late-fact", text, order_id, task_id, op.by)
    return Said(attention=Words("late.kept", {"why": why}))


def keep_report(op: Op, kind: str, minutes: int, why: str) -> None:
    """An operation that the server answered with an error long after it was done on the floor."""
    named = f"deed.{kind}"
    deed: Any = Words(named).to_json() if named in catalogue() else kind
    told = {"name": op.operator.name, "deed": deed, "minutes": minutes, "why": why}
    exceptions.open_exception("late-fact", Words("exception.not_accepted", told), operator_id=op.by)


def _is_known(pick_id: int | None) -> bool:
    return pick_id is not None and Pick.select(Pick.id).where(Pick.id == pick_id).exists()
