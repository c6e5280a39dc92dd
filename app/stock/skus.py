"""SKUs by their code: upper-case, created when first seen, unslotted until somebody gives them a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.db import transaction
from app.errors import Invalid, NotFound
from app.stock.models import Barcode, Sku, Substitute
from app.stock.sql import run_in, run_many

MAX_CODE = 64
VOLUME_ML, WEIGHT_G = 500, 250  # of a SKU about which nothing is known

ADD = (
    "INSERT INTO sku (code, name, volume_ml, weight_g, flags) VALUES (?, ?, ?, ?, '[]') "
    "ON CONFLICT (code) DO NOTHING"
)
ADD_BARCODE = "INSERT INTO barcode (code, sku_id) VALUES (?, ?) ON CONFLICT (code) DO NOTHING"


@dataclass(frozen=True)
class Known:
    """What planning needs of a SKU."""

    id: int
    volume_ml: int
    weight_g: int


def normal(code: str) -> str:
    """Codes that differ only by case are one SKU."""
    return code.strip().upper()


def find_all(codes: Iterable[str]) -> dict[str, Known]:
    """The known ones of these (normal) codes."""
    rows = run_in("SELECT code, id, volume_ml, weight_g FROM sku WHERE code IN ?", sorted(set(codes)))
    return {code: Known(*facts) for code, *facts in rows}


def ensure(names: Mapping[str, str]) -> tuple[dict[str, Known], list[str]]:
    """All of these SKUs ((normal) code -> name), and which of them were created now. In a transaction."""
    found = find_all(names)
    created = [code for code in names if code not in found]
    run_many(ADD, [(code, names[code][:200], VOLUME_ML, WEIGHT_G) for code in created])
    return (found | find_all(created), created) if created else (found, [])


def add_barcodes(pairs: Sequence[tuple[str, int]]) -> None:
    """(barcode, SKU id); a barcode that is known already keeps its SKU."""
    known = {row.code for row in Barcode.select(Barcode.code).where(Barcode.code.in_([p[0] for p in pairs]))}
    run_many(ADD_BARCODE, [pair for pair in dict(pairs).items() if pair[0] not in known])


def allow_instead(code: str, other: str) -> bool:
    """`other` may go where `code` is missing; False when it was known. NotFound names an unknown SKU."""
    ids = [_get_id(one) for one in (code, other)]
    if ids[0] == ids[1]:
        raise Invalid("stock.same_sku", sku=normal(code)[:MAX_CODE])
    with transaction():
        _, made = Substitute.get_or_create(sku=ids[0], other=ids[1])
    return bool(made)


def _get_id(code: str) -> int:
    found = Sku.get_or_none(Sku.code == normal(code))
    if found is None:
        raise NotFound("stock.unknown_sku", sku=normal(code)[:MAX_CODE])
    return int(found.id)
