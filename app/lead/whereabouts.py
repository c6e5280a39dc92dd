"""Where an order is at this moment, and who has it."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from app.lead import walks
from app.lead.reading import name_operators, name_stations
from app.orders.models import Order
from app.picking.models import Tote
from app.shipping.models import Carrier, Parcel, Waybill
from app.waves.models import Task, TaskOrder
from app.words import Words, say

ON_THE_WALK = ("released", "picking")
ON_THE_BENCH = ("packing", "packed")
GONE = ("shipped", "delivered", "exception", "returned")


@dataclass
class Whereabouts:
    where: Words
    who: str | None = None

    def told(self, lang: str) -> dict[str, Any]:
        return {"where": say(self.where, lang), "who": self.who}


@dataclass
class Traces:
    """What the tables know about some orders, read at once."""

    tasks: dict[int, Task] = field(default_factory=dict)
    locations: dict[int, str] = field(default_factory=dict)
    totes: dict[int | None, list[Tote]] = field(default_factory=lambda: defaultdict(list))
    parcels: dict[int, Parcel] = field(default_factory=dict)
    waybills: dict[int, Waybill] = field(default_factory=dict)
    stations: dict[int | None, str] = field(default_factory=dict)
    names: dict[int | None, str] = field(default_factory=dict)
    carriers: dict[str, str] = field(default_factory=dict)


def find_whereabouts(orders: list[Order], lang: str) -> dict[int, Whereabouts]:
    traces = _read_traces([order.id for order in orders])
    traces.carriers = name_carriers(lang)
    return {order.id: _place(order, traces) for order in orders}


def _place(order: Order, traces: Traces) -> Whereabouts:
    if order.state in ON_THE_WALK and order.id in traces.tasks:
        return _on_walk(traces.tasks[order.id], traces)
    if order.state == "picked" and traces.totes[order.id]:
        return _in_totes(traces.totes[order.id], traces)
    if order.state in ON_THE_BENCH and order.id in traces.parcels:
        parcel = traces.parcels[order.id]
        if order.state == "packed" and parcel.state == "closed" and order.id in traces.waybills:
            carrier = traces.waybills[order.id].carrier
            return Whereabouts(
                Words("lead.where.outgoing", {"carrier": traces.carriers.get(carrier, carrier)})
            )
        station = traces.stations.get(parcel.station_id, "-")
        return Whereabouts(
            Words("lead.where.bench", {"station": station}), traces.names.get(parcel.packer_id)
        )
    if order.state in GONE and order.id in traces.waybills:
        waybill = traces.waybills[order.id]
        carrier = traces.carriers.get(waybill.carrier, waybill.carrier)
        gone = {"carrier": carrier, "tracking_no": waybill.tracking_no or "-"}
        return Whereabouts(Words(f"lead.where.{order.state}", gone))
    return Whereabouts(Words(_PLAIN.get(order.state, "lead.where.queue")))


_PLAIN = {
    "new": "lead.where.new",
    "picked": "lead.where.picked",
    "cancelled": "lead.where.cancelled",
    "packing": "lead.where.packing",
    "packed": "lead.where.packing",
}


def _on_walk(task: Task, traces: Traces) -> Whereabouts:
    who = traces.names.get(task.operator_id)
    location = traces.locations.get(task.id)
    if who is None:
        return Whereabouts(Words("lead.where.waits"))
    if task.state == "offered":
        return Whereabouts(Words("lead.where.offered"), who)
    if location is None:
        return Whereabouts(Words("lead.where.to_bench"), who)
    return Whereabouts(Words("lead.where.cart", {"location": location}), who)


def place_of_walk(task: Task) -> Whereabouts:
    """Where a walk is; nowhere once it is over."""
    if task.state in ("done", "cancelled"):
        return Whereabouts(Words("lead.where.walk_over"))
    names = name_operators([task.operator_id])
    return _on_walk(task, Traces(locations=dict(walks.next_locations([task.id])), names=names))


def _in_totes(totes: list[Tote], traces: Traces) -> Whereabouts:
    at: dict[str, list[str]] = {}
    for tote in totes:
        at.setdefault(traces.stations.get(tote.station_id, "-"), []).append(tote.code)
    told = [
        Words("lead.where.tote", {"totes": ", ".join(codes), "station": name}) for name, codes in at.items()
    ]
    return Whereabouts(
        reduce(lambda first, then: Words("lead.where.and", {"first": first, "then": then}), told)
    )


def _read_traces(order_ids: list[int]) -> Traces:
    traces = Traces(stations=name_stations())
    on = TaskOrder.select(TaskOrder, Task).join(Task).where(TaskOrder.order.in_(order_ids))
    for row in on.where(Task.state != "cancelled").order_by(Task.id):
        traces.tasks[row.order_id] = row.task
    traces.locations = dict(walks.next_locations([task.id for task in traces.tasks.values()]))
    for tote in Tote.select().where(Tote.order_id.in_(order_ids)).order_by(Tote.slot):
        traces.totes[tote.order_id].append(tote)
    parcels = Parcel.select().where(Parcel.order.in_(order_ids), Parcel.state != "cancelled")
    traces.parcels = {parcel.order_id: parcel for parcel in parcels.order_by(Parcel.id)}
    numbered = Waybill.select(Waybill, Parcel).join(Parcel).where(Parcel.order.in_(order_ids))
    for waybill in numbered.where(Waybill.tracking_no.is_null(False)).order_by(Waybill.id):
        traces.waybills[waybill.parcel.order_id] = waybill
    traces.names = name_operators(
        [task.operator_id for task in traces.tasks.values()]
        + [row.packer_id for row in traces.parcels.values()]
    )
    return traces


def name_carriers(lang: str) -> dict[str, str]:
    return {row.code: row.name_zh if lang == "zh-CN" else row.name_en for row in Carrier.select()}
