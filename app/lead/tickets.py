"""A walk on paper, for when the Wi-Fi is gone and the floor must still work."""

from typing import Any

from app import clock
from app.contracts.tiers import get_tier
from app.db import transaction
from app.errors import NotFound, Refused
from app.lead.reading import say_kept
from app.orders.models import Order
from app.people.models import Operator
from app.picking.scanning import barcodes_of
from app.printing.jobs import Document, list_copies, print_document
from app.printing.models import PrintJob
from app.printing.moments import local_iso
from app.printing.stations import list_stations
from app.shipping.care import CARE
from app.shipping.labels import lang_of
from app.stock.models import Location, Sku
from app.waves.codes import code_of, list_orders_of
from app.waves.models import Pick, Task
from app.waves.states import TO_WALK
from app.words import Words, say


def print_ticket(task_id: int, station_id: int) -> PrintJob:
    """What is still to be picked, at this bench; asked for again it is as of now, and says COPY."""
    task = _get_walk(task_id)
    if task.state not in TO_WALK:
        raise Refused("lead.walk_is_over")
    key = f"task:{task.id}:ticket"
    with transaction():
        before = list_copies(key, 1)
        copy = before[0].copy + 1 if before else 0
        content = _content(task, lang_of(station_id))
        return print_document(station_id, Document(key, "pick_ticket", content, copy=copy, tier=task.tier))


def _content(task: Task, lang: str) -> dict[str, Any]:
    tier, picker = get_tier(task.tier), Operator.get_or_none(Operator.id == task.operator_id)
    return {
        "task_no": str(task.id),
        "barcode": code_of(task.id),
        "tier": {"code": tier.code, "word": tier.name_zh if lang == "zh-CN" else tier.name_en},
        "operator": picker.name if picker else "",
        "cart": picker.equipment if picker else "",
        "orders": [one.order_no for one in list_orders_of(task) if one.state != "cancelled"],
        "promised_at": local_iso(task.promised_at),
        "because": say_kept(task.because, lang),
        "stops": [_stop(pick) | _marks(pick.sku, lang) for pick in _open_picks(task.id)],
        "printed_at": local_iso(clock.now()),
    }


def read_ticket(task_id: int) -> dict[str, Any]:
    """The same walk on the lead's screen, where the ticket that comes back is entered."""
    task = _get_walk(task_id)
    picker = Operator.get_or_none(Operator.id == task.operator_id)
    return {
        "task_id": task.id,
        "code": code_of(task.id),
        "state": task.state,
        "operator": picker.name if picker else "",
        "stops": [_stop(pick) | {"pick_id": pick.id} for pick in _open_picks(task.id)],
        "stations": [{"code": one.code, "name": one.name or one.code} for one in list_stations()],
    }


def _get_walk(task_id: int) -> Task:
    task = Task.get_or_none(Task.id == task_id)
    if task is None:
        raise NotFound("lead.no_such_walk")
    return task


def _open_picks(task_id: int) -> list[Pick]:
    """In walking order; what belongs to a stopped order is not walked for."""
    picks = Pick.select(Pick, Location, Sku).join(Location).switch(Pick).join(Sku).switch(Pick).join(Order)
    wanted = picks.where(Pick.task == task_id, Pick.state == "open", ~Order.blocked)
    return list(wanted.order_by(Pick.seq, Pick.id))


def _marks(sku: Sku, lang: str) -> dict[str, Any]:
    """What a picker without a scanner tells it by, and what it needs."""
    flags = [say(Words(f"label.mark_{flag}"), lang) for flag in sku.flags if flag in CARE]
    return {"flags": flags, "barcode": next(iter(barcodes_of(sku.id)), "")}


def _stop(pick: Pick) -> dict[str, Any]:
    return {
        "location": pick.location.code,
        "sku": pick.sku.code,
        "name": pick.sku.name or pick.sku.code,
        "qty": pick.qty - pick.done_qty,
        "slot": str(pick.slot),
    }
