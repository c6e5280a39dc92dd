"""Single-line orders of one SKU are picked together into shared totes and packed straight out of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.orders.models import Order
from app.people.models import SignIn
from app.picking import totes
from app.picking.models import FloorException, Tote
from app.shipping.models import Parcel
from app.waves import dispatching
from app.waves.filling import Cart, Piece, fill_shared
from app.waves.models import Pick, Task
from tests import builders
from tests.conftest import Clock
from tests.waves.conftest import Shop
from tests.waves.test_dispatching import orders_on, task_of
from tests.waves.walking import pick_next, screen

pieces = st.builds(
    Piece,
    st.just(1),
    st.just(1),
    st.just(1),
    st.just(1),
    st.integers(1, 9),
    st.integers(0, 4000),
    st.just(10),
)


@given(st.lists(pieces, max_size=30))
def test_orders_share_totes_whole_and_none_is_over_full(found: list[Piece]) -> None:
    cart = Cart(totes=3, tote_ml=10_000, tote_g=5_000)
    filled = fill_shared(list(enumerate(found)), cart)
    ids = [order_id for tote in filled for order_id, _ in tote]
    assert len(ids) == len(set(ids))
    left = set(range(len(found))) - set(ids)
    assert all(found[n].qty * found[n].unit_ml > cart.tote_ml for n in left)
    assert all(sum(p.qty * p.unit_ml for _, p in tote) <= cart.tote_ml for tote in filled)


@pytest.fixture
def shop(shop: Shop, clock: Clock) -> Shop:
    builders.make_station()
    totes.make_totes(3)
    return shop


def single_lines(shop: Shop, count: int) -> list[Order]:
    return [shop.order("C", 5) for _ in range(count)]


def test_single_lines_of_one_sku_are_one_walk_into_one_tote(shop: Shop) -> None:
    orders = single_lines(shop, 6)
    shop.order("C", 5, 6)
    ann = shop.picker()
    dispatching.dispatch_idle()
    task = task_of(ann)
    assert (task.lane, sorted(orders_on(task))) == ("fast", [order.id for order in orders])
    offer = builders.send(ann, "lang.choose", lang="en")
    assert (offer["card"]["totes_needed"], offer["card"]["stops"]) == (1, 6)
    assert offer["card"]["because"] == "6 orders of one SKU, picked together for packing"


def test_fewer_of_them_are_merged_like_others(shop: Shop) -> None:
    single_lines(shop, 3)
    ann = shop.picker()
    dispatching.dispatch_idle()
    task = task_of(ann)
    assert (task.lane, len({place.slot for place in task.orders})) == ("", 3)


def walk(shop: Shop, count: int) -> list[Order]:
    """Ann picks so many orders into T-0001 and sets it down."""
    orders = single_lines(shop, count)
    ann = shop.picker()
    dispatching.dispatch_idle()
    task = task_of(ann)
    builders.send(ann, "task.start", task_id=task.id)
    shown = builders.send(ann, "tote.scan", task_id=task.id, slot=1, barcode="T-0001")
    for _ in range(count):
        assert shown["screen"] == "pick"
        card = shown["card"]
        assert (card["location"], card["tote"]) == ("A01-06-1", "T-0001")
        shown = builders.send(ann, "pick.scan", pick_id=card["pick_id"], barcode=card["barcodes"][0])
    assert shown["screen"] == "unload"
    assert builders.send(ann, "task.unload", task_id=task.id, station="ST-1")["screen"] == "idle"
    assert Task.get_by_id(task.id).state == "done"
    return orders


def pack_next() -> str:
    """A packer opens what the tote holds; as if packed and closed. Whose order it was."""
    station = Tote.get(Tote.code == "T-0001").station_id
    pat = builders.sign_in(builders.make_operator("packer"), work="packing")
    pat.station_id = station
    pat.save()
    answer = builders.send(pat, "pack.open", barcode="T-0001")
    assert answer["ok"], answer["message"]
    parcel = Parcel.select().order_by(Parcel.id.desc()).first()
    Parcel.update(state="closed").where(Parcel.id == parcel.id).execute()
    Order.update(state="packed").where(Order.id == parcel.order_id).execute()
    totes.free(parcel.order_id)
    return str(parcel.order.order_no)


def test_every_scan_of_the_shared_tote_opens_the_next_order_until_it_is_empty(shop: Shop) -> None:
    orders = walk(shop, 4)
    assert {Order.get_by_id(order.id).state for order in orders} == {"picked"}
    assert sorted(pack_next() for _ in orders) == sorted(order.order_no for order in orders)
    tote = Tote.get(Tote.code == "T-0001")
    assert (tote.order_id, tote.station_id) == (None, None)


def test_an_order_on_hold_does_not_keep_the_others_in_its_tote(shop: Shop) -> None:
    first, *others = walk(shop, 4)
    builders.send(shop.lead(), "order.hold", order_id=first.id, reason="address")
    assert sorted(pack_next() for _ in others) == sorted(order.order_no for order in others)
    assert Tote.get(Tote.code == "T-0001").order_id == first.id
    builders.send(shop.lead(), "order.unhold", order_id=first.id)
    assert pack_next() == first.order_no


@pytest.fixture
def underway(shop: Shop) -> tuple[SignIn, list[Order]]:
    """Ann picks four orders into T-0001, which is on her cart and still empty."""
    orders = single_lines(shop, 4)
    ann = shop.picker()
    dispatching.dispatch_idle()
    builders.send(ann, "task.start", task_id=task_of(ann).id)
    builders.send(ann, "tote.scan", task_id=task_of(ann).id, slot=1, barcode="T-0001")
    return ann, orders


def bring(ann: SignIn) -> None:
    while (shown := screen(ann))["screen"] != "unload":
        if shown["screen"] == "interrupt":
            builders.send(ann, "interrupt.seen", interrupt_id=shown["card"]["interrupt_id"])
        else:
            pick_next(ann)
    builders.send(ann, "task.unload", task_id=task_of(ann).id, station="ST-1")


def test_a_shared_tote_stays_on_the_cart_when_the_order_in_its_turn_is_cancelled(
    shop: Shop, underway: tuple[SignIn, list[Order]]
) -> None:
    ann, orders = underway
    gone = Tote.get(Tote.code == "T-0001").order_id
    builders.send(shop.lead(), "order.cancel", order_id=gone)
    bring(ann)
    left = [order.order_no for order in orders if order.id != gone]
    assert sorted(pack_next() for _ in left) == sorted(left)


def test_a_shared_tote_keeps_the_others_when_the_first_was_not_found(
    shop: Shop, underway: tuple[SignIn, list[Order]]
) -> None:
    ann, orders = underway
    short = Tote.get(Tote.code == "T-0001").order_id
    builders.send(ann, "pick.short", pick_id=Pick.get(Pick.order == short).id, found=0)
    bring(ann)
    left = [order.order_no for order in orders if order.id != short]
    assert sorted(pack_next() for _ in left) == sorted(left)


def test_the_lead_reads_the_shared_tote_that_a_cancelled_unit_lies_in(
    shop: Shop, underway: tuple[SignIn, list[Order]]
) -> None:
    ann, orders = underway
    bring(ann)
    last = next(order for order in orders if order.id != Tote.get(Tote.code == "T-0001").order_id)
    builders.send(shop.lead(), "order.cancel", order_id=last.id)
    assert FloorException.get(FloorException.kind == "put-back").text["totes"] == "T-0001"


def test_a_tote_is_for_an_order_that_was_not_cancelled(shop: Shop) -> None:
    first, *_ = single_lines(shop, 5)
    ann = shop.picker()
    dispatching.dispatch_idle()
    task = task_of(ann)
    builders.send(ann, "task.start", task_id=task.id)
    builders.send(shop.lead(), "order.cancel", order_id=first.id)
    builders.send(ann, "tote.scan", task_id=task.id, slot=1, barcode="T-0001")
    assert Tote.get(Tote.code == "T-0001").order_id not in (None, first.id)
