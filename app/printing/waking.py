"""Wake the printers' workers of this process when there is something to print; others look each second."""

import threading

_sleepers: set[threading.Event] = set()


def wake() -> None:
    for sleeper in tuple(_sleepers):
        sleeper.set()


def sleeps(sleeper: threading.Event) -> None:
    _sleepers.add(sleeper)


def gone(sleeper: threading.Event) -> None:
    _sleepers.discard(sleeper)
