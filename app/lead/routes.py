"""`/lead` and `/printers`, and the reads behind them."""

from typing import Annotated, Any

from flask import Blueprint, redirect, render_template, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response

from app.lead import devices, shift_report, tickets, whatif, whatif_floor
from app.lead.board import read_board
from app.lead.desk import read_desk
from app.lead.order_life import read_order
from app.lead.search import find_hits
from app.lead.shipments import read_shipments
from app.lead.sku_life import read_sku
from app.lead.walks import list_floor_walks
from app.packing.mistakes import list_figures
from app.people import access, pairing
from app.people.models import SignIn
from app.printing.stations import get_station
from app.shipping.addresses import Address
from app.shipping.asking import preview

pages = Blueprint("lead_pages", __name__)
api = APIBlueprint("lead", __name__, url_prefix="/api/lead", abp_tags=[Tag(name="lead")])
LEADS = ("lead", "admin")
READERS = (*LEADS, "customer_service")
Key = Annotated[int, Field(ge=1, le=2**53)]


class Search(BaseModel):
    q: Annotated[str, Field(max_length=80)]


class OrderPath(BaseModel):
    order_id: Key


class Crew(BaseModel):
    more: Annotated[int, Field(ge=1, le=20)]
    until: Annotated[str, Field(pattern=r"^\d{1,2}:\d{2}$")]


class Aisle(BaseModel):
    aisle: Annotated[int, Field(ge=1, le=10_000)]


class SkuPath(BaseModel):
    sku_id: Key


class DevicePath(BaseModel):
    device_id: Key


class TicketBody(BaseModel):
    task_id: Key
    station_id: Key


class TicketPath(BaseModel):
    task_id: Key


class ReportBody(BaseModel):
    station_id: Key
    hours: Annotated[int, Field(ge=1, le=24)] = 8


@pages.get("/lead")
def lead_page() -> str | Response:
    return _page("lead", *READERS)


@pages.get("/printers")
def printers_page() -> str | Response:
    return _page("printers", "packer", *LEADS)


def _page(name: str, *roles: str) -> str | Response:
    """A shell for those who may; the handheld's page signs everybody else in."""
    current = access.find_session()
    if current is None or not set(roles) & set(current.operator.roles):
        return redirect(f"/?next={request.path}")
    return render_template(f"{name}/index.html", lang=current.operator.lang)


@api.get("/board")
def board() -> dict[str, Any]:
    current = access.signed_in(*LEADS)
    return read_board(current.operator.lang) | {"operator": _reader(current)}


@api.get("/desk")
def desk() -> dict[str, Any]:
    """What customer service works at: address changes, without the floor."""
    current = access.signed_in(*READERS)
    return read_desk(current.operator.lang) | {"operator": _reader(current)}


@api.get("/search")
def search(query: Search) -> dict[str, Any]:
    current = access.signed_in(*READERS)
    return {"hits": find_hits(query.q, current.operator.lang)}


@api.get("/orders/<int:order_id>")
def order(path: OrderPath) -> dict[str, Any]:
    current = access.signed_in(*READERS)
    return read_order(path.order_id, current.operator.lang)


@api.post("/orders/<int:order_id>/address")
def try_address(path: OrderPath, body: Address) -> dict[str, Any]:
    """What would happen with this address: completed, what is missing, what it costs. Nothing is changed."""
    access.own_page()
    access.signed_in(*READERS)
    return preview(path.order_id, body)


@api.get("/skus/<int:sku_id>")
def sku(path: SkuPath) -> dict[str, Any]:
    access.signed_in(*READERS)
    return read_sku(path.sku_id)


@api.get("/whatif/orders/<int:order_id>")
def whatif_order(path: OrderPath) -> dict[str, Any]:
    """Three ways to send a waiting order now."""
    current = access.signed_in(*LEADS)
    return whatif.read_rush(path.order_id, current.operator.lang)


@api.get("/whatif/crew")
def whatif_crew(query: Crew) -> dict[str, Any]:
    """More pickers until a local time."""
    current = access.signed_in(*LEADS)
    return whatif_floor.read_crew(query.more, query.until, current.operator.lang)


@api.get("/whatif/aisle")
def whatif_aisle(query: Aisle) -> dict[str, Any]:
    """An aisle closed."""
    current = access.signed_in(*LEADS)
    return whatif_floor.read_aisle(query.aisle, current.operator.lang)


@api.get("/packers")
def list_packers() -> dict[str, Any]:
    """Parcels, caught and shipped mistakes of each packer in 30 days; who is new."""
    access.signed_in(*LEADS)
    return {"packers": list_figures()}


@api.get("/carriers")
def list_carriers() -> dict[str, Any]:
    """Carriers, and what each takes for the parcels that have no number yet."""
    current = access.signed_in(*LEADS)
    return read_shipments(current.operator.lang)


@api.get("/walks")
def walks() -> dict[str, Any]:
    """Walks that can go onto paper."""
    access.signed_in(*LEADS)
    return {"walks": list_floor_walks()}


@api.post("/tickets")
def print_ticket(body: TicketBody) -> dict[str, Any]:
    """A walk on paper, at a bench's printer."""
    access.own_page()
    access.signed_in(*LEADS)
    return {"job_id": tickets.print_ticket(body.task_id, get_station(body.station_id).id).id}


@api.get("/tickets/<int:task_id>")
def read_ticket(path: TicketPath) -> dict[str, Any]:
    """What is open on a walk, to enter what its paper says."""
    access.signed_in(*LEADS)
    return tickets.read_ticket(path.task_id)


@api.post("/shift-report")
def print_report(body: ReportBody) -> dict[str, Any]:
    """What the last hours did, at a bench's printer."""
    access.own_page()
    name = access.signed_in(*LEADS).operator.name
    return {"job_id": shift_report.print_report(get_station(body.station_id).id, body.hours, name).id}


@api.get("/devices")
def list_devices() -> dict[str, Any]:
    access.signed_in(*LEADS)
    return {"devices": devices.list_devices()}


@api.post("/pairing")
def invite() -> dict[str, Any]:
    access.own_page()
    current = access.signed_in(*LEADS)
    code, expires_at = pairing.make_code(current.operator_id)
    return devices.invitation(code, expires_at, request.host_url)


@api.post("/devices/<int:device_id>/revoke")
def revoke(path: DevicePath) -> dict[str, Any]:
    access.own_page()
    current = access.signed_in(*LEADS)
    pairing.revoke_device(path.device_id, current.operator_id)
    return {"ok": True}


def _reader(current: SignIn) -> dict[str, Any]:
    operator = current.operator
    return {"id": operator.id, "name": operator.name, "roles": operator.roles, "device_id": current.device_id}
