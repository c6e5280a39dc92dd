"""Who may ask for another address: the channel by itself, the platform's orders by their channel alone."""

import json

import pytest

from app.errors import Refused
from app.lead.readdresses import list_readdresses
from app.orders.draft import OrderDraft
from app.orders.models import Block, Order
from app.orders.taking_in import take_in
from app.shipping import checks, claiming
from app.shipping.addresses import Address
from app.shipping.asking import preview, readdress
from app.shipping.completing import complete
from app.shipping.models import Readdress, Waybill
from app.shipping.readdressing import Wish
from tests import builders
from tests.packing.conftest import Bench
from tests.shipping.conftest import states


def again(order: Order, **told: str) -> None:
    """The channel sends the order once more."""
    lines = [{"sku": "MUG-1", "qty": 2}]
    address = {**builders.WANG, **told}
    ref, at = order.channel_ref, order.ordered_at
    take_in([OrderDraft(channel="shop", channel_ref=ref, ordered_at=at, lines=lines, **address)])


def test_a_printed_order_imported_again_with_another_address_stops_by_itself(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    again(order, **builders.LI)
    assert Block.get(Block.kind == "review").lifted_at is None
    assert claiming.claim_next() and not claiming.claim_next()
    row = Readdress.get()
    assert (row.source, states(parcel)) == ("channel", ("booking", "closed"))
    assert Block.get(Block.kind == "review").lifted_at is not None
    bench.work()
    assert Waybill.get(Waybill.version == 2).recipient["city"] == "苏州市"
    assert checks.list_problems() == []


def test_what_the_channel_asks_and_cannot_be_stays_with_customer_service_and_says_why(bench: Bench) -> None:
    order = bench.order()
    bench.closed(order)
    again(order, **builders.LI | {"phone": "call me", "street": ""})
    assert claiming.claim_next() and not claiming.claim_next()
    review = Block.get(Block.kind == "review")
    assert review.lifted_at is None and review.why["key"] == "readdress.channel_failed"
    assert not Readdress.select().exists()


def test_an_encrypted_recipient_changes_through_its_platform_alone(bench: Bench) -> None:
    order = bench.order(oaid="OLD-TOKEN", name="王**", phone="1*********78")
    bench.closed(order)
    told = bench.refused("order.readdress", bench.lead, order_id=order.id, address=builders.LI)
    assert "encrypted" in told["message"] and "shop" in told["message"]
    again(order, name="李**", phone="1*********21", city="苏州市", province="江苏省", oaid="NEW-TOKEN")
    assert claiming.claim_next()
    bench.work()
    assert Waybill.get(Waybill.version == 2).recipient["oaid"] == "NEW-TOKEN"


def test_the_customers_wish_waits_for_the_lead(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    readdress(order.id, Address(**builders.LI), Wish("customer"))
    assert states(parcel)[0] == "asked" and not Order.get_by_id(order.id).blocked
    bench.do("readdress.approve", bench.lead, readdress_id=Readdress.get().id)
    assert states(parcel)[0] == "booking" and Readdress.select().count() == 1
    assert Order.get_by_id(order.id).city == "苏州市"


def test_a_wish_that_nobody_would_see_is_refused(bench: Bench) -> None:
    """What the voucher was for has arrived; another box has no label yet."""
    order = bench.order()
    with pytest.raises(Refused, match="contact the shop"):
        readdress(order.id, Address(**builders.LI), Wish("customer"))
    assert Order.get_by_id(order.id).city == "杭州市"


def test_whoever_asks_again_has_one_question_at_a_time(bench: Bench) -> None:
    order = bench.order()
    bench.closed(order)
    for street in ("文三路 1 号", "文三路 2 号", "文三路 3 号"):
        readdress(order.id, Address(**builders.WANG | {"street": street}), Wish("customer"))
    rows = list(Readdress.select().order_by(Readdress.id))
    assert [row.state for row in rows] == ["replaced", "replaced", "asked"]
    assert rows[0].replaced_by == rows[1].id and rows[1].closed_at is not None
    [told] = list_readdresses("en")
    assert told["readdress_id"] == rows[2].id and checks.list_problems() == []


def test_a_declined_wish_changes_nothing(bench: Bench) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    readdress(order.id, Address(**builders.LI), Wish("customer"))
    bench.do("readdress.decline", bench.lead, readdress_id=Readdress.get().id)
    assert states(parcel) == ("refused", "closed") and Order.get_by_id(order.id).city == "杭州市"
    told = bench.refused("readdress.approve", bench.lead, readdress_id=Readdress.get().id)
    assert "answered already" in told["message"]


def test_a_wish_that_the_leads_own_change_overtakes_is_replaced(bench: Bench) -> None:
    order = bench.order()
    bench.closed(order)
    readdress(order.id, Address(**builders.LI), Wish("customer"))
    bench.readdress(order, city="无锡市", district="")
    assert [row.state for row in Readdress.select().order_by(Readdress.id)] == ["replaced", "booking"]


def test_an_address_is_completed_and_a_house_number_is_asked_for(bench: Bench) -> None:
    order = bench.order()
    bench.closed(order)
    told = {"province": "", "city": "", "district": "", "street": "浙江省杭州市余杭区文一西路"}
    body = {"order_id": order.id, "address": builders.WANG | told}
    assert "house number" in bench.refused("order.readdress", bench.lead, **body)["message"]
    bench.do("order.readdress", bench.lead, **body, terms={"as_is": True})
    order = Order.get_by_id(order.id)
    assert (order.province, order.district, order.street) == ("浙江省", "余杭区", "文一西路")


def test_the_preview_says_what_will_happen_and_changes_nothing(bench: Bench) -> None:
    order = bench.order()
    bench.closed(order)
    told = preview(order.id, Address(**builders.LI | {"province": "江苏", "city": "苏州"}))
    assert told["filled"] == ["province", "city"] and told["asked"] == ["room"]
    assert (told["steps"], told["fee_cents"], told["printed"]) == (["rebook"], 0, True)
    assert not Readdress.select().exists()


def test_an_address_abroad_stays_as_it_was_written() -> None:
    told = {"province": "Bavaria", "city": "Munich", "street": "Main St"}
    made = complete(told, "Germany")
    assert (made.address, made.filled, made.asked) == (told, [], [])


def test_places_that_do_not_fit_together_are_doubted_not_changed() -> None:
    made = complete({"province": "江苏省", "city": "无锡市", "district": "昆山市", "street": "1 号 101 室"})
    assert made.doubts == ["district"] and made.address["district"] == "昆山市"
    made = complete({"province": "火星省", "city": "苏州市", "street": "1 号 101 室"})
    assert made.doubts == ["province"] and json.dumps(made.address, ensure_ascii=False).count("火星省") == 1
