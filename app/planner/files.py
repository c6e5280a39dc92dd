"""Wave selection files, and the solution files of all three problems."""

import json
from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import numpy as np

from app.planner.batching import Batch, Item, Job
from app.planner.instance import BadInstance, Instance, read_lines
from app.planner.layout import Stop
from app.planner.matrix import MOST_PLACES, Matrix
from app.planner.waving import Chosen, Lines, Pool

MAX_ROWS = 2_000_000


def read_pool(path: Path) -> Pool:
    """`orders items aisles`, a line an order and an aisle (`k item qty ...`), then `least most`."""
    numbers = _numbers(path)
    if len(numbers) < 5:
        raise BadInstance(f"{path}: ends too early")
    orders, items, aisles = numbers[:3]
    if min(orders, aisles) < 1 or max(orders, items, aisles) > MAX_ROWS:
        raise BadInstance(f"{path}: {orders} orders, {items} items, {aisles} aisles cannot be")
    rows, at = _rows(path, numbers, items, orders + aisles)
    if len(numbers) < at + 2:
        raise BadInstance(f"{path}: ends too early")
    if len(numbers) > at + 2:
        raise BadInstance(f"{path}: holds more than it announces")
    least, most = numbers[at:]
    if least > most or most < 1:
        raise BadInstance(f"{path}: a wave of {least} to {most} units cannot be")
    return Pool(rows[:orders], rows[orders:], least, most)


def _numbers(path: Path) -> list[int]:
    lines = read_lines(path)
    words = " ".join(lines).split()
    if all(map(_is_number, words)):
        return list(map(int, words))
    wrong = ((line, word) for line, text in enumerate(lines, 1) for word in text.split())
    line, word = next((line, word) for line, word in wrong if not _is_number(word))
    raise BadInstance(f"{path}: line {line}: '{word[:40]}' is no number")


def _is_number(word: str) -> bool:
    return word.isdigit() and word.isascii() and len(word) <= 12


def _rows(path: Path, numbers: list[int], items: int, count: int) -> tuple[list[Lines], int]:
    """So many rows of item -> qty, and where the numbers go on after them."""
    rows, at = list[Lines](), 3
    for _ in range(count):
        end = at + 1 + 2 * (numbers[at] if at < len(numbers) else len(numbers))
        if end > len(numbers):
            raise BadInstance(f"{path}: ends too early")
        named, qty = numbers[at + 1 : end : 2], numbers[at + 2 : end : 2]
        if named and max(named) >= items:
            raise BadInstance(f"{path}: item {max(named)} outside 0..{items - 1}")
        row = dict(zip(named, qty, strict=True))
        rows.append(row if len(row) == len(named) else _summed(named, qty))
        at = end
    return rows, at


def _summed(named: list[int], qty: list[int]) -> Lines:
    row: Lines = {}
    for item, more in zip(named, qty, strict=True):
        row[item] = row.get(item, 0) + more
    return row


def find_matrix(path: Path) -> Matrix | None:
    """The distances of a file that is a square of numbers, by commas or blanks; None if it is none."""
    lines = [text.replace(",", " ").split() for text in read_lines(path) if text.strip()]
    try:
        rows = [[float(word) for word in words] for words in lines[:MOST_PLACES]]
    except ValueError:
        return None
    if not rows or any(len(row) != len(lines) for row in rows) or len(lines) > MOST_PLACES:
        raise BadInstance(f"{path}: distances are a square of numbers, {MOST_PLACES} places at most")
    return np.array(rows)


def jobs_of(instance: Instance, due: dict[int, float]) -> list[Job]:
    """The orders of a batching file; the picker's capacity counts weight."""
    unknown = sorted(due.keys() - set(range(len(instance.orders))))
    if unknown:
        raise BadInstance(f"{instance.name}: order {unknown[0]} is due but not among its orders")
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
            if not isfinite(due[int(order)]):
                raise ValueError
        except ValueError:
            raise BadInstance(f"{path}: line {line}: order,due_s expected, not '{text[:40]}'") from None
    return due


def plan_text(batches: Sequence[Batch]) -> str:
    """JSON: the orders of each batch and its stops [aisle, cell] in visiting order."""
    return json.dumps({"batches": [{"orders": b.orders, "route": b.stops} for b in batches]}) + "\n"


def tours_text(tours: dict[str, Sequence[Stop | int]]) -> str:
    """JSON: file name -> its stops [aisle, cell], or the places of a matrix, in visiting order."""
    return json.dumps(tours) + "\n"


def wave_text(wave: Chosen) -> str:
    """One number a line: how many orders, the orders, how many aisles, the aisles."""
    return "\n".join(map(str, [len(wave.orders), *wave.orders, len(wave.aisles), *wave.aisles])) + "\n"
