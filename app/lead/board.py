"""The shift lead's board: the queue by tier, who walks what, who is here, what has gone wrong. Reads only."""

from time import sleep
from typing import Any

from app import clock
from app.contracts.tiers import get_site
from app.lead import crew, heads, troubles, walks
from app.lead.marks import list_marks
from app.lead.outlook import list_outlook, worst_first
from app.timeline.following import last_cursor
from app.waves import urging


def read_board(lang: str) -> dict[str, Any]:
    """The wire's `GET /api/lead/board`. The cursor is read first: what changes meanwhile is told again."""
    cursor = last_cursor()
    marks = list_marks(lang)
    tasks = walks.list_tasks(marks, lang)
    sleep(0)  # under gevent: scans that came in meanwhile go first
    people = crew.list_people(marks, tasks)
    return {
        "now": clock.iso(clock.now()),
        "zone": get_site().zone,
        "cursor": cursor,
        "lang": lang,
        "tiers": heads.list_tiers(marks, lang),
        "tasks": tasks,
        "people": people,
        "alerts": worst_first([*troubles.list_alerts(tasks, people, lang), *list_outlook(lang)]),
        "exceptions": troubles.list_exceptions(lang),
        "exceptions_open": troubles.count_exceptions(),
        "joins": urging.is_on(),
    }
