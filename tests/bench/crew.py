"""Everybody connected to a site under load: pickers who confirm, leads who are told of it."""

import itertools
import json
from collections.abc import Callable
from functools import partial

from tests.bench.handhelds import Handheld, Loop, clock
from tests.bench.picker import Picker, Tally
from tests.bench.site import Site

EVERY_S = 2.0


class NoWork(Exception):
    """Some pickers never got a walk."""


class Crew:
    def __init__(self, site: Site) -> None:
        self.site, self.loop, self.tally = site, Loop(), Tally()
        for lead in site.people["lead"]:
            self._connect(lead, first=True).pushed = self._ear()
        totes = (f"T-{number:04d}" for number in itertools.count(1))
        self.pickers = [
            Picker(self._connect(one), one, partial(site.get_screen, one["cookie"]), totes)
            for one in site.people["picker"]
        ]

    def _connect(self, who: dict[str, str], *, first: bool = False) -> Handheld:
        auth = {"device_token": who["device_token"], "build": "bench"}
        handheld = Handheld(self.loop, self.site.address, auth, first=first)
        self.breathe()
        return handheld

    def breathe(self) -> None:
        """Answer the pings of those connected already."""
        self.loop.run(clock() + 0.0005)

    def _ear(self) -> Callable[[bytes], None]:
        """A lead screen: how long after a confirmation was due its push came, once for each."""
        heard: dict[int, float] = {}

        def told(text: bytes) -> None:
            poke = json.loads(text)[1]
            for task_id in poke["ids"] if "task" in poke["what"] else ():
                due = self.tally.due_at.get(task_id)
                if due is not None and heard.get(task_id) != due:
                    heard[task_id] = due
                    self.tally.push_ms.append((clock() - due) * 1000)

        return told

    def take_up(self, within_s: float) -> None:
        """Until every picker stands at a shelf; NoWork when some do not."""
        until = clock() + within_s
        for picker in self.pickers:
            picker.look()
            self.breathe()
        while clock() < until and not all(picker.is_ready for picker in self.pickers):
            self.loop.run(clock() + 0.5)
        ready = sum(picker.is_ready for picker in self.pickers)
        if ready < len(self.pickers):
            raise NoWork(f"only {ready} of {len(self.pickers)} handhelds have work after {within_s:.0f} s")

    def begin(self) -> Tally:
        """A new tally for what follows."""
        self.tally = Tally(refused=self.tally.refused)
        for picker in self.pickers:
            picker.tally = self.tally
        return self.tally

    def work_open(self, seconds: float) -> None:
        """Each picker every EVERY_S, evenly spread."""
        start = clock() + 0.1
        for number, picker in enumerate(self.pickers):
            first = start + EVERY_S * number / len(self.pickers)
            for turn in range(int(seconds / EVERY_S)):
                due = first + turn * EVERY_S
                self.loop.at(due, partial(picker.come_due, due))
        self.loop.run(start + seconds)

    def work_closed(self, seconds: float) -> None:
        """Each picker as fast as answers come."""
        for picker in self.pickers:
            picker.eager = True
            picker.come_due(clock())
        self.loop.run(clock() + seconds)

    def rest(self, seconds: float) -> None:
        """Nobody begins anything; answers under way come in."""
        for picker in self.pickers:
            picker.eager = False
        self.loop.run(clock() + seconds)

    def troubles(self) -> list[str]:
        """What should not have been: refusals since the first tally, missing answers, lost sockets."""
        troubles = [f"refused {text}" for text in self.tally.refused]
        troubles += ["an answer never came" for picker in self.pickers if picker.is_waiting]
        return troubles + ["a socket was lost" for picker in self.pickers if not picker.handheld.open]
