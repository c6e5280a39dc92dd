"""Labels: our own code on every paper, so that an old one is known wherever it is scanned."""

import re
from dataclasses import dataclass
from typing import Any

from app import clock
from app.contracts.tiers import get_site, get_tier
from app.errors import NotFound, Refused
from app.orders.models import Order
from app.picking.exceptions import open_exception
from app.prepared import Prepared, given, update
from app.printing import jobs
from app.printing.jobs import Document
from app.printing.models import PrintJob
from app.printing.moments import local_iso
from app.printing.sealing import remakes
from app.printing.stations import get_station
from app.shipping import carriers, vendor_papers
from app.shipping.addresses import one_line
from app.shipping.care import list_care
from app.shipping.models import Label, Parcel, Waybill
from app.shipping.parcels import get_parcel, step, tell
from app.shipping.states import LABEL, LABEL_HAPPENED, NUMBERED, ON_PAPER
from app.timeline.recording import record
from app.words import Words, say

DEAD = Prepared(
    lambda: (
        Label.select()
        .where(Label.parcel == given("parcel_id"), Label.state == "dead")
        .order_by(Label.version)
    )
)
NUMBERED_SO = Prepared(
    lambda: (
        Waybill.select()
        .where(Waybill.tracking_no == given("tracking_no"))
        .order_by(Waybill.version.desc())
        .limit(1)
    )
)
OURS = re.compile(r"^WL-(\d{1,15})-(\d{1,6})$")


@dataclass(frozen=True)
class Scanned:
    """A living label and what it belongs to."""

    label: Label
    waybill: Waybill

    @property
    def parcel(self) -> Parcel:
        return self.waybill.parcel


def key_of(parcel_id: int) -> str:
    return f"parcel:{parcel_id}:label"


def make(parcel: Parcel, waybill: Waybill) -> Label:
    """The next label of a parcel, on its way out of the printer at the parcel's station."""
    version = parcel.label_version + 1
    update(Parcel, parcel.id, label_version=version)
    parcel.label_version = version
    code = f"WL-{parcel.id}-{version}"
    label = Label.create(code=code, parcel=parcel, waybill=waybill, version=version, at=clock.now())
    record("label:made", label.id, order_id=parcel.order_id, data={"code": code, "version": version})
    print_label(parcel, label, waybill)
    return label


def print_label(parcel: Parcel, label: Label, waybill: Waybill) -> PrintJob:
    order = parcel.order
    if waybill.component:
        return vendor_papers.print_label(parcel, label, waybill, key_of(parcel.id))
    document = Document(
        key_of(parcel.id),
        "parcel_label",
        _content(order, label, waybill),
        version=label.version,
        tier=order.tier,
        order_id=order.id,
        parcel_id=parcel.id,
        sealed=True,
    )
    return jobs.print_document(parcel.station_id or 0, document)


@remakes("parcel_label")
def remake(job: PrintJob) -> dict[str, Any]:
    """The content of a label whose job has forgotten it."""
    label = Label.get(Label.parcel == job.parcel_id, Label.version == job.version)
    return _content(label.parcel.order, label, label.waybill)


def _content(order: Order, label: Label, waybill: Waybill) -> dict[str, Any]:
    """What the layout `parcel_label` is filled with, in the language of the paper's printer."""
    lang = lang_of(label.parcel.station_id)
    tier, to = get_tier(order.tier), waybill.recipient
    content: dict[str, Any] = {
        "carrier": carriers.name_of(waybill.carrier, lang),
        "tracking_no": waybill.tracking_no,
        "label_code": label.code,
        "sort_code": waybill.sort_code,
        "recipient": {"name": to.get("name", ""), "phone": to.get("phone", ""), "address": one_line(to)},
        "order_no": order.order_no,
        "tier": {"code": tier.code, "word": tier.name_zh if lang == "zh-CN" else tier.name_en},
        "weight_g": label.parcel.weight_g or order.weight_g or None,
        "marks": [say(Words(f"label.mark_{flag}"), lang) for flag in list_care(order.id)],
        "replaces": _replaced_by(label, waybill) if label.version > 1 else "",
        "printed_at": local_iso(clock.now()),
    }
    sender = get_site().sender
    return content | ({"sender": sender_of(sender)} if sender else {})


