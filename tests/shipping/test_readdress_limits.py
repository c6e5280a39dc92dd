"""An address change that must not happen, and one that meets a hold, a cancellation, another parcel."""

import pytest

from app.orders import holding
from app.orders.models import Order
from app.packing import parking
from app.printing.models import PrintJob
from app.shipping import checks, withdrawing
from app.shipping.models import Readdress, Waybill
from app.timeline.models import Entry
from app.words import Words
from tests import builders
from tests.packing.conftest import ITEM, Bench
from tests.shipping.conftest import destroy, screen, states


def test_after_hand_over_the_lead_is_told_what_to_do_instead(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    bench.do("work.choose", work="handover")
    bench.do("handover.scan", carrier="sandbox", barcode=bench.label_of(parcel).code)
    body = {"order_id": order.id, "address": builders.LI, "reason": ""}
    assert "intercept" in bench.refused("order.readdress", bench.lead, **body)["message"]
    assert Order.get_by_id(order.id).city == "杭州市"


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ({"name": ""}, "name"),
        ({"street": "  "}, "street"),
        ({"phone": "call me"}, "phone"),
        ({"city": "\u0000", "district": "", "province": ""}, "city"),
    ],
)
def test_what_an_address_lacks_is_named_and_nothing_changes(
    bench: Bench, address: dict[str, str], named: str
) -> None:
    order = bench.order()
    bench.applied(order)
    body = {"order_id": order.id, "address": builders.LI | address}
    answer = bench.refused("order.readdress", bench.lead, **body)
    assert answer["code"] == "invalid" and named in answer["message"]
    assert not Readdress.select().exists()


def test_the_address_it_has_is_no_change(bench: Bench) -> None:
    order = bench.order()
    bench.applied(order)
    assert (
        "is the one"
        in bench.refused("order.readdress", bench.lead, order_id=order.id, address=builders.WANG)["message"]
    )


def test_an_overlong_address_is_invalid(bench: Bench) -> None:
    order = bench.order()
    body = {"order_id": order.id, "address": builders.LI | {"street": "路" * 301}}
    assert bench.refused("order.readdress", bench.lead, **body)["code"] == "invalid"


def test_packers_and_pickers_do_not_readdress(bench: Bench) -> None:
    order = bench.order()
    assert bench.refused("order.readdress", order_id=order.id, address=builders.LI)["code"] == "denied"


def test_a_cancelled_order_ends_its_address_change(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.applied(order)
    bench.readdress(order)
    holding.cancel(order.id, "不要了", bench.lead.operator_id)
    assert withdrawing.withdraw_next() and not withdrawing.withdraw_next()
    bench.work()
    assert states(parcel) == ("failed", "cancelled")
    assert not Waybill.select().where(Waybill.state.in_(("booking", "active", "printed"))).exists()
    assert screen(bench)["screen"] == "interrupt"
    assert checks.list_problems() == []


def test_a_cancelled_orders_papers_are_never_printed(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.checked(order)
    bench.do("pack.print", parcel_id=parcel.id)
    while bench.book():
        continue
    assert [job.state for job in PrintJob.select()] == ["waiting", "waiting"]
    holding.cancel(order.id, "不要了", bench.lead.operator_id)
    assert withdrawing.withdraw_next() and not bench.print_next()
    assert [job.state for job in PrintJob.select()] == ["cancelled", "cancelled"]


def test_the_channels_question_is_settled_by_the_change(bench: Bench) -> None:
    order = bench.order()
    bench.applied(order)
    why = holding.Why("review", Words("order.address_changed", {"address": {}}), "customer_service")
    holding.block(order.id, why)
    bench.readdress(order)
    assert [block.kind for block in holding.list_blocks(order.id)] == ["stop"]


def test_a_held_parcel_is_relabelled_and_stays_held(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.applied(order)
    bench.readdress(order)
    holding.hold(order.id, "核对", bench.lead.operator_id)
    bench.work()
    parking.park_next()
    shown = screen(bench)
    bench.do("interrupt.seen", interrupt_id=shown["card"]["interrupt_id"])
    destroy(bench, parcel)
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-2")
    assert states(parcel) == ("closed", "labelled")
    assert Order.get_by_id(order.id).blocked
    assert bench.refused("pack.close", parcel_id=parcel.id)["code"] == "refused"


def test_what_the_timeline_keeps_is_no_address(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.applied(order)
    bench.readdress(order)
    bench.work()
    destroy(bench, parcel)
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-2")
    told = "".join(str(entry.data) for entry in Entry.select())
    for address in (builders.WANG, builders.LI):
        assert not [value for value in address.values() if value in told]
    assert Entry.get(Entry.what == "readdress:asked").data["fields"] == [
        "name",
        "phone",
        "province",
        "city",
        "district",
        "street",
        "postcode",
    ]
    told_steps = [
        entry.what for entry in Entry.select().where(Entry.what.startswith("readdress:")).order_by(Entry.id)
    ]
    assert [what.split(":")[1] for what in told_steps] == [
        "asked",
        "stopped",
        "booking_started",
        "relabelled",
        "vouchered",
        "closed",
    ]


def test_a_parcel_in_the_hand_stops_and_goes_on_where_it_stood(bench: Bench) -> None:
    """Another parcel at the same bench is stopped while this one is being checked."""
    stopped = bench.closed(bench.order())
    current = bench.opened(bench.order())
    bench.readdress(stopped.order)
    bench.work()
    answer = bench.do("pack.check", parcel_id=current.id, barcode=ITEM)
    assert answer["screen"] == "stop"
    destroy(bench, stopped)
    back = bench.do("pack.label_scan", parcel_id=stopped.id, barcode=f"WL-{stopped.id}-2")
    assert (back["screen"], back["card"]["parcel_id"]) == ("pack_check", current.id)
    assert back["card"]["progress"] == {"done": 1, "of": 2}
