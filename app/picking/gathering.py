"""An order in several totes is packed where they all stand: who carries one hears where the others are."""

from collections.abc import Collection
from typing import Any

from peewee import JOIN

from app.orders.models import Order
from app.picking.models import Tote
from app.prepared import Prepared, given
from app.printing.models import Station
from app.printing.stations import tell_stations
from app.waves.models import TaskOrder

STANDING = Prepared(
    lambda: (
        Tote.select(Station.code.alias("station"), Station.name, Order.order_no)
        .join(Station, on=(Station.id == Tote.station_id))
        .join(Order, on=(Order.id == Tote.order_id))
        .join(TaskOrder, on=(TaskOrder.order == Tote.order_id))
        .where(TaskOrder.task == given("task_id"))
        .order_by(Order.promised_at, Order.id, Tote.id)
        .limit(1)
    )
)


def find_bench(task_id: int) -> dict[str, str] | None:
    """Where this walk's totes belong: the bench at which others of the most pressing such order stand."""
    found = STANDING.first(task_id=task_id)
    return {"code": found.station, "name": found.name, "order_no": found.order_no} if found else None


def tell_unloading(task_id: int) -> dict[str, Any]:
    """The stations to unload at, and the one that other totes wait at."""
    return {"stations": tell_stations(), "bring_to": find_bench(task_id)}


def list_away(order_ids: Collection[int], here: Collection[int]) -> dict[int, list[str]]:
    """Totes of these orders that stand at none of the stations `here`, each with its place, by order."""
    query = Tote.select(Tote.order_id, Tote.code, Station.code.alias("station"))
    query = query.join(Station, JOIN.LEFT_OUTER, on=(Station.id == Tote.station_id))
    elsewhere = Station.id.is_null() | Station.id.not_in(here)
    rows: Any = query.where(Tote.order_id.in_(order_ids), elsewhere).order_by(Tote.code).namedtuples()
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(f"{row.code} ({row.station})" if row.station else row.code)
    return found
