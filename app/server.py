"""What gunicorn loads in each worker: the application, with its background loops running."""

import logging
import signal
import time

from app import create_app, features, loops, planner, push
from app.ops import events
from app.ops.leases import holds
from app.people import presence
from app.timeline import following
from app.timeline.cursor import last_cursor

SEEN_EVERY_S = 20
PRUNE_EVERY_S = 3600


def make_app() -> object:
    """The WSGI application of one worker; whoever holds a loop's lease runs it for all."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the master too, and it tells each worker
    app = create_app()
    planner.warm()  # from disk by now; at the first walk it would stop every screen for a second
    push.serve_from_here()
    loops.start([Follower().step, Heartbeat().step, *features.list_loops()])
    return app


class Follower:
    """Tell screens what other processes wrote, within 200 ms."""

    def __init__(self) -> None:
        self.cursor = last_cursor()
        self.pruned = time.monotonic()

    def step(self) -> bool:
        if not holds("follower", seconds=10):
            self.cursor = last_cursor()
            return False
        before = self.cursor
        self.cursor = following.follow(before)
        if time.monotonic() - self.pruned > PRUNE_EVERY_S:
            self.pruned = time.monotonic()
            following.prune()
        return self.cursor != before


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
