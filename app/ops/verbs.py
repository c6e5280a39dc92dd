"""The table of operations: kind -> verb, who may call it, what its body looks like."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from app.errors import Denied, Invalid, NotFound
from app.people.models import Operator, SignIn
from app.words import Words

Id = Annotated[int, Field(ge=1, le=2**53)]
Code = Annotated[str, Field(min_length=1, max_length=200)]
Qty = Annotated[int, Field(ge=1, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Text = Annotated[str, Field(max_length=500)]


@dataclass(frozen=True)
class Op:
    """One operation as it arrived: who, on what, when by the device's own clock (a claim)."""

    op_id: str
    kind: str
    sign_in: SignIn
    claimed_at: datetime | None = None

    @property
    def operator(self) -> Operator:
        return self.sign_in.operator

    @property
    def by(self) -> int:
        return int(self.sign_in.operator_id)


@dataclass(frozen=True)
class Said:
    """What a verb tells its operator; `attention`: saved, but something about it needs a look."""

    message: Words | None = None
    attention: Words | None = None


@dataclass(frozen=True)
class Verb:
    kind: str
    run: Callable[..., Said | Words | None]
    roles: frozenset[str]
    body: type[BaseModel]


_verbs: dict[str, Verb] = {}


def verb(kind: str, *roles: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Offer a function as an operation of the wire. No role named: anyone signed in."""

    def offer(run: Callable[..., Any]) -> Callable[..., Any]:
        _verbs[kind] = Verb(kind, run, frozenset(roles), _body_model(kind, run))
        return run

    return offer


def _body_model(kind: str, run: Callable[..., Any]) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(run, eval_str=True).parameters.items())[1:]:
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[name] = (parameter.annotation, default)
    return create_model(kind, __config__=ConfigDict(extra="ignore", strict=True), **fields)


def get_verb(kind: str, roles: list[str]) -> Verb:
    found = _verbs.get(kind)
    if found is None:
        raise NotFound("op.unknown_kind", kind=kind[:32])
    if found.roles and not found.roles & set(roles):
        raise Denied("op.not_your_role")
    return found


def read_body(found: Verb, body: Any) -> dict[str, Any]:
    """The body as the verb's arguments; Invalid names the first field that is wrong."""
    try:
        model = found.body.model_validate(body)
    except ValidationError as error:
        raise bad_body(error) from None
    return {name: getattr(model, name) for name in found.body.model_fields}


def bad_body(error: ValidationError) -> Invalid:
    """What is wrong with the first field, without what was sent: it may be a PIN."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "body"
    return Invalid("op.bad_body", field=where, why=first["msg"])


def list_verbs() -> dict[str, Verb]:
    return dict(_verbs)
