"""What an operator must see before the next card: STOP, taken away, changed."""

from typing import Any

from app import clock, push
from app.db import transaction
from app.errors import NotFound
from app.people.models import Interrupt
from app.prepared import Prepared, given
from app.timeline.recording import record
from app.words import Words, say


def interrupt(operator_id: int, kind: str, title: Words, text: Words, task_id: int | None = None) -> None:
    """Put a notice before the operator's next card and poke their screen. kind: stop, taken, changed."""
    with transaction():
        made = Interrupt.create(
            operator=operator_id,
            kind=kind,
            title=title.to_json(),
            text=text.to_json(),
            task_id=task_id,
            at=clock.now(),
        )
        record("interrupt:raised", made.id, task_id=task_id, data={"kind": kind})
        push.announce("screen", operator_id, f"operator:{operator_id}")


UNSEEN = Prepared(
    lambda: (
        Interrupt.select(Interrupt.id, Interrupt.kind, Interrupt.title, Interrupt.text, Interrupt.task_id)
        .where(Interrupt.operator == given("operator_id"), Interrupt.seen_at.is_null())
        .order_by(Interrupt.id)
        .limit(1)
    )
)


def find_unseen(operator_id: int) -> Any:
    """The first notice this operator has not acknowledged, or None."""
    return UNSEEN.first(operator_id=operator_id)


def card(waiting: Any, lang: str) -> dict[str, Any]:
    return {
        "interrupt_id": waiting.id,
        "kind": waiting.kind,
        "title": say(Words.from_json(waiting.title), lang),
        "text": say(Words.from_json(waiting.text), lang),
        "task_id": waiting.task_id,
    }


def see(operator_id: int, interrupt_id: int) -> None:
    with transaction():
        mine = (Interrupt.id == interrupt_id) & (Interrupt.operator == operator_id)
        if not Interrupt.select().where(mine).exists():
            raise NotFound("interrupt.unknown")
        if Interrupt.update(seen_at=clock.now()).where(mine, Interrupt.seen_at.is_null()).execute():
            record("interrupt:seen", interrupt_id, by=operator_id)
