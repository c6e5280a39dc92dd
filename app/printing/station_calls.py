"""A station's set-up over HTTP: printers found, added, probed, set; neighbours; agents."""

from typing import Annotated, Any, Literal

from flask import current_app
from pydantic import BaseModel, Field

from app import clock
from app.people.access import own_page, signed_in
from app.printing import addresses, failing_over, health, scanning, setting_up, stations
from app.printing.blueprint import ADJUST, LOOK, Key, Lang, PrinterPath, StationPath, api
from app.printing.models import Printer
from app.printing.reaching import can_be_asked
from app.words import Words, say
from printers import PAPERS
from printers.encoding import LANGUAGES

Short = Annotated[str, Field(min_length=1, max_length=80)]
Connector = Literal["tcp", "usb", "serial", "cups", "file", "agent"]

UNASKED = {"status": False, "echo": False, "fence": False, "automatic": False, "model": ""}


class PrinterBody(BaseModel):
    name: Short
    host: Annotated[str, Field(max_length=64)] = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 9100
    station: Annotated[str, Field(max_length=16)] | None = None
    paper: Annotated[str, Field(max_length=16)] = "roll80"
    lang: Lang = "zh-CN"
    connector: Connector = "tcp"
    path: Annotated[str, Field(max_length=120)] = ""


class ProfileBody(BaseModel):
    name: Short | None = None
    paper: Annotated[str, Field(max_length=16)] | None = None
    lang: Lang | None = None
    dpi: Annotated[int, Field(ge=100, le=600)] | None = None
    dots: Annotated[int, Field(ge=128, le=2400, multiple_of=8)] | None = None
    speaks: Literal["escpos", "tspl", "zpl"] | None = None
    roll_mm: Annotated[int, Field(ge=1000, le=1_000_000)] | None = None
    active: bool | None = None
    encoding: dict[Annotated[str, Field(max_length=16)], int | bool | None] | None = None
    connector: Connector | None = None
    host: Annotated[str, Field(max_length=64)] | None = None
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    path: Annotated[str, Field(max_length=120)] | None = None
    station: Annotated[str, Field(max_length=16)] | None = None


class ScanBody(BaseModel):
    network: Annotated[str, Field(max_length=64)] = ""


class NetworksBody(BaseModel):
    networks: Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=20)]


class StationBody(BaseModel):
    neighbour_id: Key | None = None
    failover: Literal["never", "offer", "auto"] = "offer"


class AgentBody(BaseModel):
    station_id: Key
    name: Short


class AgentPath(BaseModel):
    agent_id: Key


def _loopback_allowed() -> bool:
    return bool(current_app.config["WAVECARD"].allow_loopback_printers)


@api.get("/api/printing/setup")
def show_setup() -> dict[str, Any]:
    """Everything the set-up page shows: choices, networks, benches with their rules, agents."""
    signed_in(*ADJUST)
    return {
        "papers": list(PAPERS),
        "paper_dots": {name: paper.head_dots for name, paper in PAPERS.items()},
        "languages": list(LANGUAGES),
        "networks": [str(network) for network in addresses.list_networks()],
        "own_network": "127.0.0.0/28" if _loopback_allowed() else scanning.own_network(),
        "stations": [
            {"id": one.id, "code": one.code, "name": one.name}
            | {"neighbour_id": one.neighbour_id, "failover": one.failover}
            for one in stations.list_stations()
        ],
        "printers": [tell_profile(printer) for printer in Printer.select().order_by(Printer.id)],
        "agents": [
            {"id": one.id, "name": one.name, "station": one.station.code, "seen_at": clock.iso(one.seen_at)}
            for one in setting_up.list_agents()
        ],
    }


