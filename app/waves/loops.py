from collections.abc import Callable

from app.loops import woken_by
from app.ops.leases import holds
from app.waves import closing, dispatching, urging
from app.waves.planning import Planner


def _give_out() -> bool:
    closing.hold_stranded()
    return urging.join_urgent() | dispatching.dispatch_idle()


@woken_by("queue", "order", "task", "people")
def dispatch() -> bool:
    """One process of many gives out the work."""
    return holds("dispatcher", seconds=10) and _give_out()


def steps() -> list[Callable[[], bool]]:
    planner = Planner()

    @woken_by("queue", "order")
    def plan() -> bool:
        """One process of many plans; another takes over when it falls silent."""
        return holds("planner", seconds=10) and planner.step()

    return [dispatch, plan]
