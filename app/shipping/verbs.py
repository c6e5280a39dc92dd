"""The wire's verbs over parcels that leave, or must not."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.ops.verbs import Code, Id, Op, Text, verb
from app.shipping import asking, handing_over, lines, readdressing, rerouting, typing_in
from app.shipping.addresses import Address
from app.shipping.readdressing import Wish
from app.words import Words

Cents = Annotated[int, Field(ge=0, le=100_000)]
LEADS = ("lead", "admin")


class Terms(BaseModel):
    """What was agreed to: the carrier's fee, and that the street has no house number."""

    model_config = ConfigDict(extra="ignore", strict=True)
    fee_cents: Cents = 0
    as_is: bool = False


NO_TERMS = Terms()


@verb("order.readdress", "lead", "admin", "customer_service")
def readdress(op: Op, order_id: Id, address: Address, reason: Text = "", terms: Terms = NO_TERMS) -> Words:
    """Send an order elsewhere: what is here stops at once, what has left is asked for. Screens: lead."""
    source = "lead" if set(LEADS) & set(op.operator.roles) else "customer_service"
    return asking.readdress(order_id, address, Wish(source, op.by, reason, terms.fee_cents, terms.as_is))


@verb("readdress.approve", *LEADS)
def approve(op: Op, readdress_id: Id, fee_cents: Cents = 0) -> Words:
    """Somebody asked for another address: do it, for what the carrier takes. Screens: lead."""
    return asking.answer(readdress_id, True, Wish("lead", op.by, fee_cents=fee_cents))


@verb("readdress.decline", *LEADS, "customer_service")
def decline(op: Op, readdress_id: Id) -> Words:
    """Somebody asked for another address: no. Screens: lead."""
    return asking.answer(readdress_id, False, Wish("lead", op.by))


@verb("readdress.answer", *LEADS, "customer_service")
def answer(op: Op, readdress_id: Id, accepted: bool, said: Text = "") -> Words:
    """What the carrier said by telephone about a parcel on its way. Screens: lead."""
    return rerouting.answered(readdress_id, accepted, said[:120], op.by)


@verb("readdress.settle", *LEADS)
def settle(op: Op, readdress_id: Id) -> Words:
    """A refused change was read. Screens: lead."""
    return rerouting.settle(readdress_id, op.by)


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


@verb("parcel.carrier", *LEADS)
def choose_carrier(op: Op, parcel_id: Id, carrier: Code) -> Words:
    """Send a parcel that has no number yet with another carrier. Screens: lead."""
    return lines.choose(parcel_id, carrier, op.by)


@verb("carrier.suspend", *LEADS)
def suspend(op: Op, carrier: Code, reason: Text) -> Words:
    """A carrier's line takes nothing now. Screens: lead."""
    return Words("carrier.suspended_now", {"count": lines.suspend(carrier, reason, op.by)})


@verb("carrier.resume", *LEADS)
def resume(op: Op, carrier: Code) -> Words:
    """Its line takes parcels again. Screens: lead."""
    lines.resume(carrier, op.by)
    return Words("carrier.resumed")


@verb("waybill.type", "packer", *LEADS)
def type_number(op: Op, parcel_id: Id, barcode: Code) -> Words:
    """A number typed for a parcel of the carrier without an interface.

    Screens: pack_print, pack_label, lead.
    """
    return typing_in.type_number(parcel_id, barcode, op.by)
