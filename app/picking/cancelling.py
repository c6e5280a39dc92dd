"""Cancel an order that may already lie in totes: somebody must put its units back."""

from peewee import fn

from app.db import transaction
from app.picking.exceptions import open_exception
from app.picking.models import Tote
from app.waves import stopping
from app.waves.models import Pick
from app.words import Words


def cancel(order_id: int, reason: str, by: int) -> None:
    """Cancel it on every walk; the lead is told which totes hold what was picked."""
    with transaction():
        stopping.cancel(order_id, reason, by)
        units = Pick.select(fn.SUM(Pick.done_qty)).where(Pick.order == order_id).scalar() or 0
        if units:
            totes = ", ".join(tote.code for tote in Tote.select().where(Tote.order_id == order_id)) or "-"
            open_exception(
                "put-back", Words("exception.put_back", {"units": units, "totes": totes}), order_id
            )
