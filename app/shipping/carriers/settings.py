"""Contracts with carriers: `carriers.json` in WAVECARD_VAR (or the file WAVECARD_CARRIERS names).

One object a carrier: `{"zto": {"app_key": "...", "app_secret": "..."}, "sandbox": {"url": "http://..."}}`.
Keys stay in this file, readable by its owner alone; the database never sees them.
"""

import json
import logging
import os
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
_read: dict[str, tuple[int, dict[str, Any]]] = {}


def path() -> Path:
    named = os.environ.get("WAVECARD_CARRIERS")
    return Path(named) if named else Path(os.environ.get("WAVECARD_VAR") or "var") / "carriers.json"


def of(code: str) -> dict[str, Any]:
    """What is entered for one carrier; nothing without a file."""
    told = _all().get(code)
    return told if isinstance(told, dict) else {}


def _all() -> dict[str, Any]:
    """Read again when the file changes."""
    file = path()
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        return {}
    kept = _read.get(str(file))
    if kept is None or kept[0] != changed:
        _read[str(file)] = kept = (changed, _parse(file))
    return kept[1]


def _parse(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        log.error("%s cannot be read as JSON: no carrier is configured", file)
        return {}
    return told if isinstance(told, dict) else {}
