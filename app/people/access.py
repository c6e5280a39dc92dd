"""Who is asking: the session's sign-in, the device's token, an API key."""

from flask import request, session

from app.db import transaction
from app.errors import Denied, SignInNeeded
from app.people import pins
from app.people.models import ApiKey, Device, Operator, SignIn
from app.timeline.recording import record


def find_session() -> SignIn | None:
    """The sign-in that this request's cookie names, while it is open and its device is not revoked."""
    token = session.get("by")
    if not token:
        return None
    query = SignIn.select(SignIn, Operator, Device).join(Operator).switch(SignIn).join(Device)
    found = query.where(SignIn.token == token, SignIn.ended_at.is_null(), Device.revoked_at.is_null()).first()
    return found if found is not None and found.operator.active else None


def signed_in(*roles: str) -> SignIn:
    """The session's sign-in; Denied (401) without one, Denied (403) when it has none of `roles`."""
    current = find_session()
    if current is None:
        raise SignInNeeded("people.sign_in_first")
    if roles and not set(roles) & set(current.operator.roles):
        raise Denied("op.not_your_role")
    return current


def own_page() -> None:
    """A call that changes something must come from our own pages: cookies alone prove nothing (CSRF)."""
    if request.headers.get("X-Wavecard") != "1":
        raise Denied("people.other_page")


def api_key(scope: str) -> ApiKey:
    """The API key of `Authorization: Bearer ...` with this scope."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    found = ApiKey.get_or_none(ApiKey.key_hash == pins.digest(key.strip())) if kind == "Bearer" else None
    if found is None or found.revoked_at is not None or found.scope != scope:
        raise SignInNeeded("people.bad_key")
    return found


def make_api_key(name: str, scope: str) -> str:
    """A new key, to be read once; the database keeps its hash."""
    key = pins.new_token()
    with transaction():
        made = ApiKey.create(name=name[:80], scope=scope, key_hash=pins.digest(key))
        record("api_key:made", made.id, data={"scope": scope})
    return key
