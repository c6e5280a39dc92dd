"""One order from end to end: lines, parcels, blocks, address, and everything that happened to it."""

from typing import Any

from app import clock
from app.errors import NotFound
from app.lead.marks import list_marks, look_of
from app.lead.reading import name_operators, rows, say_kept
from app.lead.telling import read_life, tell
from app.lead.whereabouts import find_whereabouts, name_carriers
from app.orders.models import Block, Channel, Order, OrderLine
from app.shipping import problems
from app.shipping.models import Label, Parcel, Readdress, Waybill
from app.stock.models import Sku
from app.waves.models import TaskOrder

ADDRESS = ("name", "phone", "province", "city", "district", "street", "postcode")


def read_order(order_id: int, lang: str) -> dict[str, Any]:
    """The wire's `GET /api/lead/orders/<id>`."""
    order = Order.select(Order, Channel).join(Channel).where(Order.id == order_id).first()
    if order is None:
        raise NotFound("lead.no_order")
    return {
        "now": clock.iso(clock.now()),
        "order": _told(order, lang),
        "lines": _list_lines(order),
        "parcels": _list_parcels(order, lang),
        "timeline": tell(read_life(order.id, _task_ids(order)), lang),
    }


def _task_ids(order: Order) -> list[int]:
    return [row.task_id for row in TaskOrder.select().where(TaskOrder.order == order).order_by(TaskOrder.id)]


def _told(order: Order, lang: str) -> dict[str, Any]:
    place = find_whereabouts([order], lang)[order.id]
    return {
        "order_id": order.id,
        "order_no": order.order_no,
        "channel": order.channel.name,
        "channel_ref": order.channel_ref,
        **look_of(list_marks(lang), order.tier),
        "tier_because": say_kept(order.tier_because, lang),
        "state": order.state,
        "ordered_at": clock.iso(order.ordered_at),
        "paid_at": clock.iso(order.paid_at),
        "promised_at": clock.iso(order.promised_at),
        "slack_s": round((order.start_by_at - clock.now()).total_seconds()),
        "because": say_kept(order.because, lang),
        "pinned": order.pinned_at is not None,
        "units": order.units,
        "remark": order.remark,
        "wants": order.wants,
        **place.told(lang),
        "blocks": _list_blocks(order, lang),
        "ended": _why_ended(order, lang),
        "address": {name: getattr(order, name) for name in ADDRESS},
    }


def _list_blocks(order: Order, lang: str) -> list[dict[str, Any]]:
    blocks = list(Block.select().where(Block.order == order, Block.lifted_at.is_null()).order_by(Block.id))
    names = name_operators([block.by for block in blocks])
    return [
        {
            "block_id": block.id,
            "kind": block.kind,
            "why": say_kept(block.why, lang),
            "by": names.get(block.by),
            "at": clock.iso(block.at),
            "lifted_by_role": block.lifted_by_role,
            "parcel_id": block.parcel_id,
        }
        for block in blocks
    ]


def _why_ended(order: Order, lang: str) -> str | None:
    """Why it was cancelled, as long as that is kept."""
    ended = (
        Block.select().where(Block.order == order, Block.kind == "cancel").order_by(Block.id.desc()).first()
    )
    return say_kept(ended.why, lang) if ended else None


def _list_lines(order: Order) -> list[dict[str, Any]]:
    columns = (OrderLine.sku_id, Sku.code, Sku.name, OrderLine.qty, OrderLine.picked_qty, OrderLine.short_qty)
    query = OrderLine.select(*columns).join(Sku, on=(OrderLine.sku_id == Sku.id))
    names = ("sku_id", "sku", "name", "qty", "picked_qty", "short_qty")
    lines = rows(query.where(OrderLine.order == order).order_by(OrderLine.id))
    return [dict(zip(names, line, strict=True)) for line in lines]


def _list_parcels(order: Order, lang: str) -> list[dict[str, Any]]:
    carriers = name_carriers(lang)
    parcels = Parcel.select().where(Parcel.order == order).order_by(Parcel.id)
    return [
        _parcel(parcel, lang) | {"carrier_name": carriers.get(parcel.carrier, parcel.carrier)}
        for parcel in parcels
    ]


def _parcel(parcel: Parcel, lang: str) -> dict[str, Any]:
    waybills = list(Waybill.select().where(Waybill.parcel == parcel).order_by(Waybill.version.desc()))
    label = Label.select().where(Label.parcel == parcel).order_by(Label.version.desc()).first()
    changes = list(Readdress.select().where(Readdress.parcel == parcel).order_by(Readdress.id.desc()))
    return {
        "parcel_id": parcel.id,
        "state": parcel.state,
        "label": label.code if label else None,
        "carrier": parcel.carrier,
        "overridden": parcel.override_reason,
        "tracking_no": next((row.tracking_no for row in waybills if row.tracking_no), None),
        "waybills": [
            {
                "version": row.version,
                "tracking_no": row.tracking_no,
                "state": row.state,
                "problem": problems.tell(row.problem, lang),
            }
            for row in waybills
        ],
        "readdress": _readdress(changes[0]) if changes else None,
    }


def _readdress(change: Readdress) -> dict[str, Any]:
    return {
        "readdress_id": change.id,
        "state": change.state,
        "reason": change.reason,
        "asked_at": clock.iso(change.asked_at),
        "changed": sorted(name for name in ADDRESS if change.before.get(name) != change.after.get(name)),
    }
