"""Moments as documents and pages tell them: in the site's own zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.contracts.tiers import get_site


def local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(get_site().zone))


def local_iso(at: datetime) -> str:
    """ISO 8601 with the site's offset, to the second."""
    return local(at).isoformat(timespec="seconds")
