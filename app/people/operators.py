"""Who works here."""

from typing import Any

from app import push
from app.db import transaction
from app.errors import Invalid, NotFound
from app.people import pins
from app.people.models import ROLES, Equipment, Operator
from app.timeline.recording import record

MAX_NAME = 16
MOST_TOTES = 60
KINDS = ("cart", "forklift")


def add_operator(
    name: str, roles: list[str], badge: str | None = None, pin: str | None = None
) -> tuple[Operator, str]:
    """A new operator and their PIN (random unless given): the only moment it can be read."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown or not roles:
        raise Invalid("people.unknown_role", roles=", ".join(unknown) or "-", known=", ".join(ROLES))
    pin = check_pin(pin or pins.new_pin(roles))
    pin_hash = pins.hash_pin(pin)
    with transaction():
        badge = (badge or _next_badge()).upper()
        if Operator.select().where(Operator.badge == badge).exists():
            raise Invalid("people.badge_taken", badge=badge)
        made = Operator.create(
            name=name.strip()[:80], badge=badge, pin_hash=pin_hash, pin_digits=len(pin), roles=roles
        )
        record("operator:added", made.id, data={"roles": roles})
        push.announce("people", made.id, "lead")
    return made, pin


def equip(badge: str, **had: Any) -> Operator:
    """An operator's `skills`, `zones` (none: everywhere), `equipment` (a code; "" the ordinary cart)."""
    operator = get_by_badge(badge)
    _check_marks(had)
    with transaction():
        Operator.update(**had).where(Operator.id == operator.id).execute()
        record("operator:equipped", operator.id, data=had)
        push.announce("people", operator.id, "lead")
    return Operator.get_by_id(operator.id)


def _check_marks(had: dict[str, Any]) -> None:
    for name in [*had.get("skills", []), *had.get("zones", [])]:
        if not 0 < len(name) <= MAX_NAME:
            raise Invalid("people.bad_mark", name=name[:40])
    code = had.get("equipment")
    if code and not Equipment.select().where(Equipment.code == code).exists():
        raise NotFound("people.no_equipment", code=code[:16])


def set_equipment(code: str, kind: str, totes: int) -> Equipment:
    """A cart with so many totes, or a forklift; told again, it is changed."""
    code = code.strip().upper()
    if not 0 < len(code) <= MAX_NAME or kind not in KINDS or not 1 <= totes <= MOST_TOTES:
        raise Invalid("people.bad_equipment", kinds=", ".join(KINDS), most=MOST_TOTES)
    with transaction():
        Equipment.insert(code=code, kind=kind, totes=totes).on_conflict_ignore().execute()
        Equipment.update(kind=kind, totes=totes).where(Equipment.code == code).execute()
        record("equipment:set", 0, data={"code": code, "kind": kind, "totes": totes})
    return Equipment.get_by_id(code)


def reset_pin(badge: str, pin: str | None = None) -> tuple[Operator, str]:
    """A new PIN for a badge; open sign-ins stay, a lock after wrong tries is lifted."""
    operator = get_by_badge(badge)
    pin = check_pin(pin or pins.new_pin(operator.roles))
    pin_hash = pins.hash_pin(pin)
    with transaction():
        Operator.update(pin_hash=pin_hash, pin_digits=len(pin), failed_tries=0, locked_until=None).where(
            Operator.id == operator.id
        ).execute()
        record("operator:pin_reset", operator.id)
    return operator, pin


def check_pin(pin: str) -> str:
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise Invalid("people.bad_pin")
    return pin


def get_by_badge(badge: str) -> Operator:
    found = Operator.get_or_none(Operator.badge == badge.strip().upper())
    if found is None:
        raise NotFound("people.unknown_badge", badge=badge[:32])
    return found


def list_operators() -> list[Operator]:
    return list(Operator.select().order_by(Operator.badge))


def has_admin() -> bool:
    return any("admin" in operator.roles for operator in Operator.select().where(Operator.active))


def _next_badge() -> str:
    last = Operator.select().order_by(Operator.id.desc()).first()
    return f"OP-{1001 + (last.id if last else 0)}"
