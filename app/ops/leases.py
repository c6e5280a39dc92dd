"""One process of many runs a loop: it holds the loop's lease, and another takes over when it falls silent."""

import os
import secrets
import threading
from datetime import datetime, timedelta

from app import clock
from app.db import connection, transaction
from app.ops.models import Lease

_held: dict[tuple[str, str], datetime] = {}  # (holder, loop): a forked worker must not believe its parent's
_token = secrets.token_hex(8)
_leaving = threading.Event()


def holds(name: str, seconds: float = 10) -> bool:
    """Whether this process may run loop `name` now; the database is asked again after half of `seconds`.

    A process that was killed is replaced after `seconds`; one that stops releases at once.
    """
    if _leaving.is_set():
        return False
    now, mine = clock.now(), (_me(), name)
    whole = timedelta(seconds=seconds)
    if mine in _held and whole / 2 < _held[mine] - now <= whole:
        return True
    _held.pop(mine, None)
    until = now + whole
    with connection():
        if not _is_free(name, now) or not _take(name, now, until):
            return False
    _held[mine] = until
    return True


def release(name: str) -> None:
    """Let another process take over at once."""
    _held.pop((_me(), name), None)
    with transaction():
        Lease.delete().where(Lease.name == name, Lease.holder == _me()).execute()


def release_all() -> None:
    """This process is about to end: others take its loops over at once, and it takes none any more."""
    _leaving.set()
    _held.clear()
    with transaction():
        Lease.delete().where(Lease.holder == _me()).execute()


def _me() -> str:
    return f"{os.getpid()}:{_token}"  # the pid: forked workers share the token


def _is_free(name: str, now: datetime) -> bool:
    lease = Lease.get_or_none(Lease.name == name)
    return lease is None or lease.holder == _me() or lease.until_at <= now


def _take(name: str, now: datetime, until: datetime) -> bool:
    me = _me()
    with transaction():
        free = (Lease.holder == me) | (Lease.until_at <= now)
        if Lease.update(holder=me, until_at=until).where(Lease.name == name, free).execute():
            return True
        Lease.insert(name=name, holder=me, until_at=until).on_conflict_ignore().execute()
        return bool(Lease.select().where(Lease.name == name, Lease.holder == me).exists())
