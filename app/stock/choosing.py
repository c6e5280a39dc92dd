"""From which faces a line is served. Pure.

One face that holds all of it where there is one (the emptiest such, so that faces run empty one by one),
else as few as possible, fullest first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """What one order line needs. Lines of one `key` (an order) are promised together or not at all."""

    key: int
    line_id: int
    sku_id: int
    qty: int


@dataclass
class Face:
    """What is free at one location."""

    balance_id: int
    location_id: int
    free: int


@dataclass(frozen=True)
class Part:
    """`qty` units for a line from one face."""

    line_id: int
    sku_id: int
    face: Face
    qty: int


def choose(wanted: Wanted, faces: Iterable[Face]) -> list[Part]:
    """Together less than wanted when there is not enough."""
    by_free = sorted(faces, key=lambda face: (face.free, face.location_id))
    for face in by_free:
        if face.free >= wanted.qty:
            return [Part(wanted.line_id, wanted.sku_id, face, wanted.qty)]
    parts: list[Part] = []
    missing = wanted.qty
    for face in reversed(by_free):
        qty = min(face.free, missing)
        if qty > 0:
            parts.append(Part(wanted.line_id, wanted.sku_id, face, qty))
            missing -= qty
    return parts


def choose_all(wanted: Sequence[Wanted], faces: Mapping[int, Sequence[Face]]) -> list[Part]:
    """Serve the keys in their order; what a served key takes is gone for the next. `free` is counted down."""
    by_key: dict[int, list[Wanted]] = {}
    for line in wanted:
        by_key.setdefault(line.key, []).append(line)
    parts: list[Part] = []
    for lines in by_key.values():
        parts += _choose_together(lines, faces)
    return parts


def _choose_together(lines: Sequence[Wanted], faces: Mapping[int, Sequence[Face]]) -> list[Part]:
    parts: list[Part] = []
    for line in lines:
        mine = choose(line, faces.get(line.sku_id, ()))
        for part in mine:
            part.face.free -= part.qty
        parts += mine
        if sum(part.qty for part in mine) < line.qty:
            for part in parts:
                part.face.free += part.qty
            return []
    return parts
