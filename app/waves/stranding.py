"""Work that waits although pickers are here: none of them has what its shelves ask for."""

from app.people import presence
from app.prepared import Prepared
from app.waves import queue, releasing, suiting
from app.waves.models import Task
from app.waves.suiting import Needs, Who, asks_of
from app.words import Words

LOOKED_AT = 30  # orders at the head of the queue
QUEUED = Prepared(lambda: Task.select(Task.id, Task.needs).where(Task.state == "queued").limit(200))


def list_tasks() -> list[tuple[int, list[Words]]]:
    """Queued tasks that no picker at work may take, and what they ask for. Nobody is at work: none."""
    waiting = [(task.id, Needs.from_json(task.needs)) for task in QUEUED.list()]
    crew = _crew() if waiting else []
    stranded = [(task_id, needs) for task_id, needs in waiting if crew and not _may(crew, needs)]
    return [
        (task_id, asks_of(needs) or [Words("suits.totes", {"totes": needs.totes})])
        for task_id, needs in stranded
    ]


def list_orders() -> list[tuple[int, str, list[Words]]]:
    """Pressing orders of which no picker at work may begin any part: id, number, what they ask for."""
    crew = _crew() if not suiting.is_plain_floor() else []
    heads = queue.list_next(LOOKED_AT) if crew else []
    pieces = releasing.pieces_of([head.order.id for head in heads])
    stranded = []
    for head in heads:
        parts = suiting.by_kind(pieces.get(head.order.id, [])).values()
        needs = [suiting.needs_of(suiting.locations_of(part), totes=1) for part in parts]
        if not any(_may(crew, part) for part in needs):
            stranded.append(
                (head.order.id, head.order.order_no, [one for part in needs for one in asks_of(part)])
            )
    return stranded


def _crew() -> list[Who]:
    return suiting.list_who(presence.list_working("picking"))


def _may(crew: list[Who], needs: Needs) -> bool:
    return any(who.suits(needs) for who in crew)
