from app.prepared import Prepared
from app.timeline.models import Change

LAST = Prepared(lambda: Change.select(Change.id).order_by(Change.id.desc()).limit(1))


def last_cursor() -> int:
    """The newest change's id: what the wire calls the cursor."""
    last = LAST.first()
    return int(last.id) if last else 0
