"""Two orders in one box: one is cancelled, one is split, one moves house."""

from app.orders import holding, ordering
from app.orders.models import Block, Order
from app.packing import checks, unmerging
from app.picking import cancelling
from app.picking.models import FloorException
from app.shipping import merging, withdrawing
from app.shipping.models import Parcel, Readdress
from tests import builders
from tests.packing.conftest import ITEM, SECOND, Bench


def shared(bench: Bench, units: int = 2) -> tuple[Order, Order, Parcel]:
    """Mugs of one order and the lamp of another, in the first one's open box."""
    order = builders.make_order((bench.mug, units))
    builders.make_tote(order, bench.station)
    other = builders.make_order((bench.lamp, 1))
    builders.make_tote(other, bench.station)
    box = bench.opened(order)
    bench.do("pack.merge", parcel_id=box.id, order_id=other.id, accept=True)
    return order, other, box


def cancel(bench: Bench, order: Order) -> None:
    cancelling.cancel(order.id, "", bench.lead.operator_id)
    while withdrawing.withdraw_next() or unmerging.unmerge_next():
        pass


def finish(bench: Bench, parcel: Parcel) -> None:
    bench.do("pack.print", parcel_id=parcel.id)
    bench.work()
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=bench.label_of(parcel).code)
    bench.do("pack.close", parcel_id=parcel.id)


def close(bench: Bench, box: Parcel, mugs: int = 2) -> None:
    bench.do("pack.check", parcel_id=box.id, barcode=ITEM, qty=mugs)
    bench.do("pack.check", parcel_id=box.id, barcode=SECOND)
    for one in box.adds:
        bench.do("pack.add", parcel_id=box.id, what=one.what)
    finish(bench, box)


def test_an_order_whose_box_is_cancelled_is_packed_anew(bench: Bench) -> None:
    order, other, box = shared(bench)
    close(bench, box)
    cancel(bench, order)
    assert Order.get_by_id(other.id).state == "packing"
    told = FloorException.get(FloorException.kind == "box-cancelled")
    assert told.order_id == other.id and told.text["order"] == other.order_no
    notice = builders.send(bench.packer, "lang.choose", lang="en")["card"]["interrupt_id"]
    waiting = bench.do("interrupt.seen", interrupt_id=notice)["card"]["waiting"]
    assert [one["order_no"] for one in waiting] == [other.order_no]
    shown = bench.do("pack.open", barcode=other.order_no)["card"]
    assert [(item["sku"], item["checked_qty"]) for item in shown["items"]] == [("LAMP-1", 0)]
    bench.do("pack.check", parcel_id=shown["parcel_id"], barcode=SECOND)
    bench.do("pack.add", parcel_id=shown["parcel_id"], what="fragile")
    finish(bench, Parcel.get_by_id(shown["parcel_id"]))
    assert Order.get_by_id(other.id).state == "packed" and checks.list_problems() == []


def test_items_of_a_cancelled_order_leave_the_box_and_nobody_is_asked_for_them(bench: Bench) -> None:
    order, other, box = shared(bench)
    bench.do("pack.check", parcel_id=box.id, barcode=ITEM, qty=2)
    cancel(bench, other)
    assert [item.sku.code for item in box.checks] == ["MUG-1"] and not list(box.adds)
    assert Parcel.get_by_id(box.id).state == "checked"
    holding.lift(Block.get(Block.order == order.id).id, bench.lead.operator_id)
    notice = builders.send(bench.packer, "lang.choose", lang="en")["card"]["interrupt_id"]
    assert bench.do("interrupt.seen", interrupt_id=notice)["screen"] == "pack_print"
    finish(bench, box)
    assert Order.get_by_id(order.id).state == "packed" and checks.list_problems() == []


def test_an_order_in_a_box_that_was_split_waits_for_both(bench: Bench) -> None:
    _, other, box = shared(bench)
    bench.do("pack.check", parcel_id=box.id, barcode=ITEM, qty=2)
    bench.do("pack.split", parcel_id=box.id)
    finish(bench, box)
    assert Order.get_by_id(other.id).state == "packing"
    second = bench.opened_again(box.order)
    bench.do("pack.check", parcel_id=second.id, barcode=SECOND)
    for one in second.adds:
        bench.do("pack.add", parcel_id=second.id, what=one.what)
    finish(bench, second)
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    for parcel, state in ((box, "packed"), (second, "shipped")):
        bench.do("handover.scan", porter, carrier="sandbox", barcode=bench.label_of(parcel).code)
        assert Order.get_by_id(other.id).state == state


def test_orders_in_an_unlabelled_box_move_house_together(bench: Bench) -> None:
    order, other, _ = shared(bench)
    bench.readdress(other)
    assert Order.get_by_id(order.id).city == builders.LI["city"]
    bench.readdress(order, city="无锡市", district="")
    assert Order.get_by_id(other.id).city == "无锡市"
    assert merging.list_together(other.id) == [other.id, order.id]


def test_an_order_that_left_in_anothers_box_is_asked_of_the_carrier(bench: Bench) -> None:
    _, other, box = shared(bench)
    close(bench, box)
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    bench.do("handover.scan", porter, carrier="sandbox", barcode=bench.label_of(box).code)
    told = bench.refused("order.readdress", bench.lead, order_id=other.id, address=builders.LI)
    assert "left" in told["message"] and ordering.get_order(other.id).city == "杭州市"
    assert not Readdress.select().exists()


def test_an_order_whose_other_tote_stands_elsewhere_is_not_offered(bench: Bench) -> None:
    order, other = bench.order(), bench.order()
    away = builders.make_tote(other, builders.make_station(code="ST-2"))
    assert bench.do("pack.open", barcode=order.order_no)["card"]["merge"] is None
    away.__class__.update(station_id=bench.station.id).where(away.__class__.id == away.id).execute()
    assert builders.send(bench.packer, "lang.choose", lang="en")["card"]["merge"]["order_id"] == other.id
