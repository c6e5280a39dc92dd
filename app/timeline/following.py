"""Follow what other processes wrote (an import by CLI, another worker that died before it told)."""

from datetime import timedelta

from app import clock, push
from app.db import transaction
from app.prepared import Prepared, given
from app.timeline.cursor import last_cursor
from app.timeline.models import Change

KEPT = timedelta(hours=24)
PAGE = 500
NEWER = Prepared(
    lambda: (
        Change.select(Change.id, Change.what, Change.ref_id, Change.rooms, Change.origin)
        .where(Change.id > given("cursor"))
        .order_by(Change.id)
        .limit(PAGE)
    )
)


def follow(cursor: int, everything: bool = False) -> int:
    """Tell the screens what processes without screens wrote since `cursor`; the new cursor.

    `everything`: also what workers wrote, who may have died before they told. A poke twice does no harm.
    """
    rows = NEWER.list(cursor=cursor)
    foreign = [row for row in rows if everything or not row.origin.startswith("web:")]
    push.tell([(row.id, {"what": row.what, "ref_id": row.ref_id, "rooms": row.rooms}) for row in foreign])
    return rows[-1].id if rows else cursor


def list_changes(since: int, rooms: set[str]) -> dict[str, object]:
    """The wire's `changes since cursor`. `reset`: the cursor is too old or unknown, read everything anew."""
    oldest = Change.select(Change.id).order_by(Change.id).limit(1).tuples().first()
    newest = last_cursor()
    if since > newest or (oldest and since < oldest[0] - 1):
        return {"cursor": newest, "reset": True, "changes": []}
    rows = list(Change.select().where(Change.id > since).order_by(Change.id).limit(PAGE))
    seen = [row for row in rows if rooms & set(row.rooms.strip(",").split(","))]
    changes = [{"what": row.what, "id": row.ref_id, "at": clock.iso(row.at)} for row in seen]
    return {"cursor": rows[-1].id if rows else newest, "reset": False, "changes": changes}


def prune() -> None:
    with transaction():
        Change.delete().where(Change.at < clock.now() - KEPT, Change.id < last_cursor()).execute()
