"""Parcels that lie open at a bench: who goes on with them, and where they are listed."""

from typing import Any

from app.orders import holding
from app.orders.models import Order
from app.packing import parking
from app.packing.models import SecondCheck
from app.picking.models import Tote
from app.shipping.models import Parcel
from tests import builders
from tests.packing.conftest import Bench


def waiting(answer: dict[str, Any]) -> list[str]:
    return [one["order_no"] for one in answer["card"]["waiting"]]


def test_what_somebody_left_open_who_went_home_is_listed_again(bench: Bench) -> None:
    order = bench.order()
    bench.opened(order)
    other = builders.sign_in(builders.make_operator("packer"), "packing", bench.station)
    assert waiting(builders.send(other, "lang.choose", lang="en")) == []
    bench.do("work.choose", work="handover")
    assert waiting(builders.send(other, "lang.choose", lang="en")) == [order.order_no]


def test_a_parcel_put_aside_is_listed_where_it_lies_though_its_tote_went_on(bench: Bench) -> None:
    order = bench.order()
    bench.opened(order)
    holding.hold(order.id, "", bench.lead.operator_id)
    parking.park_next()
    holding.unhold(order.id, bench.lead.operator_id)
    Tote.update(order_id=None).execute()
    notice = builders.send(bench.packer, "lang.choose", lang="en")["card"]["interrupt_id"]
    assert waiting(bench.do("interrupt.seen", interrupt_id=notice)) == [order.order_no]


def shared(bench: Bench) -> tuple[Order, Order, Parcel]:
    """Two orders in one open box, the second one's tote beside it."""
    order, other = bench.order(), bench.order()
    box = bench.opened(order)
    bench.do("pack.merge", parcel_id=box.id, order_id=other.id, accept=True)
    return order, other, box


def test_the_tote_of_an_order_in_anothers_box_opens_that_box(bench: Bench) -> None:
    order, other, box = shared(bench)
    for code in (other.order_no, order.order_no):
        assert bench.do("pack.open", barcode=code)["card"]["parcel_id"] == box.id
    bench.do("work.choose", work="handover")
    next_one = builders.sign_in(builders.make_operator("packer"), "packing", bench.station)
    assert waiting(builders.send(next_one, "lang.choose", lang="en")) == [order.order_no]
    assert bench.do("pack.open", next_one, barcode=other.order_no)["card"]["parcel_id"] == box.id


def test_a_box_that_is_held_is_not_taken_up_by_the_tote_of_another_order_in_it(bench: Bench) -> None:
    order, other, _ = shared(bench)
    holding.hold(order.id, "", bench.lead.operator_id)
    parking.park_next()
    assert order.order_no in bench.refused("pack.open", barcode=other.order_no)["message"]


def test_nobody_looks_into_a_box_that_is_shut(bench: Bench) -> None:
    parcel = bench.closed(bench.order())
    somebody = builders.make_operator("packer")
    assert bench.refused("pack.second", parcel_id=parcel.id, badge=somebody.badge)["code"] == "refused"
    assert not SecondCheck.select().exists()
