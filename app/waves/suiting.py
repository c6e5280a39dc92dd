"""What a walk asks of who walks it, and who has it: equipment, skills, zones, totes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.people.models import Equipment, Operator
from app.rules.remembering import Remembered
from app.stock.models import Location
from app.waves.filling import Cart, Piece
from app.words import Words

Kind = tuple[str, str]  # equipment and skill that a shelf asks for; what differs cannot share a walk
PLAIN: Kind = ("", "")
ORDINARY = Cart()


@dataclass(frozen=True)
class Needs:
    """`narrow`: the narrow aisles that the walk enters, counted from 1."""

    equipment: str = ""
    skills: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    narrow: tuple[int, ...] = ()
    totes: int = 0

    def to_json(self) -> dict[str, Any]:
        """What is asked for; an ordinary walk on a plain floor asks for little."""
        return {name: value for name, value in self.__dict__.items() if value}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Needs":
        listed = {name: tuple(kept.get(name, ())) for name in ("skills", "zones", "narrow")}
        return cls(kept.get("equipment", ""), **listed, totes=kept.get("totes", 0))


@dataclass(frozen=True)
class Who:
    """A picker, what they push or drive, and what they may do. No zones: they work everywhere.

    A walk over several zones begins with whoever works in one of them, who hands its cart on (`passing`).
    """

    operator_id: int
    kind: str = ""  # "" a cart
    cart: Cart = ORDINARY
    skills: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()

    def suits(self, needs: Needs) -> bool:
        return (
            needs.equipment == self.kind
            and needs.totes <= self.cart.totes
            and set(needs.skills) <= self.skills
            and (not self.zones or not needs.zones or not self.zones.isdisjoint(needs.zones))
        )


def get_who(operator_id: int) -> Who:
    return list_who([operator_id])[0]


def list_who(operator_ids: Sequence[int]) -> list[Who]:
    """These operators, in the order of their ids."""
    operators = list(Operator.select().where(Operator.id.in_(operator_ids)).order_by(Operator.id))
    codes = {operator.equipment for operator in operators} - {""}
    found = Equipment.select().where(Equipment.code.in_(codes)) if codes else []
    known = {equipment.code: equipment for equipment in found}
    return [_who(operator, known.get(operator.equipment)) for operator in operators]


def _who(operator: Operator, pushes: Equipment | None) -> Who:
    skills, zones = frozenset(operator.skills), frozenset(operator.zones)
    if pushes is None:
        return Who(operator.id, skills=skills, zones=zones)
    kind = "" if pushes.kind == "cart" else pushes.kind
    return Who(operator.id, kind, Cart(pushes.totes, pushes.tote_ml, pushes.tote_g), skills, zones)


def asks_of(needs: Needs) -> list[Words]:
    """What a walk asks for beyond an ordinary cart."""
    named = [Words("suits.skill", {"skill": skill}) for skill in needs.skills]
    named += [Words("suits.zone", {"zone": zone}) for zone in needs.zones]
    return [Words(f"suits.{needs.equipment}"), *named] if needs.equipment else named


def needs_of(places: Sequence[Location], totes: int) -> Needs:
    return Needs(
        equipment=max((place.equipment for place in places), default=""),
        skills=_names(place.skill for place in places),
        zones=_names(place.zone for place in places),
        narrow=tuple(sorted({place.aisle for place in places if place.narrow})),
        totes=totes,
    )


def _names(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(found) - {""}))


def locations_of(pieces: Iterable[Piece]) -> list[Location]:
    return list(Location.select().where(Location.id.in_({piece.location_id for piece in pieces})))


def by_kind(pieces: Sequence[Piece]) -> dict[Kind, list[Piece]]:
    """Pieces that may share a walk, the plain ones first; one empty kind where there are no pieces."""
    found: dict[Kind, list[Piece]] = {}
    for piece in pieces:
        found.setdefault((piece.equipment, piece.skill), []).append(piece)
    return dict(sorted(found.items())) or {PLAIN: []}


def _has_marks() -> bool:
    marked = (Location.zone != "") | Location.narrow | (Location.equipment != "") | (Location.skill != "")
    return bool(Location.select().where(marked).exists())


_marks = Remembered(_has_marks, 30.0)


def is_plain_floor() -> bool:
    """No shelf asks for anything: whoever is free may walk everywhere."""
    return not _marks.get()


def forget() -> None:
    """The floor was marked here."""
    _marks.forget()
