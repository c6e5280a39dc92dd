"""The scale catches a missing item: expected weight by SKUs and box, within the tolerance a rule names."""

from dataclasses import dataclass
from typing import Any

from app.errors import Refused
from app.packing.checking import list_items, name_of
from app.packing.ruling import Ruling, rule_on
from app.shipping.models import Parcel
from app.words import Words

TOLERANCE_G, TOLERANCE_PCT = 30, 5
BOX_G = {"S": 80, "M": 180, "L": 400, "XL": 800, "XXL": 1500}  # corrugated board, with its filling


@dataclass(frozen=True)
class Expected:
    """Grams, and how far off it may be."""

    grams: int
    tolerance_g: int


def expect_weight(parcel: Parcel, ruling: Ruling) -> Expected | None:
    """None where an item's weight is not known: then the scale proves nothing."""
    items = list_items(parcel.id)
    if not items or any(item.sku.weight_g <= 0 for item in items):
        return None
    grams = sum(item.qty * item.sku.weight_g for item in items) + BOX_G.get(str(ruling.get("box")), 0)
    share = _number(ruling.get("tolerance_pct"), TOLERANCE_PCT)
    least = _number(ruling.get("tolerance_g"), TOLERANCE_G)
    return Expected(grams, max(least, grams * share // 100))


def _number(told: Any, otherwise: int) -> int:
    return told if isinstance(told, int) and 0 <= told <= 100_000 else otherwise


def compare(parcel: Parcel, grams: int) -> Words | None:
    """What is wrong with this weight, or None; where no rule asks for weighing nothing is."""
    ruling = rule_on(parcel)
    expected = expect_weight(parcel, ruling) if ruling.get("weigh") else None
    if expected is None or abs(grams - expected.grams) <= expected.tolerance_g:
        return None
    if grams > expected.grams:
        return Words("pack.too_heavy", {"grams": grams - expected.grams})
    lacking = expected.grams - grams
    return Words(
        "pack.too_light", {"grams": lacking, "missing": _likely(parcel, lacking, expected.tolerance_g)}
    )


def _likely(parcel: Parcel, lacking: int, tolerance_g: int) -> str:
    """The item whose weight is nearest to what lacks."""
    item = min(list_items(parcel.id), key=lambda one: abs(one.sku.weight_g - lacking))
    return name_of(item.sku) if abs(item.sku.weight_g - lacking) <= 2 * tolerance_g else "?"


def require(parcel: Parcel) -> None:
    """Refused while a rule asks for a weight and there is none that fits, unless a lead let it through."""
    if parcel.overridden_by is not None or not rule_on(parcel, "weigh").get("weigh"):
        return
    if parcel.weight_g is None:
        raise Refused("pack.weigh_first")
    wrong = compare(parcel, parcel.weight_g)
    if wrong is not None:
        raise Refused(wrong.key, **wrong.details)
