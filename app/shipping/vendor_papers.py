"""Waybills that only a platform's own print component may print: what it was given, and the job for it.

Our own code goes into the shop's area of the template, so that the scan at the bench knows this paper.
"""

from typing import Any

from app.printing import bridging
from app.printing.bridging import VendorPaper
from app.printing.models import PrintJob
from app.printing.sealing import remakes, seal, unseal
from app.shipping.carriers.base import Booked
from app.shipping.models import Label, Parcel, Waybill


def columns_of(booked: Booked) -> dict[str, Any]:
    """A waybill's columns; none for a carrier whose label we draw ourselves."""
    if not booked.component:
        return {}
    return {"component": booked.component, "contents": seal(list(booked.contents))}


def print_label(parcel: Parcel, label: Label, waybill: Waybill, key: str) -> PrintJob:
    """Asked for at the parcel's bench; the browser there hands it to the component."""
    order = parcel.order
    paper = VendorPaper(key, waybill.component, contents_of(label), label.version, order.order_no)
    about = {"tier": order.tier, "order_id": order.id, "parcel_id": parcel.id}
    return bridging.print_by_vendor(parcel.station_id or 0, paper, **about)


def contents_of(label: Label) -> list[dict[str, Any]]:
    """As the platform gave them, our own code added wherever the shop's area is."""
    contents: list[dict[str, Any]] = unseal(label.waybill.contents)
    ours = {"label_code": label.code, "order_no": label.parcel.order.order_no}
    return [
        {**one, "data": {**one["data"], **ours}} if "data" in one and "encryptedData" not in one else one
        for one in contents
    ]


def remake(job: PrintJob) -> dict[str, Any]:
    """For a reprint: the component's own copy was wiped."""
    label = Label.get(Label.parcel == job.parcel_id, Label.version == job.version)
    return {"contents": contents_of(label), "order_no": label.parcel.order.order_no}


for component in bridging.COMPONENTS:
    remakes(bridging.layout_of(component))(remake)
