"""The packer's browser between us and a vendor's print component."""

from typing import Any, Literal

from pydantic import BaseModel

from app.people.access import own_page, signed_in
from app.printing import bridging
from app.printing.blueprint import LOOK, Key, api
from app.printing.stations import get_station


class NextBody(BaseModel):
    station_id: Key
    component: Literal["cainiao", "pdd", "douyin"] = "cainiao"


class JobPath(BaseModel):
    job_id: Key


class OutcomeBody(BaseModel):
    outcome: Literal["printed", "refused", "failed", "lost"]


@api.post("/api/printing/bridge/next")
def take_next(body: NextBody) -> dict[str, Any]:
    """`job` is null when nothing waits for this component at this bench."""
    own_page()
    signed_in(*LOOK)
    return {"job": bridging.take(get_station(body.station_id).id, body.component)}


@api.post("/api/printing/bridge/<int:job_id>")
def settle(path: JobPath, body: OutcomeBody) -> dict[str, Any]:
    own_page()
    by = signed_in(*LOOK).operator_id
    return {"ok": True, "state": bridging.settle(path.job_id, body.outcome, by)}
