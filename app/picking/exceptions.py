"""Facts that no longer fit the plan, and calls for help: kept, and the lead sees them."""

from dataclasses import dataclass

from app import clock, push
from app.db import transaction
from app.errors import NotFound
from app.picking.models import FloorException, Photo
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


@dataclass(frozen=True)
class About:
    """Where it happened, the picture of it, the count that settles it."""

    place: str = ""
    photo_id: int | None = None
    count_id: int | None = None


def attach(made: FloorException, about: About) -> None:
    """A photo that this house does not have is left out: what happened counts all the same."""
    known = about.photo_id is not None and Photo.select().where(Photo.id == about.photo_id).exists()
    told = {"place": about.place[:40], "photo_id": about.photo_id if known else None}
    FloorException.update(**told, count_id=about.count_id).where(FloorException.id == made.id).execute()


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
