"""How the planner's kernels are compiled and where the machine code is kept.

Numba's cache looks only at the file of the function itself, so a kernel would keep an old copy of a
helper that was edited in another file. The folder is therefore named after the content of the
kernel's own file and of all files that it imports from the planner.
"""

import hashlib
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

HERE = Path(__file__).parent
IMPORTS = re.compile(rb"^from app\.planner\.(\w+) import", re.MULTILINE)
KERNELS: list[Any] = []
GIVEN = os.environ.get("NUMBA_CACHE_DIR")


@cache
def _sources(stem: str) -> frozenset[str]:
    """The planner's files that compiled code of one file may come from."""
    found, new = {stem}, [stem]
    while new:
        text = (HERE / f"{new.pop()}.py").read_bytes()
        more = {name.decode() for name in IMPORTS.findall(text)} - found
        found |= more
        new.extend(more)
    return frozenset(found)


@cache
def _digest(stem: str) -> str:
    texts = [(HERE / f"{name}.py").read_bytes() for name in sorted(_sources(stem))]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:16]


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile at the first call, keep the result on disk, let other threads run meanwhile."""
    stem = function.__module__.rpartition(".")[2]
    folder = GIVEN or str(HERE / "__pycache__" / f"compiled-{stem}-{_digest(stem)}")
    setattr(numba.config, "CACHE_DIR", folder)  # noqa: B010
    made = numba.njit(cache=True, nogil=True, boundscheck=False)(function)
    KERNELS.append(made)
    return made


def is_compiled() -> bool:
    """Whether the machine code of all kernels is on disk: else the first start takes half a minute."""
    return all(map(_is_kept, KERNELS))


def _is_kept(kernel: Any) -> bool:
    """Numba throws away what it compiled from a file that has been written since."""
    written = Path(kernel.py_func.__code__.co_filename).stat().st_mtime
    kept = Path(kernel.stats.cache_path).glob(f"*{kernel.__name__}-*.nbi")
    return any(index.stat().st_mtime >= written for index in kept)


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """A helper that only kernels call: compiled into them, never on its own disk entry."""
    return numba.njit(nogil=True, boundscheck=False)(function)


def spliced(function: Callable[..., Any]) -> Callable[..., Any]:
    """A helper whose body is copied into its callers: no call that unpacks a hundred arrays."""
    return numba.njit(inline="always")(function)
