"""Background steps beside the requests: each answers "was there work?" and comes straight back if so.

A step looks again every IDLE_S. One that is `woken_by` certain news looks when that news comes (at most
every IDLE_S), and every ASLEEP_S in case it missed some.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from app.db import connection

log = logging.getLogger(__name__)
IDLE_S = 0.15
ASLEEP_S = 1.0
AFTER_ERROR_S = 2.0
StepT = TypeVar("StepT", bound=Callable[..., bool])
_bells: dict[str, list[threading.Event]] = {}


def woken_by(*news: str) -> Callable[[StepT], StepT]:
    """Mark a step that has nothing to do until `push.announce` tells of one of `news`."""

    def mark(step: StepT) -> StepT:
        step.__dict__["woken_by"] = news
        return step

    return mark


def wake(news: str) -> None:
    """Something of this kind changed: steps that wait for it look now."""
    for bell in _bells.get(news, ()):
        bell.set()


def start(steps: list[Callable[[], bool]]) -> threading.Event:
    """Run every step in a loop of its own (a greenlet under gevent); set the event to stop them."""
    stop = threading.Event()
    for step in steps:
        threading.Thread(target=_run, args=(step, stop), name=_name_of(step), daemon=True).start()
    return stop


def _run(step: Callable[[], bool], stop: threading.Event) -> None:
    bell = _bell_of(step)
    while not stop.is_set():
        if bell is not None:
            bell.clear()
        try:
            with connection():
                more = step()
        except Exception:
            log.exception("%s failed; trying again", _name_of(step))
            stop.wait(AFTER_ERROR_S)
            continue
        if more:
            time.sleep(0)
            continue
        stop.wait(IDLE_S)
        if bell is not None:
            bell.wait(ASLEEP_S - IDLE_S)


def _bell_of(step: Callable[[], bool]) -> threading.Event | None:
    """A bell for a step that is woken by news; None for one that only looks now and then."""
    news = getattr(step, "woken_by", None)
    if news is None:
        return None
    bell = threading.Event()
    for one in news:
        _bells.setdefault(one, []).append(bell)
    return bell


def _name_of(step: Callable[[], bool]) -> str:
    """A function's own name, or that of the class whose instance is called."""
    return str(getattr(step, "__qualname__", type(step).__qualname__))
