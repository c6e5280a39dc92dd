from collections.abc import Callable

from app.printing.spool import spool
from app.printing.virtual import keep_virtual


def steps() -> list[Callable[[], bool]]:
    return [spool.step, keep_virtual]
