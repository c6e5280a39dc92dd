"""Units that could not be found wait for stock: in an order of their own, or with all of theirs."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from app import clock, push
from app.contracts.tiers import get_site
from app.orders.counting import count_short
from app.orders.models import Order, OrderLine
from app.orders.numbering import next_numbers
from app.orders.ordering import advance
from app.orders.restocking import make_ready
from app.stock.models import Sku
from app.timeline.recording import record

MOST_REF = 80  # characters of a channel's number


def split_off(order: Order, missing: Mapping[int, int], by: int | None = None) -> Order:
    """A new order for `missing` units by SKU, as promised as the old one, which goes on without them.

    `lock_intake` and `lock_promises` first, in the same transaction.
    """
    today = clock.now().astimezone(ZoneInfo(get_site().zone)).date()
    number = next_numbers(1, today)[0]
    copied = {field.name: getattr(order, field.name) for field in Order._meta.sorted_fields}
    for name in ("id", "blocked", "pinned_at"):
        del copied[name]
    fresh = {"order_no": number, "channel_ref": _ref(order), "state": "new", "value_cents": 0, "wants": []}
    made = Order.create(**copied | fresh | _size(missing))
    OrderLine.insert_many(
        [{"order": made.id, "sku_id": sku_id, "qty": qty} for sku_id, qty in sorted(missing.items())]
    ).execute()
    told = {"to": "new", "channel": made.channel_id, "tier": made.tier}
    record("order:received", made.id, order_id=made.id, by=by, data=told)
    units = {"order": number, "units": sum(missing.values())}
    record("order:backordered", order.id, order_id=order.id, by=by, data=units)
    make_ready([made.id])
    push.announce("queue", None, "lead", "floor")
    return made


def wait_again(order: Order, by: int | None = None) -> None:
    """Nothing of an order being picked was found: all of it waits for stock, as on its first day."""
    for line in OrderLine.select().where(OrderLine.order == order.id, OrderLine.short_qty > 0):
        count_short(line.id, -line.short_qty)
    advance(order, "replan", by=by)
    advance(order, "unready", by=by)
    make_ready([order.id])
    push.announce("queue", None, "lead", "floor")


def _ref(order: Order) -> str:
    """The channel's number with -B1, -B2 behind it: (channel, channel_ref) stays unique."""
    base = order.channel_ref[: MOST_REF - 4]
    taken = Order.select().where(Order.channel == order.channel_id, Order.channel_ref.startswith(f"{base}-B"))
    return f"{base}-B{taken.count() + 1}"


def _size(missing: Mapping[int, int]) -> dict[str, int]:
    skus = {sku.id: sku for sku in Sku.select().where(Sku.id.in_(list(missing)))}
    return {
        "units": sum(missing.values()),
        "volume_ml": sum(qty * skus[sku_id].volume_ml for sku_id, qty in missing.items()),
        "weight_g": sum(qty * skus[sku_id].weight_g for sku_id, qty in missing.items()),
    }
