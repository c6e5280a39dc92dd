"""Take orders in: what is new is saved, what is known is left alone, what changed is changed or reviewed.

Twice is once by (channel, channel_ref). Short transactions, so that a server on the same database goes on;
what was saved when somebody pulled the plug is "unchanged" the next time.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from app import clock, push
from app.contracts.tiers import get_site
from app.db import is_sqlite, transaction
from app.orders.changing import change
from app.orders.deciding import decide_on, wait_ends_at
from app.orders.draft import OrderDraft
from app.orders.models import Channel, Order
from app.orders.numbering import lock_intake, next_numbers
from app.orders.restocking import make_ready
from app.orders.saving import Prepared, columns_of, ids_by_number, insert_lines, insert_orders
from app.stock import skus
from app.stock.sql import lock_promises
from app.timeline.recording import record

CHUNK_ORDERS = 100
CHUNK_LINES = 600  # what a transaction saves in about 20 ms

Key = tuple[str, str]


@dataclass(frozen=True)
class Outcome:
    """created, unchanged, or changed; `note` is the key of a sentence when a person must look at it."""

    draft: OrderDraft
    outcome: str
    order_no: str
    order_id: int
    note: str | None = None


@dataclass
class Taken:
    outcomes: list[Outcome] = field(default_factory=list)
    new_skus: list[str] = field(default_factory=list)
    readied: int = 0

    def count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.outcomes)


def no_progress(done: int) -> None:
    return None


def take_in(
    drafts: Sequence[OrderDraft], progress: Callable[[int], None] = no_progress, breath_s: float = 0
) -> Taken:
    """Take these orders in; `progress` is told how many are done after each transaction.

    `breath_s`: pause after each, so that a server looking for SQLite's write lock finds it free.
    """
    taken = Taken()
    for chunk in _chunks(drafts):
        # decided outside the transaction, so that whoever waits for the database meanwhile goes first
        prepared = [_prepare(draft) for draft in _leave_known(chunk, taken)]
        if prepared:
            with transaction():
                _take_chunk(prepared, taken)
            if breath_s:
                time.sleep(breath_s)
        progress(len(taken.outcomes))
    return taken


def _chunks(drafts: Sequence[OrderDraft]) -> Iterator[list[OrderDraft]]:
    """As many orders as one transaction takes; an order that comes twice comes in two of them."""
    chunk: list[OrderDraft] = []
    seen: set[Key] = set()
    lines = 0
    for draft in drafts:
        full = len(chunk) >= CHUNK_ORDERS or lines + len(draft.lines) > CHUNK_LINES
        if chunk and (full or key_of(draft) in seen):
            yield chunk
            chunk, seen, lines = [], set(), 0
        chunk.append(draft)
        seen.add(key_of(draft))
        lines += len(draft.lines)
    if chunk:
        yield chunk


def key_of(draft: OrderDraft) -> Key:
    return draft.channel, draft.channel_ref


def _leave_known(chunk: Sequence[OrderDraft], taken: Taken) -> list[OrderDraft]:
    """Note those that are known and unchanged; the others are left to do."""
    known = find_known(chunk)
    left = []
    for draft in chunk:
        order = known.get(key_of(draft))
        if order is not None and order.fingerprint == draft.fingerprint():
            taken.outcomes.append(Outcome(draft, "unchanged", order.order_no, order.id))
        else:
            left.append(draft)
    return left


def _prepare(draft: OrderDraft) -> Prepared:
    paid_at = draft.paid_at or draft.ordered_at
    decided = decide_on(draft, paid_at)
    return Prepared(draft, draft.fingerprint(), paid_at, decided, wait_ends_at(decided.tier, clock.now()))


def _take_chunk(chunk: Sequence[Prepared], taken: Taken) -> None:
    lock_intake()
    lock_promises()
    known = find_known([one.draft for one in chunk], to_change=True)
    new = [one for one in chunk if key_of(one.draft) not in known]
    _create(new, taken)
    for one in chunk:
        order = known.get(key_of(one.draft))
        if order is None:
            continue
        if order.fingerprint == one.fingerprint:
            taken.outcomes.append(Outcome(one.draft, "unchanged", order.order_no, order.id))
        else:
            note = change(order, one)
            taken.outcomes.append(Outcome(one.draft, "changed", order.order_no, order.id, note))


def find_known(drafts: Sequence[OrderDraft], to_change: bool = False) -> dict[Key, Order]:
    """Those of these orders that were taken in before.

    `to_change`: as they stand when everybody who moves one has committed, and nobody moves one before we do.
    SQLite has one writer anyway.
    """
    refs: dict[str, list[str]] = {}
    for draft in drafts:
        refs.setdefault(draft.channel, []).append(draft.channel_ref)
    found: dict[Key, Order] = {}
    for channel, of_channel in refs.items():
        query = Order.select().where(Order.channel == channel, Order.channel_ref.in_(of_channel))
        if to_change and not is_sqlite():
            query = query.order_by(Order.id).for_update()  # by id, as a release does
        found.update({(channel, order.channel_ref): order for order in query})
    return found


def _create(new: Sequence[Prepared], taken: Taken) -> None:
    if not new:
        return
    channels = {one.draft.channel for one in new}
    Channel.insert_many(
        [{"code": code, "name": code} for code in sorted(channels)]
    ).on_conflict_ignore().execute()
    known, created = skus.ensure({line.sku: line.name for one in new for line in one.draft.lines})
    today = clock.now().astimezone(ZoneInfo(get_site().zone)).date()
    numbers = next_numbers(len(new), today)
    insert_orders([columns_of(one, number, known) for one, number in zip(new, numbers, strict=True)])
    ids = ids_by_number(numbers)
    insert_lines([(ids[number], one.draft) for one, number in zip(new, numbers, strict=True)], known)
    for one, number in zip(new, numbers, strict=True):
        _record(one, ids[number])
        taken.outcomes.append(Outcome(one.draft, "created", number, ids[number]))
    pressing = sorted(zip(new, numbers, strict=True), key=lambda pair: _pressing(pair[0]))
    taken.readied += len(make_ready([ids[number] for _, number in pressing]))
    taken.new_skus += created
    push.announce("queue", None, "lead", "floor")


def _record(one: Prepared, order_id: int) -> None:
    told = {"to": "new", "channel": one.draft.channel, "tier": one.decided.tier}
    record("order:received", order_id, order_id=order_id, data=told)


def _pressing(one: Prepared) -> tuple[str, float]:
    return one.decided.tier, one.decided.start_by_at.timestamp()
