"""One box for everything with a number: order, tracking number, label, tote, SKU, barcode."""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from app.lead.reading import name_operators, name_stations
from app.lead.sku_life import say_shelves, who_picks
from app.lead.whereabouts import find_whereabouts, place_of_walk
from app.orders.models import Channel, Order, OrderLine
from app.picking.models import Tote
from app.shipping.models import Label, Parcel, Waybill
from app.stock.models import Barcode, Sku
from app.waves.codes import code_of, find_task, list_orders_of
from app.waves.models import Task
from app.words import Words, say

MOST = 20
ENDS_WITH = 4  # digits of a number that somebody reads out
LAST = "\U0010ffff"
OPEN = ("new", "ready", "released", "picking", "picked", "packing", "packed")


@dataclass(frozen=True)
class Hit:
    kind: str  # order, task, tote, parcel, sku
    id: int
    title: str
    where: str = ""
    who: str | None = None
    state: str | None = None
    order_id: int | None = None


def find_hits(text: str, lang: str) -> list[dict[str, Any]]:
    """What carries this number, the surest first; at most 20 of a kind."""
    code = "".join(letter for letter in text if letter.isprintable()).strip()
    if not code:
        return []
    task = find_task(code)
    if task is not None:
        return [hit.__dict__ for hit in _walk_hits(task, lang)]
    hits = [*_totes(code, lang), *_parcels(code, lang), *_skus(code, lang)]
    orders = _find_orders(code)
    if not orders and not hits and len(code) >= ENDS_WITH:
        orders = _find_ending(code)
    return [hit.__dict__ for hit in [*_order_hits(orders, lang), *hits]]


def _order_hits(orders: list[Order], lang: str) -> list[Hit]:
    places = find_whereabouts(orders, lang)
    return [
        Hit("order", key, order.order_no, **places[key].told(lang), state=order.state, order_id=key)
        for key, order in ((order.id, order) for order in orders)
    ]


def _find_orders(code: str) -> list[Order]:
    upper = code.upper()
    ours = (Order.order_no >= upper) & (Order.order_no < upper + LAST)
    channels = [row.code for row in Channel.select()]
    theirs = Order.channel.in_(channels) & Order.channel_ref.in_([code, upper])
    found = [
        *Order.select().where(theirs).limit(MOST),
        *Order.select().where(ours).order_by(Order.order_no).limit(MOST),
    ]
    return list({order.id: order for order in found}.values())[:MOST]


def _find_ending(code: str) -> list[Order]:
    """Among open orders only: the last digits are all that is left legible on a torn slip."""
    ending = Order.order_no.endswith(code) | Order.channel_ref.endswith(code)
    return list(Order.select().where(Order.state.in_(OPEN), ending).order_by(Order.id.desc()).limit(MOST))


def _walk_hits(task: Task, lang: str) -> list[Hit]:
    """The walk of a ticket, then its orders."""
    place = place_of_walk(task).told(lang)
    return [
        Hit("task", task.id, code_of(task.id), **place, state=task.state),
        *_order_hits(list_orders_of(task), lang),
    ]


def _totes(code: str, lang: str) -> list[Hit]:
    found = Tote.select(Tote, Task).join(Task, JOIN.LEFT_OUTER, on=(Tote.task_id == Task.id), attr="task")
    totes = list(found.where(Tote.code == code.upper()))
    stations = name_stations()
    names = name_operators([_walker(tote) for tote in totes])
    return [
        Hit(
            "tote",
            tote.id,
            tote.code,
            say(_tote_place(tote, stations), lang),
            names.get(_walker(tote)),
            order_id=tote.order_id,
        )
        for tote in totes
    ]


def _walker(tote: Tote) -> int | None:
    task = getattr(tote, "task", None)
    return task.operator_id if task is not None else None


def _tote_place(tote: Tote, stations: dict[int | None, str]) -> Words:
    if tote.station_id:
        return Words("lead.where.at_bench", {"station": stations.get(tote.station_id, "-")})
    if tote.task_id:
        return Words("lead.where.on_cart", {"slot": tote.slot})
    return Words("lead.where.free")


def _parcels(code: str, lang: str) -> list[Hit]:
    upper = code.upper()
    waybills = Waybill.select(Waybill, Parcel, Order).join(Parcel).join(Order)
    labels = Label.select(Label, Parcel, Order).join(Parcel).join(Order)
    numbered = list(waybills.where(Waybill.tracking_no.in_([code, upper])).limit(MOST))
    found: list[tuple[str, Waybill | Label]] = [(row.tracking_no or code, row) for row in numbered]
    found += [(row.code, row) for row in labels.where(Label.code == upper)]
    places = find_whereabouts([row.parcel.order for _, row in found], lang)
    return [_parcel_hit(title, row, places[row.parcel.order.id].told(lang)) for title, row in found]


def _parcel_hit(title: str, row: Waybill | Label, place: dict[str, Any]) -> Hit:
    return Hit("parcel", row.parcel.id, title, **place, state=row.state, order_id=row.parcel.order.id)


def _skus(code: str, lang: str) -> list[Hit]:
    """The SKU's shelves and pickers, then the open orders that want it."""
    barred = Barcode.select(Barcode.sku).where(Barcode.code == code)
    skus = list(Sku.select().where((Sku.code == code.upper()) | Sku.id.in_(barred)).limit(MOST))
    hits = [
        Hit("sku", sku.id, f"{sku.code} {sku.name}".strip(), say_shelves(sku, lang), who_picks(sku))
        for sku in skus
    ]
    wanted = (
        Order.select()
        .join(OrderLine)
        .where(
            OrderLine.sku_id.in_([sku.id for sku in skus]),
            OrderLine.picked_qty + OrderLine.short_qty < OrderLine.qty,
            Order.state.in_(OPEN),
        )
    )
    return hits + _order_hits(list(wanted.order_by(Order.start_by_at).limit(MOST)) if skus else [], lang)
