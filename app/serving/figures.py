"""The floor in figures for Prometheus, counted when it asks: they are the same whichever worker answers."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from peewee import Field, fn
from prometheus_client import REGISTRY
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from app.db import connection
from app.ops.models import Operation
from app.orders.models import Order
from app.orders.states import BEFORE_SHIPPED
from app.people import presence
from app.printing.models import PrintJob
from app.shipping.models import Parcel
from app.shipping.states import HERE
from app.waves.models import Task
from app.waves.states import LIVE

UNPRINTED = ("waiting", "claimed", "sending", "blocked", "unknown")


class Floor(Collector):
    """Open work by state; what is over is history, and counting it would take longer every day."""

    def collect(self) -> Iterator[Any]:
        with connection():
            yield _open("orders", "Orders not yet shipped", BEFORE_SHIPPED, Order.state, Order.tier)
            yield _open("tasks", "Walks waiting or under way", ("queued", *LIVE), Task.state, Task.tier)
            yield _open("parcels", "Parcels not yet handed over", HERE, Parcel.state, Parcel.carrier)
            yield _open("print_jobs", "Documents not yet on paper", UNPRINTED, PrintJob.state)
            pickers = GaugeMetricFamily("wavecard_pickers", "Pickers with a connected handheld")
            pickers.add_metric([], len(presence.list_working("picking")))
            yield pickers
            operations = CounterMetricFamily("wavecard_operations", "Operations performed")
            operations.add_metric([], Operation.select(fn.MAX(Operation.id)).scalar() or 0)
            yield operations


def _open(name: str, told: str, states: tuple[str, ...], state: Field, *also: Field) -> GaugeMetricFamily:
    model: Any = state.model
    columns = (state, *also)
    family = GaugeMetricFamily(f"wavecard_{name}", told, labels=[column.name for column in columns])
    counted = model.select(*columns, fn.COUNT(1)).where(state.in_(states)).group_by(*columns).tuples()
    for *labels, count in counted:
        family.add_metric(labels, count)
    return family


@cache
def register() -> None:
    REGISTRY.register(Floor())
