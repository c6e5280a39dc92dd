"""The file connector: a document kept as the bytes that would have gone to the printer."""

import os
from pathlib import Path

from printers.wire import Delivery


def deliver_to_file(path: Path, payload: bytes) -> Delivery:
    """Whole or not at all: written beside it, then renamed. OSError says why not."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(payload)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return Delivery("confirmed", "written", len(payload), len(payload))
