"""A tote arrives at the bench: its order becomes a parcel in a packer's hands."""

from app import clock
from app.db import transaction
from app.errors import NotFound, Refused
from app.ops.verbs import Op
from app.orders import ordering
from app.orders.models import Order, OrderLine
from app.packing.adding import make_adds
from app.packing.models import ItemCheck
from app.people.models import Operator, SignIn
from app.picking import gathering, totes
from app.picking.models import Tote
from app.picking.totes import find_tote, turn
from app.prepared import Prepared, given
from app.shipping import labels
from app.shipping.models import Parcel
from app.shipping.parcels import lock_order, refuse_blocked, tell
from app.shipping.states import ON_BENCH
from app.stock.models import Barcode, Sku
from app.timeline.recording import record
from app.waves.codes import find_task, list_orders_of
from app.words import Words

IN_HAND = Prepared(
    lambda: (
        Parcel.select(Parcel.id)
        .where(Parcel.packer_id == given("packer_id"), Parcel.state.in_(ON_BENCH))
        .order_by(Parcel.id)
        .limit(1)
    )
)

PICKED = Prepared(
    lambda: (
        OrderLine.select(OrderLine.id, OrderLine.sku_id, OrderLine.picked_qty)
        .where(OrderLine.order == given("order_id"), OrderLine.picked_qty > 0)
        .order_by(OrderLine.id)
    )
)


def open_parcel(op: Op, barcode: str) -> Words | None:
    """Open the parcel of what was scanned: a tote, a living label, a pick ticket, or an order's number.

    What is said instead: the tote was carried here, and others of its order are still away.
    """
    bench = op.sign_in.station_id
    if bench is None:
        raise Refused("pack.choose_station")
    with transaction():
        order_id, tote = _resolve(barcode, bench)
        order = lock_order(order_id)
        refuse_blocked(order)
        parcel, current = find_on_bench(order.id) or _find_box(order.id), find_current(op.by)
        if current is not None and (current.order_id == order.id or current == parcel):
            return None
        if current is not None:
            raise Refused("pack.finish_first", order=current.order.order_no)
        if parcel is not None:
            _take_over(parcel, op)
            return None
        incomplete = _gather(order, tote, bench, op.by)
        if incomplete is None:
            _open(order, op)
        return incomplete


def _resolve(barcode: str, station_id: int) -> tuple[int, Tote | None]:
    """The order that a code on the bench stands for; a void label is refused loudly."""
    scanned = labels.read(barcode)
    if scanned is not None:
        return scanned.parcel.order_id, None
    tote = find_tote(barcode)
    if tote is not None:
        tote = turn(tote)
        if tote.order_id is None:
            raise Refused("pack.tote_empty", tote=tote.code)
        return tote.order_id, tote
    order = Order.get_or_none(Order.order_no == barcode.strip().upper()) or find_of_ticket(barcode)
    if order is None:
        order = find_single(barcode, station_id)
    if order is None:
        raise NotFound("pack.unknown_code", barcode=barcode.strip()[:40])
    return order.id, None


def find_of_ticket(barcode: str) -> Order | None:
    """The next order of a walk that was done on paper, in the order of its slots."""
    task = find_task(barcode)
    if task is None:
        return None
    orders = list_orders_of(task)
    packable = (order for order in orders if order.state == "picked" and not order.blocked)
    return next(packable, orders[0] if orders else None)


def find_single(barcode: str, station_id: int) -> Order | None:
    """The fast lane: the most pressing order at this bench that is one unit of the item just scanned."""
    sku_ids = [row.sku_id for row in Barcode.select().where(Barcode.code == barcode.strip())]
    sku_ids += [row.id for row in Sku.select().where(Sku.code == barcode.strip().upper())]
    here = Tote.select(Tote.order_id).where(Tote.station_id == station_id, Tote.order_id.is_null(False))
    singles = Order.select().join(OrderLine).where(Order.id.in_(here), Order.units == 1, ~Order.blocked)
    mine = singles.where(Order.state == "picked", OrderLine.sku_id.in_(sku_ids), OrderLine.picked_qty == 1)
    return mine.order_by(Order.tier, Order.promised_at).first()


def find_current(packer_id: int) -> Parcel | None:
    """The one parcel that a packer has in hand."""
    found = IN_HAND.first(packer_id=packer_id)
    return Parcel.get_by_id(found.id) if found is not None else None


def find_on_bench(order_id: int) -> Parcel | None:
    return Parcel.get_or_none(Parcel.order == order_id, Parcel.state.in_(ON_BENCH))


def _find_box(order_id: int) -> Parcel | None:
    """The open box of another order that this one's items lie in."""
    inside = Parcel.select(Parcel.inside_id).where(Parcel.order == order_id, Parcel.state == "merged")
    return Parcel.get_or_none(Parcel.id.in_(inside), Parcel.state.in_(ON_BENCH))


def list_packing() -> set[int]:
    """Whoever is signed in and packing."""
    here = SignIn.select(SignIn.operator).where(SignIn.ended_at.is_null(), SignIn.work == "packing")
    return {row.operator_id for row in here}


def _take_over(parcel: Parcel, op: Op) -> None:
    """Go on with a parcel that lies open: nobody's, or of somebody who went home."""
    refuse_blocked(parcel.order)
    other = parcel.packer_id
    if other is not None and other != op.by and other in list_packing():
        raise Refused("pack.taken", name=Operator.get_by_id(other).name)
    Parcel.update(packer_id=op.by, station_id=op.sign_in.station_id).where(Parcel.id == parcel.id).execute()
    parcel.packer_id, parcel.station_id = op.by, op.sign_in.station_id
    record("parcel:taken_over", parcel.id, order_id=parcel.order_id, by=op.by, data={"from": other})
    tell(parcel)


def _open(order: Order, op: Op) -> None:
    lines = PICKED.list(order_id=order.id)
    if not lines:
        raise Refused("pack.nothing_picked", order=order.order_no)
    parcel = Parcel.create(
        order=order, packer_id=op.by, station_id=op.sign_in.station_id, opened_at=clock.now()
    )
    rows = [
        {"parcel": parcel, "line_id": line.id, "sku": line.sku_id, "qty": line.picked_qty} for line in lines
    ]
    for start in range(0, len(rows), 200):
        ItemCheck.insert_many(rows[start : start + 200]).execute()
    make_adds(parcel)
    ordering.advance(order, "pack", by=op.by)
    record("parcel:opened", parcel.id, order_id=order.id, by=op.by)
    tell(parcel)


def _why_not(order: Order) -> str:
    return "pack.closed_already" if order.state in ("packing", "packed", "shipped") else "pack.not_picked"


def _gather(order: Order, scanned: Tote | None, bench: int, by: int) -> Words | None:
    """An order in several totes is packed when all of them stand here, or where the scanned one stood.

    Else the scanned one stands here from now on: so they are brought together one by one.
    """
    if order.state != "picked":
        raise Refused(_why_not(order), order=order.order_no)
    stood = scanned.station_id if scanned is not None else None
    away = gathering.list_away([order.id], {bench, stood or bench}).get(order.id)
    if not away:
        return None
    told = {"order": order.order_no, "totes": ", ".join(away)}
    if scanned is None or stood == bench:
        raise Refused("pack.totes_missing", **told)
    totes.carry(scanned, bench, by)
    return Words("pack.tote_here", told | {"tote": scanned.code})
