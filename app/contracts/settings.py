"""What a site's leads switch while it runs; kept beside the site's hours in its `settings`."""

from typing import Any

from app import push
from app.contracts.models import Site
from app.contracts.tiers import forget, get_site
from app.db import after_commit, lock_row, transaction
from app.timeline.recording import record


def get_setting(name: str, default: Any) -> Any:
    """As this process last read it: an edit by another shows within seconds."""
    return (get_site().settings or {}).get(name, default)


def read_setting(name: str, default: Any) -> Any:
    """As it stands in the database now."""
    return (Site.select().order_by(Site.id).get().settings or {}).get(name, default)


def change_setting(name: str, value: Any, by: int | None = None) -> None:
    """Nothing happens when it has this value already."""
    with transaction():
        first = Site.select(Site.id).order_by(Site.id).get()
        lock_row(Site, first.id)
        site = Site.get_by_id(first.id)
        if (site.settings or {}).get(name) == value:
            return
        Site.update(settings={**(site.settings or {}), name: value}).where(Site.id == site.id).execute()
        record("site:changed", site.id, by=by, data={"name": name, "value": value})
        push.announce("queue", None, "lead")
        after_commit(forget)
