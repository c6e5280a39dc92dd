"""The invariants of the whole house: each feature's `checks.py` lists what it finds broken."""

from collections.abc import Callable

from app import features
from app.db import snapshot


def list_problems(progress: Callable[[str], None] = lambda name: None) -> list[str]:
    """One line a broken invariant, naming the row; empty when all hold, though the house is at work."""
    problems: list[str] = []
    with snapshot():
        for module in features.load("checks"):
            progress(module.__name__.split(".")[1])
            problems += module.list_problems()
    return problems
