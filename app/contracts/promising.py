"""When an order must leave, and which line of the contract says so. Pure: rows in, a promise out.

Local times are the site's. Opening hours that end at or before they begin end on the next day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from app.words import Words

DAY = timedelta(days=1)
MAX_DAYS = 3660


class Contract(Protocol):
    """The columns of a tier that a promise reads."""

    code: Any
    name_zh: Any
    name_en: Any
    promise_hours: Any
    open_hours: Any
    cutoff: Any


class Place(Protocol):
    """The columns of a site that a promise reads."""

    @property
    def zone(self) -> Any: ...

    @property
    def opens(self) -> Any: ...

    @property
    def closes(self) -> Any: ...

    @property
    def closed_on(self) -> Any: ...

    @property
    def settings(self) -> Any: ...


@dataclass(frozen=True)
class Promise:
    promised_at: datetime
    because: Words


@dataclass(frozen=True)
class Window:
    """One working day, aware UTC; `cutoff_at` is the last moment that still counts for it."""

    opens_at: datetime
    closes_at: datetime
    cutoff_at: datetime


@dataclass(frozen=True)
class Hours:
    """A site's hours and trucks as plain values."""

    zone: str
    opens: str
    closes: str
    closed_on: tuple[int, ...]
    pick_ups: tuple[str, ...]

    @property
    def settings(self) -> dict[str, Any]:
        return {"pick_ups": self.pick_ups}


def promise(tier: Contract, site: Place, paid_at: datetime) -> Promise:
    """Hours counted from payment, or from the next opening when the cutoff has passed.

    With a cutoff an order counts from opening time; clock hours without one count from payment itself.
    """
    paid_at = paid_at.astimezone(UTC)  # two moments of one local zone would subtract by the wall clock
    starts_at = _starts_at(tier, site, paid_at)
    length = timedelta(hours=float(tier.promise_hours))
    ends_at = after_open_time(site, starts_at, length) if tier.open_hours else starts_at + length
    return Promise(ends_at, _because(tier, site, paid_at, starts_at))


def open_share(site: Place, begins_at: datetime, ends_at: datetime) -> float:
    """Which part of a stretch of time the site is open, 0 to 1."""
    open_s = 0.0
    for window in _windows(site, None, begins_at.astimezone(UTC)):
        if window.opens_at >= ends_at:
            break
        open_s += max(0.0, (min(window.closes_at, ends_at) - max(window.opens_at, begins_at)).total_seconds())
    return open_s / (ends_at - begins_at).total_seconds()


def leaves_by(site: Place, promised_at: datetime, paid_at: datetime) -> datetime:
    """The last truck (`settings.pick_ups`, local HH:MM) or else open moment that keeps the promise.

    The promise itself where nothing lies between it and the payment.
    """
    last = paid_at
    for window in _windows(site, None, promised_at - 8 * DAY):
        if window.opens_at > promised_at:
            break
        for at in _leaving_moments(site, window, promised_at):
            last = max(last, at)
    return last if last > paid_at else promised_at


def find_cutoff(site: Place, promised_at: datetime, paid_at: datetime) -> datetime | None:
    """When the last truck leaves that keeps the promise. None: no trucks are named, or none is in time."""
    pick_ups = (site.settings or {}).get("pick_ups")
    if not pick_ups:
        return None
    hours = Hours(site.zone, site.opens, site.closes, tuple(site.closed_on or ()), tuple(pick_ups))
    leaves_at = _last_truck(hours, promised_at, paid_at)
    return leaves_at if leaves_at < promised_at else None


@lru_cache(maxsize=4096)
def _last_truck(hours: Hours, promised_at: datetime, paid_at: datetime) -> datetime:
    """`leaves_by`, which every card asks again."""
    return leaves_by(hours, promised_at, paid_at)


def _leaving_moments(site: Place, window: Window, promised_at: datetime) -> list[datetime]:
    pick_ups = (site.settings or {}).get("pick_ups")
    if not pick_ups:
        return [min(window.closes_at, promised_at)]
    day = window.opens_at.astimezone(ZoneInfo(site.zone)).date()
    trucks = [_moment(site, day, pick_up, site.opens) for pick_up in pick_ups]
    return [at for at in trucks if at <= min(window.closes_at, promised_at)]


def _starts_at(tier: Contract, site: Place, paid_at: datetime) -> datetime:
    if not tier.cutoff:
        return paid_at
    windows = (window for window in _windows(site, tier.cutoff, paid_at) if window.closes_at > paid_at)
    window = next(windows)
    return max(paid_at, window.opens_at) if paid_at <= window.cutoff_at else next(windows).opens_at


def after_open_time(site: Place, at: datetime, length: timedelta) -> datetime:
    """The moment at which `length` of open time has passed since `at`; within MAX_DAYS in any case."""
    at = at.astimezone(UTC)
    for window in _windows(site, None, at):
        begins = max(at, window.opens_at)
        if begins + length <= window.closes_at:
            return begins + length
        length -= max(window.closes_at - begins, timedelta())
    return at + MAX_DAYS * DAY


def _windows(site: Place, cutoff: str | None, around: datetime) -> Iterator[Window]:
    """Working days, from the one before `around`. A site closed on all seven days counts as always open."""
    closed = set(site.closed_on or ())
    if closed >= set(range(7)):
        closed = set()
    first = around.astimezone(ZoneInfo(site.zone)).date() - DAY
    before = datetime.min.replace(tzinfo=UTC)
    for number in range(MAX_DAYS):
        day = first + number * DAY
        if day.weekday() not in closed:
            window = _window(site, cutoff, day, before)
            before = window.closes_at
            yield window


def _window(site: Place, cutoff: str | None, day: date, before: datetime) -> Window:
    """A day's window, not before `before`: where a clock jumps over a local time, windows could overlap."""
    opens_at = max(_moment(site, day, site.opens), before)
    overnight = _minutes(site.closes) <= _minutes(site.opens)
    closes_at = max(_moment(site, day + overnight * DAY, site.closes), opens_at)
    return Window(opens_at, closes_at, _moment(site, day, cutoff, site.opens) if cutoff else closes_at)


def _moment(site: Place, day: date, at: str, not_before: str = "00:00") -> datetime:
    """Local HH:MM on `day`, or on the next where it is before `not_before`; aware UTC."""
    return _moment_in(site.zone, day, at, not_before)


@lru_cache(maxsize=1024)
def _moment_in(zone: str, day: date, at: str, not_before: str) -> datetime:
    minutes = _minutes(at)
    if minutes < _minutes(not_before):
        minutes += 24 * 60
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@lru_cache(maxsize=256)
def _minutes(at: str) -> int:
    hours, _, minutes = at.partition(":")
    return int(hours) * 60 + int(minutes)


def _because(tier: Contract, site: Place, paid_at: datetime, starts_at: datetime) -> Words:
    details = {
        "tier": {"zh-CN": tier.name_zh, "en": tier.name_en},
        "hours": f"{tier.promise_hours:g}",
    }
    key = "promise.open" if tier.open_hours else "promise.clock"
    if starts_at == paid_at:
        return Words(key, details)
    start = starts_at.astimezone(ZoneInfo(site.zone))
    return Words(f"{key}_from", details | {"start": f"{start:%m-%d %H:%M}", "cutoff": tier.cutoff})
