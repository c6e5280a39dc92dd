"""A call to a carrier: claimed first, made outside any transaction, and what it answered saved afterwards.

What stays halfway (the process was killed between the call and the save) is found by the same query and asked
again, under the same name: a carrier gives the same answer to it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app import clock
from app.db import connection, transaction
from app.errors import Unavailable
from app.prepared import Prepared, update
from app.shipping.models import Readdress, Waybill
from app.shipping.parcels import get_parcel

log = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(seconds=60)
CALL_LASTS = timedelta(seconds=30)  # longer than any call: nobody else makes it meanwhile
Row = Waybill | Readdress


@dataclass(frozen=True)
class Call:
    """`ask(row)` their interface; `save(row, answer)` what it says; `keep(row, error)` that there is none.

    `doing`: what the log says of a bug in an adapter.
    """

    doing: str
    ask: Callable[[Any], Any]
    save: Callable[[Any, Any], None]
    keep: Callable[[Any, Unavailable], None]


def run_next(carrier: str, due: Prepared, model: type[Row], call: Call) -> bool:
    """Make the call of one row that is due with this carrier. Whether there was one."""
    row = _find(carrier, due, model)
    if row is None:
        return False
    if _claim(row):
        _make(carrier, row, call)
    return True


def _find(carrier: str, due: Prepared, model: type[Row]) -> Row | None:
    with connection():
        found = due.first(carrier=carrier, now=clock.to_ms(clock.now()))
        return model.get_by_id(found.id) if found is not None else None


def _claim(row: Row) -> bool:
    """Saved before the call: one hand makes it, and a crash inside it waits its turn. False: it moved on."""
    mine = {"id": row.id, "state": row.state, "tries": row.tries}
    with transaction():
        row.parcel = get_parcel(row.parcel_id)
        return update(type(row), mine, tries=row.tries + 1, next_try_at=clock.now() + CALL_LASTS)


def _make(carrier: str, row: Row, call: Call) -> None:
    """A failed save is no failed call: it is not kept as one."""
    try:
        answer = call.ask(row)
    except Unavailable as error:
        call.keep(row, error)
    except Exception:
        log.exception("%s %s with %s broke", call.doing, row.id, carrier)
        call.keep(row, Unavailable("carrier.broke"))
    else:
        call.save(row, answer)


def wait_after(row: Row) -> timedelta:
    """How long after a call without an answer the next one is made."""
    return min(timedelta(seconds=2 ** min(row.tries + 1, 9)), LONGEST_WAIT)
