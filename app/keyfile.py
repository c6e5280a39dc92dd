"""Contracts and their secrets in a JSON file beside the data: the database never sees them."""

import json
import logging
import os
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


class KeyFile:
    """`name` in WAVECARD_VAR, or the file that the variable names; read again when it changes."""

    def __init__(self, name: str, variable: str) -> None:
        self._name, self._variable = name, variable
        self._kept: tuple[Path, int, dict[str, Any]] | None = None

    def path(self) -> Path:
        named = os.environ.get(self._variable)
        return Path(named) if named else Path(os.environ.get("WAVECARD_VAR") or "var") / self._name

    def of(self, code: str) -> dict[str, Any]:
        """What is entered for one of them; nothing without a file."""
        told = self._read().get(code)
        return told if isinstance(told, dict) else {}

    def forget(self) -> None:
        self._kept = None

    def _read(self) -> dict[str, Any]:
        file = self.path()
        try:
            changed = file.stat().st_mtime_ns
        except OSError:
            return {}
        if self._kept is None or self._kept[:2] != (file, changed):
            self._kept = file, changed, _parse(file)
        return self._kept[2]


def _parse(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        log.error("%s cannot be read as JSON: nothing in it counts", file)
        return {}
    return told if isinstance(told, dict) else {}
