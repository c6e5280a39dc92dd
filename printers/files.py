"""The file connector: a document kept as the bytes that would have gone to the printer."""

import os
import uuid
from pathlib import Path

from printers.status import Status
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


def deliver_to_folder(folder: Path, payload: bytes) -> Delivery:
    """A new file in the folder; nothing taken when it cannot be written."""
    try:
        return deliver_to_file(folder / f"{uuid.uuid4().hex}.prn", payload)
    except OSError:
        return Delivery("nothing_taken", "unreachable", 0, len(payload), Status(reachable=False))
