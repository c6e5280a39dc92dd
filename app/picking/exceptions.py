"""Facts that no longer fit the plan, and calls for help: kept, and the lead sees them."""

from app import clock, push
from app.db import transaction
from app.errors import NotFound
from app.picking.models import FloorException
from app.timeline.recording import record
from app.words import Words


def open_exception(
    kind: str,
    text: Words,
    order_id: int | None = None,
    task_id: int | None = None,
    operator_id: int | None = None,
) -> FloorException:
    with transaction():
        made = FloorException.create(
            kind=kind,
            text=text.to_json(),
            order_id=order_id,
            task_id=task_id,
            operator_id=operator_id,
            at=clock.now(),
        )
        about = {"order_id": order_id, "task_id": task_id, "by": operator_id}
        record("exception:opened", made.id, **about, data={"kind": kind})
        push.announce("people", made.id, "lead")
    return made


def resolve(exception_id: int, by: int) -> FloorException:
    """Somebody has put it right. NotFound when it is resolved already."""
    with transaction():
        fresh = FloorException.update(resolved_at=clock.now()).where(
            FloorException.id == exception_id, FloorException.resolved_at.is_null()
        )
        if not fresh.execute():
            raise NotFound("exception.unknown")
        record("exception:resolved", exception_id, by=by)
        push.announce("people", exception_id, "lead")
    return FloorException.get_by_id(exception_id)
