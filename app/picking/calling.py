"""Somebody calls the shift lead, who sees where they stand."""

from app.ops.verbs import Op
from app.picking.exceptions import About, attach, open_exception
from app.picking.reading import UPCOMING
from app.printing.models import Station
from app.waves import dispatching
from app.waves.models import Pick
from app.words import Words


def call(op: Op, reason: str, photo_id: int | None) -> None:
    task = dispatching.find_task_of(op.by) if op.sign_in.work == "picking" else None
    text = Words("exception.help", {"name": op.operator.name, "reason": reason or "-"})
    made = open_exception("help", text, task_id=task.id if task else None, operator_id=op.by)
    attach(made, About(_place_of(op, task.id if task else None), photo_id))


def _place_of(op: Op, task_id: int | None) -> str:
    """The stop on the card, else the last one; the bench; "" where nobody can know."""
    if task_id is not None:
        for row in UPCOMING.list(task_id=task_id):
            return str(row.location)
        last = Pick.select().where(Pick.task == task_id, Pick.moved_at.is_null(False))
        done = last.order_by(Pick.moved_at.desc()).first()
        return str(done.location.code) if done else ""
    station = Station.get_or_none(Station.id == op.sign_in.station_id) if op.sign_in.station_id else None
    return str(station.name or station.code) if station else ""
