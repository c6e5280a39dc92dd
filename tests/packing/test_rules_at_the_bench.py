"""What the lead's packing rules do to a card, and the gates they put up."""

from typing import Any

import pytest

from app.packing import checks, mistakes, weighing
from app.packing.defaults import RULES, ensure_rules
from app.packing.models import Add, MergeOffer, PackError
from app.rules.keeping import RuleDraft, add, forget
from app.rules.models import Rule
from app.shipping.models import Carrier, Parcel, Waybill
from app.stock.models import Sku
from tests import builders
from tests.packing.conftest import ITEM, SECOND, Bench


@pytest.fixture(autouse=True)
def fresh_rules() -> None:
    forget()


def rule(condition: str, effect: object, kind: str = "packing") -> None:
    add(RuleDraft(kind, condition, effect, "规则", "Because the rule says so"))
    forget()


def test_every_default_rule_can_be_asked_and_is_made_once(bench: Bench) -> None:
    ensure_rules()
    ensure_rules()
    assert Rule.select().where(Rule.kind.in_(("packing", "carrier", "stuck"))).count() == len(RULES)


@pytest.mark.parametrize(
    ("told", "carrier"),
    [
        ({"province": "江苏省"}, "zto"),
        ({"province": "江苏"}, "zto"),
        ({"province": "上海"}, "zto"),
        ({"province": "四川省"}, "yunda"),
        ({"province": "江苏省", "value_cents": 60_000, "customer_group": "gold"}, "sf"),
        ({"province": "江苏省", "value_cents": 60_000}, "zto"),
        ({"province": "江苏省", "value_cents": 50_000, "customer_group": "gold"}, "zto"),
    ],
)
def test_the_carrier_follows_the_rules(bench: Bench, told: dict[str, object], carrier: str) -> None:
    ensure_rules()
    forget()
    Carrier.update(active=True).execute()
    assert bench.checked(bench.order(**told)).carrier == carrier


def test_the_card_names_the_box_and_whether_the_remark_asks(bench: Bench) -> None:
    ensure_rules()
    forget()
    order = bench.order(remark="请加一根充电线", volume_ml=9_000)
    card = bench.do("pack.open", barcode=order.order_no)["card"]
    assert card["box"] == {"size": "L", "because": "Up to 25 l: box L"}
    assert card["remark_asks"] and card["remark"] == "请加一根充电线"
    shown = bench.do("pack.check", parcel_id=card["parcel_id"], barcode=ITEM, qty=2)
    assert shown["card"]["adds"][-1]["text"] == "LOOK: the customer asks: 请加一根充电线"


@pytest.mark.parametrize(
    ("remark", "asks"),
    [("Please leave it at the door", True), ("Add a charging cable", True), ("Room 9, thank you", False)],
)
def test_a_remark_that_asks_in_english_is_seen_too(bench: Bench, remark: str, asks: bool) -> None:
    ensure_rules()
    forget()
    order = bench.order(remark=remark)
    assert bench.do("pack.open", barcode=order.order_no)["card"]["remark_asks"] is asks


