"""The wire's verbs of a picker."""

from typing import Annotated

from pydantic import Field

from app.ops.verbs import Code, Count, Id, Op, Qty, Said, Text, verb
from app.picking import (
    calling,
    cancelling,
    counts,
    emptiness,
    ending,
    exceptions,
    late,
    papers,
    scanning,
    shortages,
    totes,
    walking,
)
from app.picking.late import kept_when_late
from app.picking.shortages import Why
from app.waves import joining
from app.waves.assigning import own_task
from app.words import Words

Kind = Annotated[str, Field(min_length=1, max_length=32)]
Stops = Annotated[dict[Annotated[str, Field(pattern=r"^\d{1,9}$")], Count], Field(max_length=500)]


@verb("task.start", "picker")
@kept_when_late
def start(op: Op, task_id: Id, cart: Code | None = None) -> None:
    """Accept an offer; `cart`: the code of the cart that was scanned for it.

    Screens: totes, pick, zero_check, unload.
    """
    walking.start(task_id, op.by, cart)


@verb("tote.scan", "picker")
@kept_when_late
def scan_tote(op: Op, task_id: Id, slot: Qty, barcode: Code) -> None:
    """Put a tote into a slot of the cart. Screens: totes, pick, zero_check, unload."""
    totes.put(own_task(task_id, op.by, "started"), slot, barcode, op.by)


@verb("location.scan", "picker")
@kept_when_late
def scan_location(op: Op, pick_id: Id, barcode: Code) -> None:
    """Prove to stand at the right shelf. Screens: pick."""
    scanning.scan_location(pick_id, barcode, op.by)


@verb("pick.scan", "picker")
@kept_when_late
def scan(op: Op, pick_id: Id, barcode: Code, qty: Qty = 1) -> Said:
    """Confirm units of a pick. Screens: pick, totes, zero_check, unload, idle, offer."""
    return scanning.scan(op, pick_id, barcode, qty)


@verb("pick.short", "picker")
@kept_when_late
def short(op: Op, pick_id: Id, found: Count, reason: Text = "", photo_id: Id | None = None) -> Words:
    """Found fewer. Screens: pick, totes, zero_check, unload."""
    return shortages.short(pick_id, found, op.by, Why("short", photo_id))


@verb("pick.damaged", "picker")
@kept_when_late
def damaged(op: Op, pick_id: Id, found: Count, reason: Text = "", photo_id: Id | None = None) -> Words:
    """Found broken ones: `found` are good. Screens: pick, totes, zero_check, unload."""
    return shortages.short(pick_id, found, op.by, Why("damaged", photo_id))


@verb("pick.wrong_label", "picker")
@kept_when_late
def wrong_label(op: Op, pick_id: Id, found: Count, reason: Text = "", photo_id: Id | None = None) -> Words:
    """The right item under a wrong barcode: `found` scan as they should.

    Screens: pick, totes, zero_check, unload.
    """
    return shortages.short(pick_id, found, op.by, Why("wrong-label", photo_id))


@verb("pick.skip", "picker")
def skip(op: Op, pick_id: Id, reason: Text = "") -> None:
    """Later. Screens: pick, totes."""
    scanning.skip(pick_id, op.by)


@verb("pick.undo", "picker")
@kept_when_late
def undo(op: Op, pick_id: Id) -> Words:
    """Put a stop's units back on the shelf. Screens: pick, totes, unload."""
    scanning.undo(pick_id, op.by)
    return Words("pick.undone")


@verb("task.unload", "picker")
@kept_when_late
def unload(op: Op, task_id: Id, station: Code) -> Words:
    """Set the totes down at a packing station. Screens: idle, offer."""
    made = walking.unload(task_id, station, op.by)
    return Words("task.unloaded", {"station": made.name})


@verb("task.hand_on", "picker")
def hand_on(op: Op, task_id: Id) -> Words:
    """Leave the cart to somebody else, where the rest lies in another zone. Screens: idle, offer."""
    walking.hand_on(task_id, op.by)
    return Words("task.handed_on")


@verb("join.leave", "picker")
def leave(op: Op, task_id: Id, order_id: Id) -> Words:
    """No room for an urgent order that joined. Screens: totes, pick, zero_check, unload."""
    joining.leave(order_id, own_task(task_id, op.by, "started").id, op.by)
    return Words("join.left")


@verb("location.empty", "picker")
def check_empty(op: Op, location_id: Id, empty: bool, left: Count = 0) -> Words:
    """Say whether a shelf is empty, or what is left on it. Screens: idle, offer, totes, pick, unload."""
    return emptiness.check_empty(location_id, empty, left, op.by)


@verb("count.close", "lead", "admin")
def close_count(op: Op, count_id: Id, found: Count) -> Words:
    """What is on a shelf that was to be counted. Screens: lead."""
    return counts.close(count_id, found, op.by)


@verb("ticket.enter", "lead", "admin")
def enter_ticket(op: Op, task_id: Id, found: Stops, station: Code) -> Words:
    """A walk was done on paper: `found` has the units of each stop, by pick. Screens: lead."""
    return papers.enter(task_id, {int(pick_id): units for pick_id, units in found.items()}, station, op.by)


@verb("help.call")
def call_help(op: Op, reason: Text = "", photo_id: Id | None = None) -> Words:
    """Call the shift lead.

    Screens: lead, idle, offer, totes, pick, zero_check, unload, station, pack_open, pack_check,
    pack_add, pack_print, pack_label, pack_close, stop, handover.
    """
    calling.call(op, reason, photo_id)
    return Words("help.coming")


@verb("exception.resolve", "lead", "admin")
def resolve(op: Op, exception_id: Id) -> Words:
    """The lead has put it right. Screens: lead."""
    done = exceptions.resolve(exception_id, op.by)
    if done.kind == cancelling.PUT_BACK and done.order_id is not None:
        cancelling.put_back(done.order_id, op.by)
    return Words("exception.resolved")


@verb("order.cancel", "lead", "admin", "customer_service")
def cancel(op: Op, order_id: Id, reason: Text = "") -> Words:
    """Cancel an order that has not left. Screens: lead."""
    cancelling.cancel(order_id, reason, op.by)
    return Words("order.cancelled")


@verb("aisle.close", "lead", "admin")
def close_aisle(op: Op, aisle: Qty) -> Words:
    """Nobody is sent into it until it is opened. Screens: lead."""
    ending.close_aisle(aisle, op.by)
    return Words("aisle.closed", {"aisle": aisle})


@verb("fact.report")
def report(op: Op, kind: Kind, minutes: Count, why: Kind) -> None:
    """Hand over what this device saved `minutes` ago and the server did not accept: it must not be lost.

    Screens: lead, idle, offer, totes, pick, zero_check, unload, station, pack_open, pack_check,
    pack_add, pack_print, pack_label, pack_close, stop, handover.
    """
    late.keep_report(op, kind, minutes, why)
