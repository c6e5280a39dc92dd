from datetime import timedelta
from typing import Any

import pytest

from app.orders import holding, taking_in
from app.orders.draft import OrderDraft
from app.orders.models import Block, Order, OrderLine
from app.orders.ordering import line_ids_of
from app.orders.restocking import restock
from app.stock import checks, reserving
from app.stock.models import Reservation, Sku
from app.timeline.models import Change, Entry
from app.words import Words, say
from tests.conftest import Clock
from tests.orders.conftest import MakeOrder, balance, stock

pytestmark = pytest.mark.usefixtures("house")


def draft(clock: Clock, **fields: Any) -> OrderDraft:
    known = {
        "channel": "test",
        "channel_ref": "1",
        "ordered_at": clock.now,
        "lines": [{"sku": "T", "qty": 2}],
    }
    return OrderDraft.model_validate(known | fields)


def happened(order: Order) -> list[str]:
    return [entry.what for entry in Entry.select().where(Entry.order_id == order.id).order_by(Entry.id)]


def lines_of(order: Order) -> list[tuple[str, int]]:
    query = OrderLine.select(Sku.code, OrderLine.qty).join(Sku, on=(Sku.id == OrderLine.sku_id))
    return list(query.where(OrderLine.order == order.id).order_by(OrderLine.id).tuples())


def test_an_order_is_saved_with_its_tier_its_promise_and_why(clock: Clock) -> None:
    taken = taking_in.take_in([draft(clock, customer_group="hospital", name="李雷", tags=["x"])])
    order = Order.get()
    assert (taken.count("created"), order.state, order.tier) == (1, "new", "A")
    assert order.order_no == "W2611230001"
    assert order.promised_at == clock.now + timedelta(hours=24)
    assert order.start_by_at < order.promised_at
    assert say(Words.from_json(order.because), "zh-CN") == "医药急单：付款后 24 小时内发出"
    assert (
        say(Words.from_json(order.tier_because), "en") == "Medical or government customer, or a 24 h contract"
    )
    assert (order.name, order.tags, order.units, order.volume_ml) == ("李雷", ["x"], 2, 1000)
    assert happened(order) == ["order:received"]
    assert [(row.what, row.rooms) for row in Change.select()] == [("queue", ",lead,floor,")]


def test_with_stock_it_is_ready_and_its_stock_promised(clock: Clock) -> None:
    stock(1, 5)
    assert taking_in.take_in([draft(clock)]).readied == 1
    assert Order.get().state == "ready" and balance(1) == (5, 2)
    assert happened(Order.get()) == ["order:received", "order:readied"]
    assert checks.list_problems() == []


def test_a_little_stock_goes_to_the_most_pressing(clock: Clock) -> None:
    stock(1, 2)
    taking_in.take_in([draft(clock), draft(clock, channel_ref="2", customer_group="medical")])
    assert {order.channel_ref: order.state for order in Order.select()} == {"1": "new", "2": "ready"}


def test_the_same_order_again_changes_nothing(clock: Clock) -> None:
    taking_in.take_in([draft(clock)])
    entries, changes = Entry.select().count(), Change.select().count()
    taken = taking_in.take_in([draft(clock, ordered_at=clock.now - timedelta(days=1))])
    assert (taken.count("created"), taken.count("unchanged")) == (0, 1)
    assert (Order.select().count(), Entry.select().count(), Change.select().count()) == (1, entries, changes)


def test_one_number_of_two_channels_is_two_orders(clock: Clock) -> None:
    taking_in.take_in([draft(clock), draft(clock, channel="other")])
    assert sorted(order.order_no for order in Order.select()) == ["W2611230001", "W2611230002"]


def test_an_order_that_comes_twice_at_once_is_one(clock: Clock) -> None:
    taken = taking_in.take_in([draft(clock), draft(clock), draft(clock, remark="later")])
    assert [one.outcome for one in taken.outcomes] == ["created", "unchanged", "changed"]
    assert Order.select().count() == 1 and Order.get().remark == "later"


