"""Who is there when: opening hours, staggered breaks, and whose handheld is on."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.contracts.tiers import get_site
from app.people import presence
from app.simulation.hands import Hands
from app.simulation.place import Place
from app.simulation.virtual import Steps

BEAT_S = 55.0  # presence believes a handheld for a minute
DAY = timedelta(days=1)


class Shift:
    """Every place is manned from opening to closing, breaks aside: whoever goes home is relieved."""

    def __init__(self, place: Place) -> None:
        self.env, self.scene, self.times = place.env, place.scene, place.scene.times
        self.there: dict[int, int] = {}  # operator -> device, handheld on
        self.break_at: dict[int, float] = {}
        self.breaks_taken: dict[int, int] = {}
        self.closing = self.env.event()
        self.opens_at, self.closes_at = self._hours(0.0)
        self.env.process(self._close())
        self.env.process(self._beat())

    def _hours(self, after: float) -> tuple[float, float]:
        """The first opening that ends after this second."""
        zone = ZoneInfo(get_site().zone)
        day = self.env.at(after).astimezone(zone).date() - DAY
        while True:
            opens, closes = (
                datetime.combine(day, datetime.strptime(hour, "%H:%M").time(), zone)
                for hour in (self.scene.opens, self.scene.closes)
            )
            if self.env.seconds_of(closes) > after:
                return self.env.seconds_of(opens), self.env.seconds_of(closes)
            day += DAY

    @property
    def is_open(self) -> bool:
        return self.opens_at <= self.env.now < self.closes_at

    def open_seconds(self, begin: float, end: float) -> float:
        """Open time between two moments; opening hours are the same every day."""
        total, at = 0.0, begin
        while at < end:
            opens, closes = self._hours(at)
            total += max(0.0, min(end, closes) - max(at, opens))
            at = closes
        return total

    def ends(self) -> Any:
        """An event: everybody goes home."""
        return self.closing

    def _close(self) -> Steps:
        while True:
            yield self.env.timeout(self.closes_at - self.env.now)
            self.opens_at, self.closes_at = self._hours(self.env.now)
            closing, self.closing = self.closing, self.env.event()
            closing.succeed()

    def attend(self, who: Hands) -> Steps:
        """Be there and rested before the next piece of work."""
        if not self.is_open:
            self._switch(who, online=False)
            yield self.env.timeout(self.opens_at - self.env.now)
            self.breaks_taken[who.id] = 0
            self.break_at[who.id] = self.env.now + who.dice.uniform(0.5, 1.5) * self.times.break_every_s
        elif who.id not in self.break_at:
            self.break_at[who.id] = self.env.now + who.dice.uniform(0.5, 1.5) * self.times.break_every_s
        if self.env.now >= self.break_at[who.id]:
            yield from self._rest(who)
        self._switch(who, online=True)

    def _rest(self, who: Hands) -> Steps:
        self._switch(who, online=False)
        taken = self.breaks_taken[who.id] = self.breaks_taken.get(who.id, 0) + 1
        seconds = self.times.short_break_s if taken % 2 else self.times.long_break_s
        who.tally.add(who.sign_in.work, "break", seconds)
        yield self.env.timeout(seconds)
        self.break_at[who.id] = self.env.now + self.times.break_every_s

    def _switch(self, who: Hands, online: bool) -> None:
        if (who.id in self.there) == online:
            return
        device = who.sign_in.device_id
        if online:
            self.there[who.id] = device
        else:
            del self.there[who.id]
        presence.came_or_went(device, online)

    def _beat(self) -> Steps:
        """What the server writes for every connected handheld."""
        while True:
            yield self.env.timeout(BEAT_S if self.there else self.opens_at - self.env.now + BEAT_S)
            presence.seen(sorted(self.there.values()), online=True)
