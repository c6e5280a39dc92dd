"""What gunicorn loads in each worker: the application, with its background loops running."""

import atexit
import gc
import logging
import signal
import sys
import time
from datetime import timedelta
from typing import Any

import gevent

from app import clock, create_app, features, loops, planner, push
from app.ops import afterwards, events, leases
from app.people import presence
from app.timeline import following
from app.timeline.cursor import last_cursor

SWITCH_S = 0.0005  # a planning thread gives the interpreter back to the hub ten times as soon as by default
SEEN_EVERY_S = 20
PRUNE_EVERY_S = 3600
BEHIND = timedelta(seconds=15)  # longer than a dead follower's lease lasts


def make_app() -> object:
    """The WSGI application of one worker; whoever holds a loop's lease runs it for all."""
    sys.setswitchinterval(SWITCH_S)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the master too, and it tells each worker
    app = create_app()
    planner.warm()  # from disk by now; at the first walk it would stop every screen for a second
    push.serve_from_here()
    gc.freeze()  # what is here now stays: no collection looks through it again
    _release_when_told_to_end()
    loops.start([Follower().step, Heartbeat().step, *features.list_loops()])
    return app


def _release_when_told_to_end() -> None:
    """On gunicorn's signals, for it kills a worker with open sockets; at exit, for others are too quick."""
    atexit.register(leases.release_all)
    for number in (signal.SIGTERM, signal.SIGQUIT):
        before = signal.getsignal(number)

        def end(received: int, frame: Any, before: Any = before) -> None:
            gevent.spawn(leases.release_all)  # a thread waits for its start, which the hub may not
            if callable(before):
                before(received, frame)

        signal.signal(number, end)


class Follower:
    """Tell screens what other processes wrote, within 200 ms.

    Who does not follow stays a little behind: what a dead follower left untold is told at the take-over.
    """

    def __init__(self) -> None:
        self.cursor = self.newer = last_cursor()
        self.marked_at = clock.now()
        self.taken_over_at: int | None = None
        self.pruned = time.monotonic()

    def step(self) -> bool:
        if not leases.holds("follower", seconds=10):
            self._stay_behind()
            return False
        if self.taken_over_at is None:
            self.taken_over_at = last_cursor()
        before = self.cursor
        self.cursor = following.follow(before, everything=before < self.taken_over_at)
        if time.monotonic() - self.pruned > PRUNE_EVERY_S:
            self.pruned = time.monotonic()
            following.prune()
            afterwards.forget_answers()
        return self.cursor != before

    def _stay_behind(self) -> None:
        self.taken_over_at = None
        if clock.now() - self.marked_at >= BEHIND:
            self.cursor, self.newer, self.marked_at = self.newer, last_cursor(), clock.now()


class Heartbeat:
    """Keep connected devices fresh, and shut out those that were revoked meanwhile."""

    def __init__(self) -> None:
        self.last = 0.0

    def step(self) -> bool:
        if time.monotonic() - self.last >= SEEN_EVERY_S:
            self.last = time.monotonic()
            presence.seen(sorted(set(events.connected.values())), online=True)
        events.shut_out_revoked()
        return False
