"""What anyone signed in can do about themselves."""

from typing import Literal

from app import push
from app.db import transaction
from app.errors import Denied
from app.ops.verbs import Id, Op, verb
from app.people import interrupts
from app.people.models import Operator, SignIn
from app.timeline.recording import record

WORKS = {
    "picking": {"picker"},
    "packing": {"packer"},
    "handover": {"packer"},
    "lead": {"lead", "admin", "customer_service"},
}
Work = Literal["picking", "packing", "handover", "lead"]


@verb("interrupt.seen")
def see(op: Op, interrupt_id: Id) -> None:
    """Acknowledge an interrupt.

    Screens: lead, idle, offer, totes, pick, zero_check, unload, station, pack_open, pack_check,
    pack_add, pack_print, pack_label, pack_close, stop, handover.
    """
    interrupts.see(op.by, interrupt_id)


@verb("lang.choose")
def choose_lang(op: Op, lang: Literal["zh-CN", "en"]) -> None:
    """Change the language of everything this operator reads.

    Screens: lead, idle, offer, totes, pick, zero_check, unload, station, pack_open, pack_check,
    pack_add, pack_print, pack_label, pack_close, stop, handover.
    """
    Operator.update(lang=lang).where(Operator.id == op.by).execute()
    op.operator.lang = lang
    record("operator:lang_chosen", op.by, by=op.by, data={"lang": lang})


def change_work(op: Op, work: str, station_id: int | None) -> None:
    """Put the operator to other work; Denied without a role for it."""
    if not WORKS[work] & set(op.operator.roles):
        raise Denied("op.not_your_role")
    with transaction():
        SignIn.update(work=work, station_id=station_id).where(SignIn.id == op.sign_in.id).execute()
        op.sign_in.work, op.sign_in.station_id = work, station_id
        record("operator:work_chosen", op.by, by=op.by, data={"work": work})
        push.announce("people", op.by, "lead")
