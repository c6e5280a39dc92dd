"""Perform an operation: known sender, allowed verb, one transaction, an answer that is kept."""

import hashlib
import json
import logging
from datetime import datetime
from typing import Annotated, Any

import apsw
from peewee import OperationalError
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from app import clock, push
from app.db import connection, lock_text, transaction
from app.errors import AppError, Denied, Invalid, Refused, Unavailable
from app.ops import afterwards, screens
from app.ops.models import Operation
from app.ops.verbs import Op, Said, get_verb, read_body
from app.people.models import Device, Operator, SignIn
from app.prepared import Prepared, given, insert
from app.timeline.cursor import last_cursor
from app.words import Words, say

log = logging.getLogger(__name__)
_sorted = json.JSONEncoder(sort_keys=True).encode

SENDER = Prepared(
    lambda: (
        SignIn.select(
            SignIn.id,
            SignIn.operator,
            SignIn.work,
            SignIn.station_id,
            SignIn.ended_at,
            Operator.name,
            Operator.roles,
            Operator.lang,
            Operator.active,
        )
        .join(Operator)
        .switch(SignIn)
        .join(Device)
        .where(
            SignIn.token == given("token"),
            SignIn.device == given("device_id"),
            Device.revoked_at.is_null(),
        )
    )
)
KEPT = Prepared(
    lambda: Operation.select(Operation.op_id, Operation.body_hash, Operation.answer).where(
        Operation.op_id == given("op_id")
    )
)


class Envelope(BaseModel):
    """`{op_id, kind, at, by, body}` as the wire carries it; `at` is the device's own clock."""

    model_config = ConfigDict(extra="ignore")
    op_id: Annotated[str, Field(min_length=8, max_length=64)]
    kind: Annotated[str, Field(max_length=32)]
    by: Annotated[str, Field(max_length=64)]
    at: AwareDatetime | None = None
    body: dict[str, Any] = Field(default_factory=dict)


def perform(raw: Any, device_id: int) -> dict[str, Any]:
    """The wire's answer to one operation; errors are answers too, and only bugs are logged."""
    op_id = str(raw.get("op_id", ""))[:64] if isinstance(raw, dict) else ""
    lang = "zh-CN"
    try:
        with connection():
            envelope = _read(raw)
            with (
                transaction()
            ):  # reads go by its connection, whose pages stay warm from one write to the next
                sign_in = _sender(envelope.by, device_id)
                lang = sign_in.operator.lang
                afterwards.check_still_counts(envelope.kind, envelope.at, sign_in.ended_at)
                return _once(envelope, sign_in)
    except AppError as error:
        return failure(error, lang) | {"op_id": op_id}
    except (OperationalError, apsw.Error):
        log.exception("operation %s waits: the database is busy or away", op_id)
        return failure(Unavailable("op.busy"), lang) | {"op_id": op_id}
    except Exception:
        log.exception("operation %s failed", op_id)
        return failure(AppError("op.internal"), lang) | {"op_id": op_id}


def failure(error: AppError, lang: str) -> dict[str, Any]:
    """An error as the wire tells it, in the operator's language.

    One that has no sentence is a bug, and answered all the same: a handheld that hears nothing asks for ever.
    """
    try:
        message = say(Words(error.key, error.details), lang)
    except (LookupError, ValueError):
        log.exception("there is no sentence for %s", error.key)
        return failure(AppError("op.internal"), lang)
    details = {name: value for name, value in error.details.items() if isinstance(value, str | int | float)}
    return {"ok": False, "code": error.code, "message": message, "details": details}


def _read(raw: Any) -> Envelope:
    try:
        return Envelope.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Invalid(
            "op.bad_body", field=str(first["loc"][0]) if first["loc"] else "op", why=first["msg"]
        ) from None


def _sender(by: str, device_id: int) -> SignIn:
    """Who signed this operation, perhaps on a sign-in that has ended meanwhile."""
    row = SENDER.first(token=by, device_id=device_id)
    if row is None or not row.active:
        raise Denied("op.unknown_sign_in")
    operator = Operator(id=row.operator_id, name=row.name, roles=row.roles, lang=row.lang)
    known = {"id": row.id, "token": by, "work": row.work, "station_id": row.station_id}
    return SignIn(operator=operator, device=device_id, ended_at=row.ended_at, **known)


def _once(envelope: Envelope, sign_in: SignIn) -> dict[str, Any]:
    """Within the caller's transaction: perform it, or answer what was answered before."""
    lock_text(envelope.op_id)
    body_hash, cursor = _hash(envelope), last_cursor()
    kept = KEPT.first(op_id=envelope.op_id)
    if kept is not None:
        return _replay(kept, body_hash)
    answer = _run(envelope, sign_in) | {"cursor": cursor}
    done: dict[str, Any] = {
        "op_id": envelope.op_id,
        "kind": envelope.kind,
        "body_hash": body_hash,
        "sign_in_id": sign_in.id,
        "device_id": sign_in.device_id,
        "at": clock.now(),
        "claimed_at": envelope.at,
        "answer": answer,
    }
    insert(Operation, [done])
    if sign_in.ended_at is not None:  # its operator may be at work on another device by now
        push.announce("screen", sign_in.operator_id, f"operator:{sign_in.operator_id}")
    return answer


def _run(envelope: Envelope, sign_in: SignIn) -> dict[str, Any]:
    operator = sign_in.operator
    found = get_verb(envelope.kind, operator.roles)
    arguments = read_body(found, envelope.body)
    op = Op(envelope.op_id, envelope.kind, sign_in, _claimed(envelope.at))
    said = found.run(op, **arguments)
    if not isinstance(said, Said):
        said = Said(message=said)
    shown = screens.current(sign_in)
    return {
        "ok": True,
        "op_id": envelope.op_id,
        "screen": shown.screen,
        "card": shown.card,
        "strip": shown.strip,
        "message": _said(said.message, operator.lang),
        "attention": _said(said.attention, operator.lang),
    }


def _replay(kept: Any, body_hash: str) -> dict[str, Any]:
    if kept.body_hash != body_hash:
        log.error("operation id %s came back with another body", kept.op_id)
        raise Refused("op.other_body")
    return dict(kept.answer) | {"repeated": True}


def _hash(envelope: Envelope) -> str:
    told = _sorted([envelope.kind, envelope.by, envelope.body])
    return hashlib.sha256(told.encode()).hexdigest()


def _claimed(at: datetime | None) -> datetime | None:
    """A device's clock may be wrong, but nothing on this floor happened in the future."""
    return min(at, clock.now()) if at else None


def _said(words: Words | None, lang: str) -> str | None:
    return say(words, lang) if words else None
