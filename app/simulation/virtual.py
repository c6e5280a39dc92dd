"""Virtual time: simpy's event queue, and the house's clock standing at its hands."""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

import simpy

from app import clock

Steps = Generator[simpy.Event, Any, None]


class VirtualTime(simpy.Environment):
    """`now` counts seconds from `start`; app.clock follows it, event by event."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self.start = start

    def step(self) -> None:
        clock.set_now(self.at(self.peek()))
        super().step()

    def at(self, seconds: float) -> datetime:
        return self.start + timedelta(seconds=seconds)

    def seconds_of(self, at: datetime) -> float:
        return (at - self.start).total_seconds()