def test_numbers_go_on_where_the_day_left_off(clock: Clock) -> None:
    taking_in.take_in([draft(clock), draft(clock, channel_ref="2")])
    clock.advance(days=1)
    taking_in.take_in([draft(clock, channel_ref="3")])
    clock.advance(days=-1)
    taking_in.take_in([draft(clock, channel_ref="4"), draft(clock, channel_ref="5")])
    numbers = [order.order_no[-5:] for order in Order.select().order_by(Order.id)]
    assert numbers == ["30001", "30002", "40001", "30003", "30004"]


def test_the_ten_thousandth_order_of_a_day_has_a_number(clock: Clock) -> None:
    taking_in.take_in([draft(clock)])
    Order.update(order_no="W26112310000").execute()
    taking_in.take_in([draft(clock, channel_ref="2")])
    assert Order.get(Order.channel_ref == "2").order_no == "W26112310001"


def test_unknown_skus_are_created_once_whatever_their_case(clock: Clock) -> None:
    lines = [{"sku": "new-1a", "qty": 1, "name": ""}, {"sku": "NEW-1A", "qty": 2, "name": "Tea"}]
    taken = taking_in.take_in([draft(clock, lines=lines)])
    assert taken.new_skus == ["NEW-1A"]
    assert lines_of(Order.get()) == [("NEW-1A", 3)]
    assert Sku.get(Sku.code == "NEW-1A").name == "Tea"


@pytest.mark.parametrize("chunk", [1, 2, 100])
def test_chunks_save_the_same_as_one(clock: Clock, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "CHUNK_ORDERS", chunk)
    seen: list[int] = []
    taking_in.take_in([draft(clock, channel_ref=str(n)) for n in range(5)], seen.append)
    assert [order.channel_ref for order in Order.select().order_by(Order.order_no)] == [
        "0",
        "1",
        "2",
        "3",
        "4",
    ]
    assert seen[-1] == 5


def test_arriving_stock_readies_what_waited_the_most_pressing_first(clock: Clock) -> None:
    drafts = [draft(clock), draft(clock, channel_ref="2", customer_group="medical")]
    taking_in.take_in(
        [*drafts, draft(clock, channel_ref="3", lines=[{"sku": "T", "qty": 1}, {"sku": "U", "qty": 1}])]
    )
    assert restock() == 0
    stock(1, 3)
    assert restock() == 1
    assert Order.get(Order.state == "ready").channel_ref == "2"
    stock(1, 9)
    stock(2, 1)
    assert (restock(), restock()) == (2, 0)
    assert checks.list_problems() == []


# what comes again with other content


@pytest.mark.parametrize("state", ["new", "ready", "released", "picking", "picked"])
def test_a_new_address_is_taken_before_packing(clock: Clock, state: str) -> None:
    taking_in.take_in([draft(clock, street="Old 1")])
    Order.update(state=state).execute()
    taken = taking_in.take_in([draft(clock, street="New 2", phone="13800000000")])
    order = Order.get()
    assert (taken.outcomes[0].outcome, taken.outcomes[0].note) == ("changed", None)
    assert (order.street, order.phone, order.blocked) == ("New 2", "13800000000", False)
    assert "order:changed" in happened(order)
    assert "13800000000" not in str([entry.data for entry in Entry.select()])


@pytest.mark.parametrize("state", ["packing", "packed", "shipped"])
def test_a_new_address_on_a_label_is_left_to_readdressing(clock: Clock, state: str) -> None:
    taking_in.take_in([draft(clock, street="Old 1")])
    Order.update(state=state).execute()
    for _ in range(2):
        taken = taking_in.take_in([draft(clock, street="New 2")])
    order, block = Order.get(), Block.get()
    assert taken.outcomes[0].outcome == "unchanged"
    assert (order.street, order.blocked) == ("Old 1", True)
    assert (block.kind, block.lifted_by_role, block.why["key"]) == (
        "review",
        "customer_service",
        "order.address_changed",
    )
    assert block.why["address"]["street"] == "New 2"


