"""The first start has nobody in it: a one-time link in the terminal makes the first admin."""

from datetime import timedelta

from app import clock
from app.db import transaction
from app.errors import Invalid, NotFound
from app.people import operators, pins
from app.people.models import FirstAdmin, Operator

LINK_LIFE = timedelta(hours=24)


def make_link_token() -> str | None:
    """A fresh token for /first/<token>, or None when an admin exists. Older links stop working."""
    if operators.has_admin():
        return None
    token = pins.new_token()
    with transaction():
        FirstAdmin.delete().execute()
        FirstAdmin.create(token_hash=pins.digest(token), expires_at=clock.now() + LINK_LIFE)
    return token


def get_link(token: str) -> FirstAdmin:
    """NotFound when the link is used up, or somebody is admin already."""
    found = FirstAdmin.get_or_none(FirstAdmin.token_hash == pins.digest(token), FirstAdmin.used_at.is_null())
    if found is None or found.expires_at < clock.now() or operators.has_admin():
        raise NotFound("people.bad_link")
    return found


def make_first_admin(token: str, name: str, pin: str) -> Operator:
    """Admin and lead in one; NotFound as for get_link."""
    if not name.strip():
        raise Invalid("people.no_name")
    with transaction():
        link = get_link(token)
        used = FirstAdmin.update(used_at=clock.now()).where(
            FirstAdmin.id == link.id, FirstAdmin.used_at.is_null()
        )
        if not used.execute():
            raise NotFound("people.bad_link")
        operator, _ = operators.add_operator(name, ["admin", "lead"], pin=pin)
    return operator
