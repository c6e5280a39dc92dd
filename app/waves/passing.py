"""A walk over several zones goes from hand to hand: each takes what lies in their zones, then hands it on."""

from typing import Any

from app.stock.models import Location
from app.waves import suiting
from app.waves.models import Pick


def put_own_zones_first(task_id: int, operator_id: int) -> None:
    """The open stops in zones of this picker, then the others; each in walking order."""
    zones = frozenset[str]() if suiting.is_plain_floor() else suiting.get_who(operator_id).zones
    if not zones:
        return
    query = Pick.select(Pick.id, Pick.seq, Location.zone.alias("zone")).join(Location)
    stops: Any = query.where(Pick.task == task_id, Pick.state == "open").order_by(Pick.seq).objects()
    seqs = [stop.seq for stop in stops]
    own_first = sorted(stops, key=lambda stop: (stop.zone not in zones | {""}, stop.seq))
    for seq, stop in zip(seqs, own_first, strict=True):
        if stop.seq != seq:
            Pick.update(seq=seq).where(Pick.id == stop.id).execute()
