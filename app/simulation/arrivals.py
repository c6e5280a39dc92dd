"""Which orders come when: made up after the seed business's day, or an order file, several times as dense."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from app.orders.draft import OrderDraft
from app.orders.generating import SHARES, generate
from app.simulation.chance import stream

SKUS = 2_000
HOURS = (
    2,
    1,
    1,
    0.5,
    0.5,
    0.5,
    1,
    2,
    4,
    6,
    7,
    6,
    5,
    5,
    5,
    5,
    5,
    5,
    5,
    6,
    8,
    8,
    7,
    4,
)  # a shop's day, by hour
OFFICE = (*([0] * 8), *([1] * 11), *([0] * 5))  # when contracts order
SURGE_HOURS = (10, 20, 21, 22)  # the promotion's
JITTER_S = 1800.0


def make_day(orders: int, surge: float, seed: int, midnight: datetime) -> list[OrderDraft]:
    """`orders` made-up orders paid on the day that begins at `midnight`.

    A contracts in office hours, the others all day, `surge` times as dense in the promotion's hours.
    """
    dice = stream(seed, "arrivals")
    codes = [f"SKU{number:04d}" for number in range(SKUS)]
    drafts = generate(orders, seed, codes, midnight)
    hours = {False: _weights(HOURS, surge), True: _weights(OFFICE, 1.0)}
    for draft in drafts:
        paid_at = midnight + timedelta(seconds=_second(hours[_is_contract(draft)], dice))
        draft.paid_at = draft.ordered_at = paid_at
    return drafts


def _is_contract(draft: OrderDraft) -> bool:
    return bool(draft.customer_group) or "24h" in draft.tags


def _weights(hours: Sequence[float], surge: float) -> list[float]:
    return list(accumulate(w * (surge if hour in SURGE_HOURS else 1) for hour, w in enumerate(hours)))


def _second(weights: list[float], dice: Random) -> float:
    hour = dice.choices(range(24), cum_weights=weights)[0]
    return round((hour + dice.random()) * 3600, 3)


def repeat(drafts: Sequence[OrderDraft], surge: float, seed: int) -> list[OrderDraft]:
    """Every order of a file `surge` times, the copies within half an hour of it under numbers of their own.

    A file that says nothing of contracts and promotions gets the business's own mix of tiers.
    """
    dice = stream(seed, "copies")
    plain = not any(draft.customer_group or draft.coupon or draft.tags for draft in drafts)
    made: list[OrderDraft] = []
    for draft in drafts:
        copies = int(surge) + (dice.random() < surge % 1)
        for number in range(copies):
            copy = _copy(draft, number, dice) if number else draft
            made.append(_with_tier(copy, dice) if plain else copy)
    return made


def _copy(draft: OrderDraft, number: int, dice: Random) -> OrderDraft:
    later = timedelta(seconds=round(dice.uniform(0, JITTER_S), 3))
    moved = {
        name: at + later for name in ("ordered_at", "paid_at") if (at := getattr(draft, name)) is not None
    }
    return draft.model_copy(update={**moved, "channel_ref": f"{draft.channel_ref[:70]}+{number}"})


def _with_tier(draft: OrderDraft, dice: Random) -> OrderDraft:
    tier = dice.choices(list(SHARES), weights=list(SHARES.values()))[0]
    told = {"A": {"customer_group": "medical"}, "B": {"coupon": "simulated"}, "C": {}}
    return draft.model_copy(update=told[tier])
