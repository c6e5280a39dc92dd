import os
from collections.abc import Callable

from app.ops.leases import holds


def steps() -> list[Callable[[], bool]]:
    """Orders come in by themselves in the demo only; one process of many makes them."""
    if not os.environ.get("WAVECARD_DEMO"):
        return []
    from app.demo.streaming import Stream

    stream = Stream()

    def order_stream() -> bool:
        return holds("demo-stream") and stream.step()

    return [order_stream]
