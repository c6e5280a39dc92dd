import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from itertools import count

import pytest

from app.orders.models import Order
from app.simulation.day import simulate
from app.simulation.figures import Result
from app.simulation.house import scratch
from app.simulation.packer import Benches
from app.simulation.scene import POLICIES
from app.simulation.times import Times
from app.stock.models import Balance
from app.timeline.models import Entry
from tests.simulation.days import CALM, day, lived, orders, small

ONE_EACH = (
    *("order:received", "order:readied", "order:released", "order:picking_started", "order:picked"),
    *("parcel:opened", "parcel:checked", "waybill:booked", "label:applied", "parcel:closed"),
    *("parcel:handed_over", "order:shipped"),
)


@pytest.mark.parametrize("policy", POLICIES)
def test_every_order_goes_the_whole_way_by_the_real_verbs(policy: str) -> None:
    with lived(small(policy, times=CALM), 40) as result:
        told = Counter(entry.what for entry in Entry.select(Entry.what))
        assert {what: told[what] for what in ONE_EACH} == dict.fromkeys(ONE_EACH, 40)
        assert told["pick:picked"] == result.lines == result.verbs["pick.scan"]
        assert {order.state for order in Order.select()} == {"shipped"}
        assert result.problems == []


@pytest.fixture(scope="module")
def thirty() -> Result:
    return day(small(), 30)


def test_the_same_seed_gives_the_same_day_in_a_fresh_process_whatever_its_hashes(thirty: Result) -> None:
    told = "import json; from tests.simulation.days import *; "
    told += "print(json.dumps(day(small(), 30).to_json()))"
    other = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    command = [sys.executable, "-c", told]
    fresh = subprocess.run(
        command, env=os.environ | {"PYTHONHASHSEED": other}, stdout=subprocess.PIPE, check=True, timeout=100
    )
    assert json.loads(fresh.stdout) == json.loads(json.dumps(thirty.to_json()))


def test_another_seed_gives_another_day(thirty: Result) -> None:
    assert day(small(seed=2), 30).metres_a_line != thirty.metres_a_line


def test_shorts_and_printer_stops_break_no_promise_of_the_books() -> None:
    with lived(small(times=Times(short_rate=0.15, jam_rate=0.1)), 40) as result:
        assert result.counts["shorts"] > 3
        assert result.counts["jams"] > 3
        assert Entry.select().where(Entry.what == "pick:short").count() == result.counts["shorts"]
        assert Entry.select().where(Entry.what == "printer:changed").count() >= 2 * result.counts["jams"]
        assert result.problems == []
        assert result.counts["shipped"] + result.counts["empty"] == 40
        assert sum(tier.empty for tier in result.tiers) == result.counts["empty"] > 0
        assert {tier.on_time for tier in result.tiers} == {1.0}  # there was nothing to send


def large(policy: str) -> Result:
    """A day of four orders, each for several carts."""
    with scratch():
        few = orders(4)
        for draft in few:
            draft.lines = [line.model_copy(update={"qty": 900}) for line in draft.lines]
        return simulate(small(policy, pickers=6, times=CALM), few)


@pytest.mark.parametrize("policy", POLICIES)
def test_orders_of_many_carts_leave(policy: str) -> None:
    result = large(policy)
    assert (result.counts["shipped"], result.verbs["pack.open"], result.problems) == (4, 4, [])
    assert result.walks > 8


def test_totes_that_pickers_set_down_at_several_benches_are_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when two unload at once, and neither can know of the other."""
    turns = count()
    monkeypatch.setattr(Benches, "choose", lambda self, code: self.packers[next(turns) % len(self.packers)])
    result = large("wavecard")
    assert (result.counts["shipped"], result.problems) == (4, [])
    assert result.verbs["pack.open"] > 4


def test_a_file_of_many_days_is_simulated_to_its_last_order() -> None:
    with scratch():
        few = orders(6)
        few[-1].paid_at = few[-1].ordered_at = max(draft.ordered_at for draft in few) + timedelta(days=15)
        result = simulate(small(days_after=3, times=CALM), few)
        assert (sum(tier.left for tier in result.tiers), result.counts["orders"]) == (6, 6)


def test_a_broken_book_is_told() -> None:
    def steal(done: int, of: int, at: object) -> None:
        if done > of / 2:
            Balance.update(on_hand=Balance.on_hand + 1).where(Balance.id == 1).execute()

    with scratch():
        assert simulate(small(), orders(20), steal).problems != []


@pytest.fixture(scope="module")
def calm() -> Result:
    """More pickers than 60 orders need."""
    return day(small(pickers=6), 60)


def test_while_capacity_holds_no_merged_order_waits_past_its_bound(calm: Result) -> None:
    assert calm.tier("C").wait_h_most <= 4.0
    assert calm.tier("C").over_bound == 0.0


def test_while_capacity_holds_every_promise_is_kept(calm: Result) -> None:
    assert {tier.tier: tier.on_time for tier in calm.tiers} == {"A": 1.0, "B": 1.0, "C": 1.0}
