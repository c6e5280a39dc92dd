"""The wire's verbs over parcels that leave, or must not."""

from app.ops.verbs import Code, Id, Op, Text, verb
from app.shipping import handing_over, readdressing
from app.shipping.addresses import Address
from app.words import Words


@verb("order.readdress", "lead", "admin", "customer_service")
def readdress(op: Op, order_id: Id, address: Address, reason: Text = "") -> Words:
    """Send an order elsewhere before it leaves; a labelled parcel stops at once. Screens: lead."""
    return readdressing.readdress(order_id, address, reason, op.by)


@verb("label.destroyed", "packer")
def destroyed(op: Op, label_id: Id) -> Words:
    """The old label was torn up. Screens: stop, pack_open, pack_label, pack_print, station, handover."""
    return readdressing.account_for(label_id, "destroy", op.by)


@verb("label.lost", "packer")
def lost(op: Op, label_id: Id) -> Words:
    """The old label cannot be found. Screens: stop, pack_open, pack_label, pack_print, station, handover."""
    return readdressing.account_for(label_id, "lose", op.by)


@verb("handover.scan", "packer")
def scan(op: Op, carrier: Code, barcode: Code) -> Words:
    """A parcel goes to its carrier. Screens: handover."""
    return handing_over.hand_over(carrier, barcode, op.by, op.operator.lang)
