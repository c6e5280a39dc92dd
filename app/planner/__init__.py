"""Who walks where for which orders: routing, batching and wave selection. Problem in, plan out.

Pure: no Flask, no database, no clock but the one a stopping rule asks for.
"""

from app.planner.batching import Batch, Cart, Item, Job, Pace, batch
from app.planner.layout import Depot, Layout, Stop
from app.planner.routing import Route, route
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
    "Seconds",
    "Stop",
    "batch",
    "route",
    "select_wave",
    "split",
    "warm",
]


def warm() -> None:
    """Compile (or load from disk) all kernels: call it before the first request. About 20 s the first
    time.
    """
    layout = Layout(2, 4, 1.0, 1.0, 1.0, 1.0)
    jobs = [Job(i, (Item(Stop(i % 2, i), grams=1.0),)) for i in range(4)]
    batch(jobs, Cart(grams=2), layout, Moves(2), seed=1)
    select_wave(Pool([{0: 1}], [{0: 1}], 1, 1), Moves(1), seed=1)
