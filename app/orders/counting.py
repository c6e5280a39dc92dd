"""How far an order line is: units picked and units that could not be found."""

from app.stock.sql import run

PICKED = "UPDATE order_line SET picked_qty = picked_qty + ? WHERE id = ?"
SHORT = "UPDATE order_line SET short_qty = short_qty + ? WHERE id = ?"


def count_picked(line_id: int, qty: int) -> None:
    """`qty` more units are in a tote, or fewer after an undo; the table's checks refuse too many."""
    run(PICKED, qty, line_id)


def count_short(line_id: int, qty: int) -> None:
    run(SHORT, qty, line_id)