def test_the_newest_of_several_new_addresses_is_what_is_asked_for(clock: Clock) -> None:
    taking_in.take_in([draft(clock, street="Old 1")])
    Order.update(state="packed").execute()
    taking_in.take_in([draft(clock, street="New 2")])
    taking_in.take_in([draft(clock, street="Newer 3")])
    assert [block.why["address"]["street"] for block in Block.select()] == ["Newer 3"]


def test_other_lines_replace_the_old_ones_before_release(clock: Clock) -> None:
    stock(1, 5)
    stock(2, 5)
    taking_in.take_in([draft(clock)])
    taking_in.take_in([draft(clock, lines=[{"sku": "U", "qty": 3}])])
    order = Order.get()
    assert (order.state, order.units, lines_of(order)) == ("ready", 3, [("U", 3)])
    assert (balance(1), balance(2)) == ((5, 0), (5, 3))
    assert Reservation.get().line_id == line_ids_of(order.id)[0]
    assert happened(order)[2:] == ["order:changed", "order:unreadied", "order:readied"]


def test_other_lines_without_stock_wait_again(clock: Clock) -> None:
    stock(1, 5)
    taking_in.take_in([draft(clock)])
    taking_in.take_in([draft(clock, lines=[{"sku": "T", "qty": 50}])])
    assert Order.get().state == "new" and balance(1) == (5, 0)


def test_other_lines_of_a_released_order_are_left_to_a_person(clock: Clock) -> None:
    taking_in.take_in([draft(clock)])
    Order.update(state="released").execute()
    taken = taking_in.take_in([draft(clock, lines=[{"sku": "T", "qty": 9}])])
    assert taken.outcomes[0].note == "order.lines_changed"
    assert Order.get().blocked and lines_of(Order.get()) == [("T", 2)]


@pytest.mark.parametrize("done", [{"picked_qty": 1}, {"short_qty": 1}])
def test_other_lines_of_an_order_back_from_a_walk_with_units_in_a_tote_are_left_to_a_person(
    clock: Clock, done: dict[str, int]
) -> None:
    stock(1, 5)
    taking_in.take_in([draft(clock)])
    OrderLine.update(**done).execute()
    reserving.release_lines(line_ids_of(Order.get().id))
    taken = taking_in.take_in([draft(clock, lines=[{"sku": "T", "qty": 1}], street="New 2")])
    order = Order.get()
    assert (taken.outcomes[0].note, Block.get().why["key"]) == ("order.lines_changed", "order.lines_changed")
    assert (order.state, order.street, lines_of(order)) == ("ready", "New 2", [("T", 2)])
    assert [{name: getattr(OrderLine.get(), name) for name in done}] == [done]


def test_a_coupon_that_comes_later_changes_the_tier_while_nobody_works_on_it(clock: Clock) -> None:
    taking_in.take_in([draft(clock)])
    taking_in.take_in([draft(clock, coupon="SAVE5")])
    assert (Order.get().tier, Order.get().promised_at) == ("B", clock.now + timedelta(hours=48))


def test_a_remark_that_comes_after_packing_began_is_left_to_a_person(clock: Clock) -> None:
    taking_in.take_in([draft(clock)])
    Order.update(state="packing").execute()
    assert taking_in.take_in([draft(clock, remark="x")]).outcomes[0].note == "order.wishes_changed"


def test_what_has_ended_is_nobodys_question(clock: Clock) -> None:
    taking_in.take_in([draft(clock)])
    holding.cancel(Order.get().id, "", by=None)
    taking_in.take_in([draft(clock, street="New 2")])
    assert not Order.get().blocked and Order.get().state == "cancelled"


def test_an_order_made_elsewhere_is_not_taken_for_ours(clock: Clock, make_order: MakeOrder) -> None:
    make_order(channel_ref="7")
    assert taking_in.take_in([draft(clock, channel_ref="7")]).count("changed") == 1
