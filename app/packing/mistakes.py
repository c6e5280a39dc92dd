"""Mistakes at the bench: those a scan or the scale caught, and those a customer found.

A refused scan leaves nothing behind in its own transaction, so caught ones are noted in memory and written
down by the loop: a figure, of which a crash loses a second.
"""

import threading
from datetime import timedelta
from typing import Any

from peewee import fn

from app import clock
from app.db import transaction
from app.errors import Invalid, NotFound
from app.ops.verbs import Op
from app.packing.models import PackError
from app.people.models import Operator
from app.shipping.models import Parcel
from app.timeline.recording import record
from app.words import Words

SHIPPED = ("wrong", "missing", "damaged")
NEW_FOR = timedelta(days=7)
_lock = threading.Lock()
_noted: list[dict[str, Any]] = []


def note(op: Op, parcel_id: int, kind: str) -> None:
    row = {"op_id": op.op_id, "operator_id": op.by, "parcel_id": parcel_id, "kind": kind, "at": clock.now()}
    with _lock:
        _noted.append(row)


def note_many(op: Op, parcel_id: int, count: int) -> None:
    """Wrong items that the handheld itself stopped since the last right one."""
    for number in range(count):
        row = {"operator_id": op.by, "parcel_id": parcel_id, "kind": "wrong_item", "at": clock.now()}
        with _lock:
            _noted.append(row | {"op_id": f"{op.op_id[:60]}:{number}"})


def keep() -> bool:
    """Write down what was noted; the same operation sent twice is one mistake."""
    with _lock:
        rows = list(_noted)
        _noted.clear()
    for row in rows:
        PackError.insert(**row).on_conflict_ignore().execute()
    return False


def keep_nothing() -> None:
    """Forget what was noted: another database is connected."""
    with _lock:
        _noted.clear()


def report(op: Op, parcel_id: int, kind: str) -> Words:
    """A customer found a mistake in a parcel that left: it belongs to whoever packed it."""
    if kind not in SHIPPED:
        raise Invalid("op.bad_body", field="kind", why=", ".join(SHIPPED))
    with transaction():
        parcel = Parcel.get_or_none(Parcel.id == parcel_id)
        if parcel is None:
            raise NotFound("parcel.unknown")
        packer = {"operator_id": parcel.packer_id or 0, "parcel_id": parcel.id, "shipped": True}
        PackError.create(op_id=op.op_id, kind=kind, at=clock.now(), **packer)
        record("parcel:error_reported", parcel.id, order_id=parcel.order_id, by=op.by, data={"kind": kind})
    return Words("pack.error_noted")


def list_figures(days: int = 30) -> list[dict[str, Any]]:
    """For each packer: parcels, mistakes caught and shipped of 100 parcels, and whether they are new."""
    since = clock.now() - timedelta(days=days)
    closed: Any = Parcel.select(Parcel.packer_id, fn.COUNT(Parcel.id), fn.MIN(Parcel.closed_at))
    closed = closed.where(Parcel.packer_id.is_null(False), Parcel.closed_at >= since).group_by(
        Parcel.packer_id
    )
    caught, shipped = _counts(since, False), _counts(since, True)
    names = {row.id: row.name for row in Operator.select(Operator.id, Operator.name)}
    made = []
    for packer_id, parcels, _ in closed.tuples():
        first = Parcel.select(fn.MIN(Parcel.closed_at)).where(Parcel.packer_id == packer_id).scalar()
        made.append(
            {
                "operator_id": packer_id,
                "name": names.get(packer_id, "-"),
                "parcels": parcels,
                "caught": caught.get(packer_id, 0),
                "shipped": shipped.get(packer_id, 0),
                "caught_rate": round(100 * caught.get(packer_id, 0) / parcels, 2),
                "shipped_rate": round(100 * shipped.get(packer_id, 0) / parcels, 2),
                "new": clock.to_ms(clock.now() - NEW_FOR) <= _ms(first),
            }
        )
    return sorted(made, key=lambda row: (-row["shipped_rate"], -row["caught_rate"]))


def _ms(told: Any) -> int:
    return told if isinstance(told, int) else clock.to_ms(told)


def _counts(since: Any, shipped: bool) -> dict[int, int]:
    query: Any = PackError.select(PackError.operator_id, fn.COUNT(PackError.id))
    query = query.where(PackError.at >= since, PackError.shipped == shipped).group_by(PackError.operator_id)
    return dict(query.tuples())