def tell_profile(printer: Printer) -> dict[str, Any]:
    plain = ("id", "name", "connector", "host", "port", "path", "speaks", "paper", "lang", "dpi", "dots")
    told = {name: getattr(printer, name) for name in plain}
    more = ("roll_mm", "left_mm", "active", "probed", "has_echo", "status")
    bench = stations.find_bench(printer)
    told |= {"encoding": printer.profile, "station": bench.code if bench else ""}
    return told | {name: getattr(printer, name) for name in more}


@api.post("/api/printing/scan")
def scan(body: ScanBody) -> dict[str, Any]:
    own_page()
    signed_in("admin")
    network = body.network or scanning.own_network()
    known = {(printer.host, printer.port): printer for printer in Printer.select()}
    off = {at for at, printer in known.items() if not printer.active}
    found = scanning.scan(network, _loopback_allowed(), known, off)
    return {
        "found": [
            {"host": host, "port": port, "known": probed is None}
            | (probed.to_json() if probed else UNASKED | known[host, port].probed)
            for host, port, probed in found
        ]
    }


@api.put("/api/printing/networks")
def set_networks(body: NetworksBody) -> dict[str, Any]:
    own_page()
    addresses.set_networks(body.networks, signed_in("admin").operator_id)
    return {"ok": True}


@api.post("/api/printing/printers")
def add_printer(body: PrinterBody) -> dict[str, Any]:
    """Keep it, put it on its bench, and ask it what it can."""
    own_page()
    by = signed_in("admin").operator_id
    made = stations.add_printer(stations.PrinterDraft(**body.model_dump()), _loopback_allowed())
    if can_be_asked(made):
        made = setting_up.probe_printer(made.id, by)
    return {"ok": True, "printer": tell_profile(made)}


@api.post("/api/printing/printers/<int:printer_id>/probe")
def probe(path: PrinterPath) -> dict[str, Any]:
    own_page()
    by = signed_in("admin").operator_id
    return {"ok": True, "printer": tell_profile(setting_up.probe_printer(path.printer_id, by))}


@api.put("/api/printing/printers/<int:printer_id>")
def set_printer(path: PrinterPath, body: ProfileBody) -> dict[str, Any]:
    own_page()
    by = signed_in("admin").operator_id
    given = body.model_dump(exclude_none=True)
    changed = setting_up.set_printer(path.printer_id, given, by, _loopback_allowed())
    return {"ok": True, "printer": tell_profile(changed)}


@api.post("/api/printing/printers/<int:printer_id>/new-roll")
def new_roll(path: PrinterPath) -> dict[str, Any]:
    own_page()
    signed_in(*LOOK)
    health.new_roll(stations.get_printer(path.printer_id))
    return {"ok": True}


@api.put("/api/printing/stations/<int:station_id>")
def set_station(path: StationPath, body: StationBody) -> dict[str, Any]:
    own_page()
    by = signed_in(*ADJUST).operator_id
    setting_up.set_station(path.station_id, body.neighbour_id, body.failover, by)
    return {"ok": True}


@api.post("/api/printing/stations/<int:station_id>/move")
def move_jobs(path: StationPath) -> dict[str, Any]:
    """What waits at this bench is printed at the neighbour's."""
    own_page()
    current = signed_in(*LOOK)
    count = failing_over.move_all(path.station_id, current.operator_id)
    station = stations.get_station(path.station_id)
    helper = stations.get_station(station.neighbour_id or 0)
    told = Words("print.moved", {"count": count, "station": helper.name or helper.code})
    return {"ok": True, "message": say(told, current.operator.lang)}


@api.post("/api/printing/agents")
def make_agent(body: AgentBody) -> dict[str, Any]:
    """The token is told this once."""
    own_page()
    by = signed_in("admin").operator_id
    made, token = setting_up.make_agent(body.station_id, body.name, by)
    return {"ok": True, "id": made.id, "token": token}


@api.post("/api/printing/agents/<int:agent_id>/revoke")
def revoke_agent(path: AgentPath) -> dict[str, Any]:
    own_page()
    setting_up.revoke_agent(path.agent_id, signed_in("admin").operator_id)
    return {"ok": True}
