"""Background steps beside the requests: each answers "was there work?" and comes straight back if so."""

import logging
import threading
import time
from collections.abc import Callable

from app.db import connection

log = logging.getLogger(__name__)
IDLE_S = 0.15
AFTER_ERROR_S = 2.0


def start(steps: list[Callable[[], bool]]) -> threading.Event:
    """Run every step in a loop of its own (a greenlet under gevent); set the event to stop them."""
    stop = threading.Event()
    for step in steps:
        threading.Thread(target=_run, args=(step, stop), name=step.__qualname__, daemon=True).start()
    return stop


def _run(step: Callable[[], bool], stop: threading.Event) -> None:
    while not stop.is_set():
        wait = IDLE_S
        try:
            with connection():
                wait = 0 if step() else IDLE_S
        except Exception:
            log.exception("%s failed; trying again", step.__qualname__)
            wait = AFTER_ERROR_S
        if wait:
            stop.wait(wait)
        else:
            time.sleep(0)
