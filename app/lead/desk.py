"""What customer service sees of the console: address changes under way; orders are found by the search."""

from typing import Any

from app import clock
from app.contracts.tiers import get_site
from app.lead.readdresses import list_readdresses
from app.timeline.following import last_cursor

MAY = ("decline", "answer")  # the rest is a lead's to decide


def read_desk(lang: str) -> dict[str, Any]:
    """The shape of the board, without the floor."""
    cursor = last_cursor()
    alerts = [
        row | {"actions": [one for one in row["actions"] if one in MAY]} for row in list_readdresses(lang)
    ]
    empty: list[Any] = []
    return {
        "now": clock.iso(clock.now()),
        "zone": get_site().zone,
        "cursor": cursor,
        "lang": lang,
        "alerts": alerts,
        **dict.fromkeys(("tiers", "tasks", "people", "exceptions"), empty),
        "exceptions_open": 0,
    }
