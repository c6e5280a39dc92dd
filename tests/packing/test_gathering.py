"""An order whose totes stand at several benches is brought together at one, and packed there."""

from typing import Any

from app.orders.models import Order
from app.picking.models import Tote
from app.shipping.models import Parcel
from app.timeline.models import Entry
from tests import builders
from tests.packing.conftest import Bench


def scattered(bench: Bench) -> tuple[Order, list[Tote]]:
    """One tote here, one at ST-2, one at ST-3."""
    order = bench.order()
    others = [builders.make_station(code=code) for code in ("ST-2", "ST-3")]
    return order, [Tote.get(Tote.order_id == order.id), *(builders.make_tote(order, at) for at in others)]


def test_totes_at_other_benches_are_carried_here_one_by_one(bench: Bench, pushed: list[Any]) -> None:
    order, (here, second, third) = scattered(bench)
    missing = f"{second.code} (ST-2), {third.code} (ST-3)"
    for code in (here.code, order.order_no):
        assert bench.refused("pack.open", barcode=code)["message"].endswith(f"Fetch and scan: {missing}")
    pushed.clear()
    told = bench.do("pack.open", barcode=second.code)
    assert told["screen"] == "pack_open" and not Parcel.select().exists()
    assert (
        told["message"]
        == f"{second.code} stands here now. Order {order.order_no} still misses {third.code} (ST-3)"
    )
    assert Tote.get_by_id(second.id).station_id == bench.station.id
    assert {"station:1", "station:2"} <= {room for room, _ in pushed}
    assert Entry.select().where(Entry.what == "tote:set_down", Entry.order_id == order.id).count() == 1
    assert bench.do("pack.open", barcode=third.code)["screen"] == "pack_check"


def test_a_bench_lists_what_is_still_to_be_fetched_for_its_orders(bench: Bench) -> None:
    order, (_, second, third) = scattered(bench)
    whole = bench.order()
    waiting = builders.send(bench.packer, "lang.choose", lang="en")["card"]["waiting"]
    assert {one["order_no"]: one["away"] for one in waiting} == {
        order.order_no: [f"{second.code} (ST-2)", f"{third.code} (ST-3)"],
        whole.order_no: [],
    }


def test_totes_that_all_stand_at_the_next_bench_are_packed_by_one_scan(bench: Bench) -> None:
    order = builders.make_order((bench.mug, 2))
    beside = builders.make_station(code="ST-2")
    tote, _ = (builders.make_tote(order, beside) for _ in range(2))
    assert bench.do("pack.open", barcode=tote.code)["screen"] == "pack_check"
