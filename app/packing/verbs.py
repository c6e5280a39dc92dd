"""The wire's verbs of a packer."""

from typing import Annotated

from pydantic import Field

from app.db import transaction
from app.errors import Refused
from app.ops.verbs import Code, Id, Op, Qty, Said, Text, verb
from app.packing import checking, fast_lane, labelling, merging, mistakes, opening, second, splitting, working
from app.packing.labelling import own_parcel
from app.words import Words

__all__ = ["working"]
Grams = Annotated[int, Field(ge=1, le=200_000)]
CAUGHT = {"pack.wrong_item": "wrong_item", "pack.too_many": "too_many", "pack.already_checked": "too_many"}
Caught = Annotated[int, Field(ge=0, le=100)]
What = Annotated[str, Field(min_length=1, max_length=40)]


@verb("pack.open", "packer")
def open_parcel(op: Op, barcode: Code) -> Words | None:
    """Scan a tote at the bench; nothing opens while other totes of its order stand elsewhere.

    Screens: pack_open, pack_check, pack_add, pack_print, pack_label, pack_close, stop.
    """
    told = opening.open_parcel(op, barcode)
    fast_lane.go(op, barcode)
    return told


@verb("pack.check", "packer")
def check(op: Op, parcel_id: Id, barcode: Code, qty: Qty = 1, caught: Caught = 0) -> None:
    """An item goes into the box; `caught`: wrong ones that the handheld stopped before it.

    Screens: pack_check, pack_add, pack_print, stop.
    """
    with transaction():
        parcel = own_parcel(op, parcel_id, "open")
        mistakes.note_many(op, parcel_id, caught)
        if checking.is_checked(parcel.id):
            insert = checking.find_insert(parcel, barcode)
            if insert is not None:
                return checking.add_by_scan(parcel, insert, op.by)
            checking.refuse_other_than_gifts(parcel)
        try:
            checking.check_item(parcel, barcode, qty, op.by)
        except Refused as error:
            if error.key in CAUGHT:
                mistakes.note(op, parcel_id, CAUGHT[error.key])
            raise


@verb("pack.add", "packer")
def add(op: Op, parcel_id: Id, what: What) -> None:
    """Something the order asks for is in the box, or minded. Screens: pack_add, pack_print, stop."""
    with transaction():
        checking.do_add(own_parcel(op, parcel_id, "open"), what, op.by)


@verb("pack.print", "packer")
def print_papers(op: Op, parcel_id: Id, spoiled: bool = False) -> Words:
    """Slip and label, once items and adds are done; `spoiled`: a copy of a label that tore or smeared.

    Screens: pack_print, pack_label, stop.
    """
    return labelling.print_papers(op, parcel_id, spoiled)


@verb("pack.label_scan", "packer")
def scan_label(op: Op, parcel_id: Id, barcode: Code) -> Words:
    """The label is on the box. After an address change the parcel goes on where it stood.

    Screens: pack_close, pack_open, pack_check, pack_add, pack_print, pack_label, stop, station.
    """
    return labelling.scan_label(op, parcel_id, barcode)


@verb("pack.close", "packer")
def close(op: Op, parcel_id: Id) -> Words:
    """The box is shut. Screens: pack_open, stop."""
    with transaction():
        parcel = own_parcel(op, parcel_id)
        second.require(parcel)
        return labelling.close(parcel, op.by)


@verb("pack.override", "lead", "admin")
def override(op: Op, parcel_id: Id, reason: Text) -> Words:
    """Let a parcel through without scanning or adding everything, and say why. Screens: lead."""
    return labelling.override(op, parcel_id, reason)


@verb("pack.weigh", "packer")
def weigh(op: Op, parcel_id: Id, grams: Grams) -> Said:
    """What the scale says. Screens: pack_check, pack_add, pack_print, pack_label, pack_close, stop."""
    return labelling.weigh(op, parcel_id, grams)


@verb("pack.second", "packer")
def second_check(op: Op, parcel_id: Id, badge: Code) -> Words:
    """Somebody else has looked into the box.

    Screens: pack_check, pack_add, pack_print, pack_label, pack_close, stop.
    """
    return second.check(op, parcel_id, badge)


@verb("pack.split", "packer")
def split(op: Op, parcel_id: Id) -> Words:
    """The box is full: the rest goes into another one. Screens: pack_check, pack_add, pack_print, stop."""
    return splitting.split(op, own_parcel(op, parcel_id, "open"))


@verb("pack.merge", "packer")
def merge(op: Op, parcel_id: Id, order_id: Id, accept: bool) -> Words:
    """Another order of the same customer to the same address goes into this box, or not.

    Screens: pack_check, pack_add, stop.
    """
    return merging.answer(op, own_parcel(op, parcel_id, "open"), order_id, accept)


@verb("parcel.error", "lead", "admin", "customer_service")
def report_error(op: Op, parcel_id: Id, what: What) -> Words:
    """A customer found something wrong, missing or damaged. Screens: lead."""
    return mistakes.report(op, parcel_id, what)
