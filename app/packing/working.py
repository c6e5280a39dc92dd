"""What to work at: picking, packing at a station, hand-over. Packing, the highest of the three, knows all."""

from app.errors import NotFound
from app.ops.own import Work, change_work
from app.ops.verbs import Code, Op, verb
from app.printing.models import Station


@verb("work.choose")
def choose_work(op: Op, work: Work, station: Code | None = None) -> None:
    """Go to other work.

    Screens: idle, offer, totes, pick, unload, station, pack_open, pack_check, pack_add, pack_print,
    pack_label, pack_close, stop, handover, lead.
    """
    change_work(op, work, _station_id(station) if station else None)


def _station_id(code: str) -> int:
    found = Station.get_or_none(Station.code == code.strip().upper())
    if found is None:
        raise NotFound("pack.unknown_station", code=code[:32])
    return int(found.id)
