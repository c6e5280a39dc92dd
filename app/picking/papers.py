"""A walk that was done from its paper ticket: the lead enters what was found, in the picker's name."""

from app import push
from app.db import lock_row, transaction
from app.errors import Refused
from app.picking import scanning, shortages, walking
from app.stock.sql import lock_promises
from app.timeline.recording import record
from app.waves.assigning import get_task
from app.waves.models import Task
from app.waves.states import TO_WALK
from app.words import Words


def enter(task_id: int, found: dict[int, int], station: str, by: int) -> Words:
    """`found`: units of each open stop, by pick; stops not named stay open, and with them the walk."""
    with transaction():
        lock_row(Task, task_id)
        lock_promises()
        task = get_task(task_id)
        picker = _picker_of(task)
        for pick_id, units in sorted(found.items()):
            _book(task_id, pick_id, units, picker)
        record("task:entered", task_id, task_id=task_id, by=by, data={"stops": len(found)})
        push.announce("screen", task_id, f"operator:{picker}")
        following = walking.find_open(task_id)
        if following is not None:
            return Words("ticket.goes_on", {"location": following.location.code})
        at = walking.unload(task_id, station, picker)
    return Words("ticket.entered", {"station": at.name or at.code})


def _picker_of(task: Task) -> int:
    """Who walked. An offer that they took on paper alone is started now."""
    if task.state not in TO_WALK:
        raise Refused("ticket.over")
    if task.operator_id is None:
        raise Refused("ticket.nobody")
    if task.state == "offered":
        walking.start(task.id, task.operator_id)
    return task.operator_id


def _book(task_id: int, pick_id: int, units: int, picker: int) -> None:
    pick = scanning.get_pick(pick_id)
    if pick.task_id != task_id or pick.state != "open":
        raise Refused("ticket.changed", location=pick.location_code)
    shortages.short(pick_id, pick.done_qty + units, picker)