def test_a_gift_is_ticked_by_scanning_it_alone(bench: Bench) -> None:
    builders.make_sku("GIFT-1", "6900000000014")
    rule("value >= 100", {"insert": "GIFT-1"})
    parcel = bench.opened(bench.order(value_cents=20_000))
    bench.do("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=2)
    assert "Scan GIFT-1" in bench.refused("pack.add", parcel_id=parcel.id, what="insert-1")["message"]
    wrong = bench.refused("pack.check", parcel_id=parcel.id, barcode=SECOND)
    assert "Scan GIFT-1" in wrong["message"]
    done = bench.do("pack.check", parcel_id=parcel.id, barcode="6900000000014")
    assert done["screen"] == "pack_print" and Add.get(Add.what == "insert-1").done_at is not None


def test_a_rule_may_ask_to_mind_what_the_item_does_not(bench: Bench) -> None:
    rule("tier == 'A'", {"mark": "upright"})
    parcel = bench.opened(bench.order())
    assert [one.what for one in Add.select()] == ["upright"]
    card = bench.do("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=2)["card"]
    assert [(one["mark"], one["scan"]) for one in card["adds"]] == [(True, None)]


@pytest.fixture
def weighed(bench: Bench) -> Parcel:
    """Two mugs of 200 g in a box of 80 g, its label on, and a rule that wants it weighed."""
    rule("units > 0", {"weigh": True, "tolerance_g": 20, "box": "S"})
    return bench.applied(bench.order())


def test_a_missing_item_is_caught_by_the_scale(bench: Bench, weighed: Parcel) -> None:
    assert "Weigh it first" in bench.refused("pack.close", parcel_id=weighed.id)["message"]
    told = bench.do("pack.weigh", parcel_id=weighed.id, grams=280)
    assert "200 g too light" in told["attention"] and "Mug" in told["attention"]
    assert "too light" in bench.refused("pack.close", parcel_id=weighed.id)["message"]
    assert "too heavy" in bench.do("pack.weigh", parcel_id=weighed.id, grams=700)["attention"]
    assert bench.do("pack.weigh", parcel_id=weighed.id, grams=495)["attention"] is None
    assert bench.do("pack.close", parcel_id=weighed.id)["screen"] == "pack_open"


def test_a_lead_may_let_a_weight_through_and_says_why(bench: Bench, weighed: Parcel) -> None:
    bench.do("pack.weigh", parcel_id=weighed.id, grams=280)
    bench.do("pack.override", bench.lead, parcel_id=weighed.id, reason="秤坏了")
    bench.do("pack.close", parcel_id=weighed.id)
    parcel = Parcel.get_by_id(weighed.id)
    assert (parcel.state, parcel.override_reason) == ("closed", "秤坏了")


def test_whoever_packs_what_was_let_through_is_asked_for_nothing_more_and_sees_it_at_once(
    bench: Bench, weighed: Parcel, pushed: list[tuple[str, dict[str, Any]]]
) -> None:
    rule("units > 0", {"second": True})
    before = bench.do("work.choose", work="packing", station="ST-1")["card"]
    assert before["weigh"] and before["second"] and before["let_through"] is None
    pushed.clear()
    bench.do("pack.override", bench.lead, parcel_id=weighed.id, reason="秤坏了")
    assert f"operator:{bench.packer.operator_id}" in [room for room, _ in pushed]
    card = bench.do("work.choose", work="packing", station="ST-1")["card"]
    assert (card["weigh"], card["second"]) == (False, None)
    assert card["let_through"] == bench.lead.operator.name
    bench.do("pack.close", parcel_id=weighed.id)


def test_without_known_weights_the_scale_proves_nothing(bench: Bench) -> None:
    rule("units > 0", {"weigh": True})
    Sku.update(weight_g=0).execute()
    parcel = bench.applied(bench.order())
    assert weighing.compare(parcel, 5) is None


def test_the_fast_lane_is_one_scan_to_the_label(bench: Bench) -> None:
    order = builders.make_order((bench.mug, 1))
    builders.make_tote(order, bench.station)
    assert bench.do("pack.open", barcode=ITEM)["screen"] == "pack_print"
    bench.work()
    parcel = Parcel.get()
    assert (parcel.state, parcel.order_id) == ("labelled", order.id)
    assert Waybill.get().state == "active"


def test_the_fast_lane_takes_the_most_pressing_single_and_no_other(bench: Bench) -> None:
    for tier, units in (("C", 1), ("A", 2), ("B", 1)):
        builders.make_tote(builders.make_order((bench.mug, units), tier=tier), bench.station)
    bench.do("pack.open", barcode=ITEM)
    assert Parcel.get().order.tier == "B"


def test_the_fast_lane_stops_for_what_must_be_minded(bench: Bench) -> None:
    builders.make_tote(builders.make_order((bench.lamp, 1)), bench.station)
    assert bench.do("pack.open", barcode=SECOND)["screen"] == "pack_add"
    assert not Waybill.select().exists()


def test_a_full_box_is_closed_and_the_rest_follows(bench: Bench) -> None:
    order = builders.make_order((bench.mug, 3), (bench.lamp, 1))
    builders.make_tote(order, bench.station)
    first = bench.opened(order)
    assert "nothing to split" in bench.refused("pack.split", parcel_id=first.id)["message"]
    bench.do("pack.check", parcel_id=first.id, barcode=ITEM, qty=2)
    assert bench.do("pack.split", parcel_id=first.id)["screen"] == "pack_print"
    finish(bench, first)
    second = bench.opened_again(order)
    assert {row.sku.code: row.qty for row in second.checks} == {"MUG-1": 1, "LAMP-1": 1}
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    scan = {"carrier": "sandbox", "barcode": bench.label_of(first).code}
    assert "wants them together" in bench.refused("handover.scan", porter, **scan)["message"]
    bench.do("pack.check", parcel_id=second.id, barcode=ITEM)
    bench.do("pack.check", parcel_id=second.id, barcode=SECOND)
    bench.do("pack.add", parcel_id=second.id, what="fragile")
    finish(bench, second)
    bench.do("handover.scan", porter, **scan)
    assert order.select().get().state == "packed" and checks.list_problems() == []
    bench.do("handover.scan", porter, carrier="sandbox", barcode=bench.label_of(second).code)
    assert order.select().get().state == "shipped"


def finish(bench: Bench, parcel: Parcel) -> None:
    bench.do("pack.print", parcel_id=parcel.id)
    bench.work()
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=bench.label_of(parcel).code)
    bench.do("pack.close", parcel_id=parcel.id)


def test_a_part_goes_ahead_where_the_contract_allows(bench: Bench) -> None:
    rule("tier == 'A'", {"partial": True})
    order = builders.make_order((bench.mug, 2))
    builders.make_tote(order, bench.station)
    first = bench.opened(order)
    bench.do("pack.check", parcel_id=first.id, barcode=ITEM)
    bench.do("pack.split", parcel_id=first.id)
    finish(bench, first)
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    bench.do("handover.scan", porter, carrier="sandbox", barcode=bench.label_of(first).code)
    assert order.select().get().state == "packing"
    told = bench.refused("order.cancel", bench.lead, order_id=order.id)
    assert "has left" in told["message"] and order.select().get().state == "packing"


def test_two_orders_to_one_door_share_a_box_when_the_packer_says_so(bench: Bench) -> None:
    order, other = bench.order(), builders.make_order((bench.lamp, 1), remark="不要摇")
    tote = builders.make_tote(other, bench.station)
    card = bench.do("pack.open", barcode=order.order_no)["card"]
    assert card["merge"] == {"order_id": other.id, "order_no": other.order_no}
    box = Parcel.get(Parcel.order == order)
    merged = bench.do("pack.merge", parcel_id=box.id, order_id=other.id, accept=True)
    assert [item["sku"] for item in merged["card"]["items"]] == ["MUG-1", "LAMP-1"]
    bench.do("pack.check", parcel_id=box.id, barcode=ITEM, qty=2)
    shown = bench.do("pack.check", parcel_id=box.id, barcode=SECOND)["card"]["adds"]
    assert shown[-1]["text"] == "The customer asks: 不要摇" and len(shown) == 2
    for one in shown:
        bench.do("pack.add", parcel_id=box.id, what=one["what"])
    finish(bench, box)
    inside = Parcel.get(Parcel.order == other)
    assert (inside.state, inside.inside_id) == ("merged", box.id)
    assert tote.select().where(tote.__class__.id == tote.id).get().order_id is None
    bench.readdress(other)
    assert order.select().where(order.__class__.id == order.id).get().city == "苏州市", "one box, one address"
    bench.work()
    bench.do("label.destroyed", label_id=1)
    bench.do("pack.label_scan", parcel_id=box.id, barcode=bench.label_of(box).code)
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    bench.do("handover.scan", porter, carrier="sandbox", barcode=bench.label_of(box).code)
    assert {row.state for row in order.select()} == {"shipped"}
    assert checks.list_problems() == []


def test_a_declined_offer_is_not_made_again_and_another_address_is_no_offer(bench: Bench) -> None:
    order, other = bench.order(), bench.order()
    card = bench.do("pack.open", barcode=order.order_no)["card"]
    box = Parcel.get(Parcel.order == order)
    shown = bench.do("pack.merge", parcel_id=box.id, order_id=other.id, accept=False)
    assert card["merge"] and shown["card"]["merge"] is None and not MergeOffer.get().accepted
    elsewhere = bench.order(street="文三路 260 号")
    told = bench.refused("pack.merge", parcel_id=box.id, order_id=elsewhere.id, accept=True)
    assert "cannot go into this box" in told["message"]


def test_what_was_caught_and_what_was_shipped_are_figures(bench: Bench) -> None:
    parcel = bench.opened(bench.order())
    for op_id in ("same-scan-1", "same-scan-1", "other-scan"):
        builders.send(bench.packer, "pack.check", op_id, parcel_id=parcel.id, barcode=SECOND)
    mistakes.keep()
    assert [row.kind for row in PackError.select()] == ["wrong_item"] * 2
    bench.do("pack.check", parcel_id=parcel.id, barcode=ITEM, qty=2, caught=3)
    mistakes.keep()
    finish(bench, parcel)
    bench.do("parcel.error", bench.lead, parcel_id=parcel.id, what="missing")
    figures = mistakes.list_figures()
    assert [(row["parcels"], row["caught"], row["shipped"], row["new"]) for row in figures] == [
        (1, 5, 1, True)
    ]
    assert bench.refused("parcel.error", bench.lead, parcel_id=parcel.id, what="x")["code"] == "invalid"
