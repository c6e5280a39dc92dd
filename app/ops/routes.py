"""The wire over HTTP: pairing, the session, screens, changes, outboxes."""

from http import HTTPStatus
from typing import Annotated, Any

from flask import Response, jsonify, request, session
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, Field

from app.errors import Invalid
from app.limits import limiter
from app.ops.performing import perform
from app.ops.screens import answer_of
from app.people import access, pairing, signing_in
from app.people.models import SignIn
from app.timeline.cursor import last_cursor
from app.timeline.following import list_changes

api = APIBlueprint("wire", __name__, url_prefix="/api", abp_tags=[Tag(name="wire")])
MAX_OUTBOX = 500


class PairBody(BaseModel):
    code: Annotated[str, Field(min_length=8, max_length=12)]
    name: Annotated[str, Field(max_length=80)] = ""


class SignInBody(BaseModel):
    device_token: Annotated[str, Field(max_length=100)]
    badge: Annotated[str, Field(min_length=1, max_length=32)]
    pin: Annotated[str, Field(min_length=4, max_length=8)]
    so_far: bool = False  # perhaps more digits follow: then nothing is tried


class Since(BaseModel):
    since: Annotated[int, Field(ge=0, le=2**62)] = 0


@api.post("/devices/pair")
@limiter.limit("30 per minute")  # a shift's handhelds behind one proxy; a code is one of 2^40
def pair(body: PairBody) -> dict[str, Any]:
    access.own_page()
    device, token = pairing.pair(body.code, body.name)
    return {"device_id": device.id, "device_token": token, "name": device.name}


def _was_tried(response: Response) -> bool:
    return response.status_code != HTTPStatus.ACCEPTED


@api.post("/session")
@limiter.limit("300 per minute")
@limiter.limit("30 per minute", deduct_when=_was_tried)
def sign_in(body: SignInBody) -> Any:
    access.own_page()
    device = pairing.device_by_token(body.device_token)
    if body.so_far and not signing_in.is_whole(body.badge, body.pin):
        return {"more": True}, HTTPStatus.ACCEPTED
    made = signing_in.sign_in(device, body.badge, body.pin)
    session.clear()
    session["by"] = made.token
    return {"by": made.token, **_screen(made)}


@api.delete("/session")
def sign_out() -> dict[str, Any]:
    access.own_page()
    current = access.find_session()
    if current is not None:
        signing_in.sign_out(current)
    session.clear()
    return {"ok": True}


@api.get("/screen")
def screen() -> dict[str, Any]:
    return _screen(access.signed_in())


@api.get("/changes")
def changes(query: Since) -> dict[str, Any]:
    current = access.signed_in()
    return list_changes(query.since, rooms_of(current))


def _screen(current: SignIn) -> dict[str, Any]:
    cursor = last_cursor()
    return {**answer_of(current), "cursor": cursor}


def rooms_of(current: SignIn) -> set[str]:
    """What this sign-in's screens listen to."""
    rooms = {"floor", f"operator:{current.operator_id}", f"device:{current.device_id}"}
    if current.station_id:
        rooms.add(f"station:{current.station_id}")
    if {"lead", "admin"} & set(current.operator.roles):
        rooms.add("lead")
    return rooms


@api.post("/ops")
def outbox() -> Any:
    """An outbox in order; each operation answers for itself, so one that is refused holds nobody up.

    The device's token comes as `Authorization: Device <token>`: it must work after sign-out, too.
    """
    access.own_page()
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    device = pairing.device_by_token(token if kind == "Device" else None)
    raw = request.get_json(silent=True)
    if not isinstance(raw, list) or len(raw) > MAX_OUTBOX:
        raise Invalid("op.bad_outbox", most=MAX_OUTBOX)
    return jsonify([perform(one, device.id) for one in raw])
