"""What a scan and its next card read: one compiled query each, because a picker waits for them."""

from collections.abc import Sequence
from typing import Any

from peewee import JOIN, Case, fn

from app.orders.models import Order
from app.picking.models import Tote
from app.prepared import Prepared, given
from app.stock.models import Barcode, Location, Sku
from app.waves.models import Pick, Task, TaskOrder

PICK = Prepared(
    lambda: (
        Pick.select(
            Pick.id,
            Pick.task,
            Pick.order,
            Pick.line_id,
            Pick.reservation_id,
            Pick.sku,
            Pick.location,
            Pick.qty,
            Pick.done_qty,
            Pick.slot,
            Pick.state,
            Pick.location_ok,
            Location.code.alias("location_code"),
            Sku.code.alias("sku_code"),
            Sku.name.alias("sku_name"),
            Task.state.alias("task_state"),
            Task.operator.alias("operator_id"),
            Task.from_operator.alias("from_operator_id"),
        )
        .join(Task)
        .switch(Pick)
        .join(Location)
        .switch(Pick)
        .join(Sku)
        .where(Pick.id == given("pick_id"))
    )
)

BARCODES = Prepared(lambda: Barcode.select(Barcode.code).where(Barcode.sku == given("sku_id")))

SLOTS = Prepared(
    lambda: (
        TaskOrder.select(
            TaskOrder.slot,
            Order.order_no,
            Order.tier,
            Order.promised_at,
            Order.paid_at,
            Tote.code.alias("tote"),
        )
        .join(Order)
        .switch(TaskOrder)
        .join(Tote, JOIN.LEFT_OUTER, on=(Tote.task_id == TaskOrder.task) & (Tote.slot == TaskOrder.slot))
        # a cancelled order without a tote needs none
        .where(TaskOrder.task == given("task_id"), (Order.state != "cancelled") | Tote.code.is_null(False))
        .order_by(TaskOrder.slot)
    )
)


def one_a_slot(slots: Sequence[Any]) -> list[Any]:
    """The first of each slot: orders of the fast lane share one."""
    return list({slot.slot: slot for slot in reversed(slots)}.values())[::-1]


PROGRESS = Prepared(
    lambda: Pick.select(
        fn.SUM(Case(None, [(Pick.state == "open", 0)], 1)).alias("done"), fn.COUNT(Pick.id).alias("total")
    ).where(Pick.task == given("task_id"), Pick.state != "cancelled")
)

UPCOMING = Prepared(
    lambda: (
        Pick.select(
            Pick.id,
            Pick.sku,
            Pick.qty,
            Pick.done_qty,
            Pick.slot,
            Pick.location_ok,
            Location.code.alias("location"),
            Location.aisle,
            Location.bay,
            Location.level,
            Location.check_scan,
            Location.zone,
            Sku.code.alias("sku_code"),
            Sku.name.alias("sku_name"),
            Sku.flags,
            Sku.picture,
            Order.remark,
        )
        .join(Location)
        .switch(Pick)
        .join(Sku)
        .switch(Pick)
        .join(Order)
        .where(Pick.task == given("task_id"), Pick.state == "open", ~Order.blocked)
        .order_by(Pick.seq)
        .limit(2)
    )
)


def _find_touched_last() -> Any:
    touched = Pick.alias()
    of_task = touched.task == given("task_id"), touched.done_qty > 0, touched.state.in_(("open", "picked"))
    return touched.select(touched.id).where(*of_task).order_by(touched.moved_at.desc()).limit(1)


TOUCHED_LAST = Prepared(
    lambda: Pick.select(Pick.id, Sku.name, Sku.code).join(Sku).where(Pick.id == _find_touched_last())
)
