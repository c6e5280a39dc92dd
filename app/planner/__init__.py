"""Who walks where for which orders: routing, batching and wave selection. Problem in, plan out.

Pure: no Flask, no database, no clock but the one a stopping rule asks for.
"""

from collections.abc import Callable

from app.planner.batching import Batch, Cart, Item, Job, Pace, batch
from app.planner.compiled import is_compiled
from app.planner.layout import Depot, Layout, Route, Stop
from app.planner.routing import Router, route
from app.planner.splitting import split
from app.planner.stop import Moves, Seconds
from app.planner.waving import Chosen, Pool, select_wave

__all__ = [
    "Batch",
    "Cart",
    "Chosen",
    "Depot",
    "Item",
    "Job",
    "Layout",
    "Moves",
    "Pace",
    "Pool",
    "Route",
    "Router",
    "Seconds",
    "Stop",
    "batch",
    "is_compiled",
    "route",
    "select_wave",
    "split",
    "warm",
]


def warm(tell: Callable[[str], None] | None = None) -> None:
    """Compile (or load from disk) all kernels: call it before the first request. About 30 s the first
    time: then `tell` gets a sentence for each step.
    """
    layout = Layout(2, 4, 1.0, 1.0, 1.0, 1.0)
    jobs = [Job(i, (Item(Stop(i % 2, i), grams=1.0),)) for i in range(4)]
    steps = {
        "walks": lambda: route(layout, [Stop(0, 1)]),
        "first batches": lambda: batch(jobs, Cart(grams=2), layout, Seconds(0), seed=1),
        "batches": lambda: batch(jobs, Cart(grams=2), layout, Moves(2), seed=1),
        "waves": lambda: select_wave(Pool([{0: 1}], [{0: 1}], 1, 1), Moves(1), seed=1),
    }
    telling = tell and not is_compiled()
    for number, (what, step) in enumerate(steps.items(), 1):
        if tell and telling:
            tell(f"Preparing the planner, once: step {number} of {len(steps)}, {what} (half a minute in all)")
        step()
