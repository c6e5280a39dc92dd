"""Cancel an order that may lie in totes: its units go back to their shelves, its totes travel again."""

from app.db import transaction
from app.orders.numbering import lock_intake
from app.picking import ending, scanning, totes
from app.picking.exceptions import open_exception
from app.picking.finishing import picked_units
from app.stock.sql import lock_promises
from app.waves import stopping
from app.waves.models import Pick
from app.words import Words

PUT_BACK = "put-back"


def cancel(order_id: int, reason: str, by: int) -> None:
    """Cancel it on every walk; the lead is told which totes hold what was picked."""
    with transaction():
        lock_intake()
        ended = stopping.cancel(order_id, reason, by)
        ending.clear(ended, by)
        units = picked_units(order_id)
        if not units:
            totes.free(order_id)
            return
        holding = totes.list_of(order_id) or totes.list_shared(order_id)
        codes = ", ".join(tote.code for tote in holding) or "-"
        open_exception(PUT_BACK, Words("exception.put_back", {"units": units, "totes": codes}), order_id)


def put_back(order_id: int, by: int) -> None:
    """The lead has had the units put back: the books follow, the totes are free."""
    with transaction():
        lock_promises()
        for row in Pick.select(Pick.id).where(Pick.order == order_id, Pick.done_qty > 0):
            pick = scanning.get_pick(row.id)
            scanning.put_back(pick, by)
            scanning.drop(pick, by)
        totes.free(order_id)
