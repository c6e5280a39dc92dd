"""How the planner's kernels are compiled and where the machine code is kept.

Numba's cache looks only at the file of the function itself, so a kernel would keep an old copy of a
helper that was edited in another file. The folder is therefore named after the content of all
sources that compiled code is made of.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

HERE = Path(__file__).parent


def _digest() -> str:
    """Of the kernels, the tuples they read (NamedTuple) and the constants built into them (states.py)."""
    texts = {path.stem: path.read_bytes() for path in sorted(HERE.glob("*.py"))}
    marks = (b"app.planner.compiled import", b"NamedTuple")
    kept = [text for stem, text in texts.items() if stem == "states" or any(mark in text for mark in marks)]
    return hashlib.sha256(b"".join(kept)).hexdigest()[:16]


if not os.environ.get("NUMBA_CACHE_DIR"):
    setattr(numba.config, "CACHE_DIR", str(HERE / "__pycache__" / f"compiled-{_digest()}"))  # noqa: B010


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call, keep the result on disk, let other threads run meanwhile."""
    return numba.njit(cache=True, nogil=True, boundscheck=False)(function)


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """A helper that only kernels call: compiled into them, never on its own disk entry."""
    return numba.njit(nogil=True, boundscheck=False)(function)


def spliced(function: Callable[..., Any]) -> Callable[..., Any]:
    """A helper whose body is copied into its callers: no call that unpacks a hundred arrays."""
    return numba.njit(inline="always")(function)
