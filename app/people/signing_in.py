"""Badge and PIN on a paired device; tries are counted in the database before they are checked."""

from datetime import timedelta
from functools import cache

from peewee import Case

from app import clock, push
from app.db import transaction
from app.errors import Denied
from app.people import pins
from app.people.models import Device, Operator, SignIn
from app.timeline.recording import record

MAX_TRIES = 5
PICKERS_DIGITS = 4
LOCKED = timedelta(minutes=5)
FIRST_WORK = {
    "picker": "picking",
    "packer": "packing",
    "lead": "lead",
    "admin": "lead",
    "customer_service": "lead",
}


def sign_in(device: Device, badge: str, pin: str) -> SignIn:
    """Sign an operator in; who was on this device, and this operator elsewhere, is signed out."""
    operator = Operator.get_or_none(Operator.badge == badge.strip().upper(), Operator.active)
    last_try = operator is not None and _count_try(operator)
    if not pins.pin_fits(operator.pin_hash if operator else _dummy_hash(), pin) or operator is None:
        if operator is not None and last_try:
            record("operator:locked", operator.id)
        raise Denied("people.wrong_pin")
    with transaction():
        _end(SignIn.device == device.id)
        _end(SignIn.operator == operator.id)
        Operator.update(failed_tries=0, locked_until=None).where(Operator.id == operator.id).execute()
        made = SignIn.create(
            token=pins.new_token(),
            operator=operator,
            device=device,
            work=first_work(operator),
            at=clock.now(),
        )
        record("operator:signed_in", operator.id, by=operator.id, data={"device": device.id})
        push.announce("people", operator.id, "lead")
    return made


def is_whole(badge: str, pin: str) -> bool:
    """Has this PIN all its digits? An unknown badge passes for a picker's: nobody learns who works here."""
    operator = Operator.get_or_none(Operator.badge == badge.strip().upper(), Operator.active)
    return len(pin) == (operator.pin_digits if operator else PICKERS_DIGITS)


def sign_out(current: SignIn) -> None:
    with transaction():
        if _end(SignIn.id == current.id):
            record("operator:signed_out", current.operator_id, by=current.operator_id)
            push.announce("people", current.operator_id, "lead")


def first_work(operator: Operator) -> str:
    return next(FIRST_WORK[role] for role in operator.roles if role in FIRST_WORK)


def _end(which: object) -> int:
    return int(SignIn.update(ended_at=clock.now()).where(which, SignIn.ended_at.is_null()).execute())


def _count_try(operator: Operator) -> bool:
    """Whether it is the last one, which locks the badge unless it is right. Denied while it is locked."""
    now = clock.now()
    last = Operator.failed_tries == MAX_TRIES - 1
    free = Operator.locked_until.is_null() | (Operator.locked_until <= now)
    counted = Operator.update(
        failed_tries=Case(None, [(Operator.failed_tries >= MAX_TRIES, 1)], Operator.failed_tries + 1),
        locked_until=Case(None, [(last, clock.to_ms(now + LOCKED))], None),
    ).where(Operator.id == operator.id, free)
    with transaction():
        may_try = counted.execute()
        fresh = Operator.get_by_id(operator.id)
    if not may_try:
        raise Denied("people.locked", minutes=_minutes_left(fresh))
    return int(fresh.failed_tries) >= MAX_TRIES


def _minutes_left(operator: Operator) -> int:
    return int(((operator.locked_until or clock.now()) - clock.now()).total_seconds() // 60) + 1


@cache
def _dummy_hash() -> str:
    """An unknown badge takes as long as a wrong PIN: the answer's timing names nobody."""
    return pins.hash_pin("00000000")
