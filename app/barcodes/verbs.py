"""The wire's verbs about barcodes."""

from app.barcodes import teaching
from app.ops.verbs import Code, Op, Text, verb
from app.words import Words


@verb("barcode.report")
def report(op: Op, barcode: Code, sku: Text = "") -> Words:
    """Tell the lead of a code that nobody knows, or of a wrong label.

    Screens: lead, idle, offer, totes, pick, zero_check, unload, station, pack_open, pack_check,
    pack_add, pack_print, pack_label, pack_close, stop, handover.
    """
    teaching.report(barcode, sku, op.by, op.operator.name)
    return Words("barcode.reported_bench" if op.sign_in.work == "packing" else "barcode.reported")


@verb("barcode.teach", "lead", "admin")
def teach(op: Op, barcode: Code, item: Code) -> Words:
    """Say which item a code belongs to. Screens: lead."""
    return teaching.teach(barcode, item, op.by)
