"""Wave selection files, and the solution files of all three problems."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.planner.batching import Batch, Item, Job
from app.planner.instance import BadInstance, Instance, read_lines
from app.planner.layout import Stop
from app.planner.waving import Chosen, Lines, Pool

MAX_ROWS = 2_000_000


def read_pool(path: Path) -> Pool:
    """`orders items aisles`, a line an order and an aisle (`k item qty ...`), then `least most`."""
    try:
        numbers = _numbers(path)
        orders, items, aisles = next(numbers), next(numbers), next(numbers)
        if min(orders, aisles) < 1 or max(orders, items, aisles) > MAX_ROWS:
            raise BadInstance(f"{path}: {orders} orders, {items} items, {aisles} aisles cannot be")
        rows = [_row(path, numbers, items) for _ in range(orders + aisles)]
        least, most = next(numbers), next(numbers)
    except StopIteration:
        raise BadInstance(f"{path}: ends too early") from None
    if next(numbers, None) is not None:
        raise BadInstance(f"{path}: holds more than it announces")
    if not 0 <= least <= most or most < 1:
        raise BadInstance(f"{path}: a wave of {least} to {most} units cannot be")
    return Pool(rows[:orders], rows[orders:], least, most)


def _numbers(path: Path) -> Iterator[int]:
    for line, text in enumerate(read_lines(path), 1):
        for word in text.split():
            if not (word.isascii() and word.isdigit() and len(word) <= 12):
                raise BadInstance(f"{path}: line {line}: '{word[:40]}' is no number")
            yield int(word)


def _row(path: Path, numbers: Iterator[int], items: int) -> Lines:
    row: Lines = {}
    for _ in range(next(numbers)):
        item, qty = next(numbers), next(numbers)
        if item >= items:
            raise BadInstance(f"{path}: item {item} outside 0..{items - 1}")
        row[item] = row.get(item, 0) + qty
    return row


def jobs_of(instance: Instance, due: dict[int, float]) -> list[Job]:
    """The orders of a batching file; the picker's capacity counts weight."""
    jobs = []
    for number, order in enumerate(instance.orders):
        weights = [qty * instance.weights.get(article, 1.0) for article, qty in order.items()]
        stops = instance.stops_of(number)
        items = tuple(Item(stop, grams=grams) for stop, grams in zip(stops, weights, strict=True))
        jobs.append(Job(number, items, due_at_s=due.get(number)))
    return jobs


def read_due(path: Path) -> dict[int, float]:
    """`order,due_s` lines, the first one a header: seconds from the start of the plan."""
    due = {}
    for line, text in enumerate(read_lines(path)[1:], 2):
        try:
            order, seconds = text.split(",")[:2]
            due[int(order)] = float(seconds)
        except ValueError:
            raise BadInstance(f"{path}: line {line}: order,due_s expected, not '{text[:40]}'") from None
    return due


def plan_text(batches: Sequence[Batch]) -> str:
    """JSON: the orders of each batch and its stops [aisle, cell] in visiting order."""
    return json.dumps({"batches": [{"orders": b.orders, "route": b.stops} for b in batches]}) + "\n"


def tours_text(tours: dict[str, list[Stop]]) -> str:
    """JSON: file name -> its stops [aisle, cell] in visiting order."""
    return json.dumps(tours) + "\n"


def wave_text(wave: Chosen) -> str:
    """One number a line: how many orders, the orders, how many aisles, the aisles."""
    return "\n".join(map(str, [len(wave.orders), *wave.orders, len(wave.aisles), *wave.aisles])) + "\n"