def _replaced_by(label: Label, waybill: Waybill) -> str:
    """The old paper's own code where the number stayed, else the number that went."""
    same = Label.select().where(Label.waybill == waybill.id, Label.version < label.version)
    before = same.order_by(Label.version.desc()).first()
    if before is not None:
        return str(before.code)
    old = Waybill.select().where(Waybill.parcel == label.parcel_id, Waybill.version < waybill.version)
    replaced = old.where(Waybill.tracking_no.is_null(False)).order_by(Waybill.version.desc()).first()
    return str(replaced.tracking_no) if replaced else ""


def sender_of(sender: dict[str, Any]) -> dict[str, str]:
    return {name: str(sender.get(name, "")) for name in ("name", "phone", "address")}


def lang_of(station_id: int | None) -> str:
    """The language of a station's printer."""
    station = get_station(station_id or 0)
    return str(station.printer.lang) if station.printer else "zh-CN"


def find_current(parcel: Parcel) -> Label | None:
    """The newest label while it may be on the box."""
    mine = (Label.parcel == parcel.id) & (Label.version == parcel.label_version)
    return Label.get_or_none(mine, Label.state.in_(ON_PAPER))


def list_dead(parcel_id: int) -> list[Label]:
    """Old papers that somebody must still destroy, oldest first."""
    return DEAD.list(parcel_id=parcel_id)


def read(barcode: str) -> Scanned | None:
    """What a scanned label is; None when it is no label at all. Refused, loudly, when it must not travel.

    Our own code or the carrier's number: both stand on the paper, and not every scanner reads both.
    """
    code = barcode.strip().upper()
    if OURS.match(code):
        label = Label.get_or_none(Label.code == code)
        if label is None:
            raise NotFound("label.unknown", code=code)
        return _living(label, label.waybill, code)
    waybill = NUMBERED_SO.first(tracking_no=code)
    if waybill is None:
        return None
    papers = list(Label.select().where(Label.waybill == waybill.id).order_by(Label.version.desc()))
    if len([paper for paper in papers if paper.state != "unprinted"]) > 1:
        raise Refused("label.use_own_code", code=papers[0].code)  # an old paper carries this number, too
    return _living(papers[0] if papers else None, waybill, code)


def _living(label: Label | None, waybill: Waybill, code: str) -> Scanned:
    if label is None or label.state not in ON_PAPER or waybill.state not in NUMBERED:
        order = waybill.parcel.order
        key = "label.void_cancelled" if order.state == "cancelled" else "label.void"
        raise Refused(key, code=code, order=order.order_no)
    return Scanned(label, waybill)


def retire(parcel: Parcel, by: int | None) -> None:
    """Every label that may be on the box is dead; one that never came out is withdrawn."""
    for label in Label.select().where(Label.parcel == parcel.id, Label.state.in_(ON_PAPER)):
        printed = jobs.withdraw(key_of(parcel.id), label.version)
        action = "kill" if printed or label.state == "applied" else "withdraw"
        step(label, LABEL, action, LABEL_HAPPENED, order_id=parcel.order_id, by=by, data={"code": label.code})


def account_for(label_id: int, action: str, by: int) -> Parcel:
    """An old label is destroyed, or declared lost (then the lead is told). Its parcel."""
    known = Label.get_or_none(Label.id == label_id)
    if known is None:
        raise NotFound("label.no_such")
    parcel = get_parcel(known.parcel_id)
    label = Label.get_by_id(label_id)
    if label.state != "dead":
        raise Refused("label.not_dead", code=label.code)
    step(label, LABEL, action, LABEL_HAPPENED, order_id=parcel.order_id, by=by, data={"code": label.code})
    if action == "lose":
        text = Words("exception.label_lost", {"code": label.code, "order": parcel.order.order_no})
        open_exception("label-lost", text, order_id=parcel.order_id, operator_id=by)
    tell(parcel)
    return parcel
