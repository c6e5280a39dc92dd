"""A walk on paper, for when the Wi-Fi is gone and the floor must still work."""

from typing import Any

from app import clock
from app.contracts.tiers import get_tier
from app.db import transaction
from app.errors import NotFound, Refused
from app.lead.reading import say_kept
from app.orders.models import Order
from app.people.models import Operator
from app.printing.jobs import Document, list_copies, print_document
from app.printing.models import PrintJob
from app.printing.moments import local_iso
from app.shipping.labels import lang_of
from app.stock.models import Location, Sku
from app.waves.models import Pick, Task, TaskOrder

ON_THE_FLOOR = ("queued", "offered", "started")


def print_ticket(task_id: int, station_id: int) -> PrintJob:
    """What is still to be picked, at this bench; asked for again it is as of now, and says COPY."""
    task = Task.get_or_none(Task.id == task_id)
    if task is None:
        raise NotFound("lead.no_such_walk")
    if task.state not in ON_THE_FLOOR:
        raise Refused("lead.walk_is_over")
    key = f"task:{task.id}:ticket"
    with transaction():
        before = list_copies(key, 1)
        copy = before[0].copy + 1 if before else 0
        content = _content(task, lang_of(station_id))
        return print_document(station_id, Document(key, "pick_ticket", content, copy=copy, tier=task.tier))


def _content(task: Task, lang: str) -> dict[str, Any]:
    tier, picker = get_tier(task.tier), Operator.get_or_none(Operator.id == task.operator_id)
    named = Order.select(Order.order_no).join(TaskOrder, on=(TaskOrder.order == Order.id))
    orders = [row.order_no for row in named.where(TaskOrder.task == task.id).order_by(TaskOrder.slot)]
    return {
        "task_no": str(task.id),
        "tier": {"code": tier.code, "word": tier.name_zh if lang == "zh-CN" else tier.name_en},
        "operator": picker.name if picker else "",
        "orders": list(dict.fromkeys(orders)),
        "promised_at": local_iso(task.promised_at),
        "because": say_kept(task.because, lang),
        "stops": _stops(task.id),
        "printed_at": local_iso(clock.now()),
    }


def _stops(task_id: int) -> list[dict[str, Any]]:
    picks = Pick.select(Pick, Location, Sku).join(Location).switch(Pick).join(Sku)
    open_ones = picks.where(Pick.task == task_id, Pick.state == "open").order_by(Pick.seq, Pick.id)
    return [
        {
            "location": pick.location.code,
            "sku": pick.sku.code,
            "name": pick.sku.name or pick.sku.code,
            "qty": pick.qty - pick.done_qty,
            "slot": str(pick.slot),
        }
        for pick in open_ones
    ]
