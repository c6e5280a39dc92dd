"""Compiling takes seconds: every kernel is compiled once, whatever numbers a floor or an order comes with."""

import os
from collections.abc import Iterator
from pathlib import Path

import numba
import pytest

from app.planner import (
    Cart,
    Depot,
    Item,
    Job,
    Layout,
    Moves,
    Pace,
    Pool,
    Stop,
    batch,
    compiled,
    is_compiled,
    route,
    select_wave,
    warm,
)
from app.planner.annealing import anneal
from app.planner.nearness import union_lengths
from app.planner.savings import merge_savings
from app.planner.selection import anneal_wave
from app.planner.touring import tours


def test_whole_numbers_and_fractions_use_the_same_compiled_code() -> None:
    warm()
    for gap, blocks in ((1000, 1), (0.5, 2)):
        layout = Layout(3, 9, gap, gap, gap, gap, blocks=blocks, depot=Depot(1, 1, gap))
        jobs = [Job(i, (Item(Stop(i % 3, i), gap, gap),), due_at_s=gap if i else None) for i in range(6)]
        batch(jobs, Cart(totes=2, pace=Pace(speed=gap, pickers=2)), layout, Moves(50, searches=2), seed=2)
        route(layout, [Stop(0, 1), Stop(2, 2)])
    select_wave(Pool([{0: 1}, {1: 2}], [{0: 3}, {1: 4}], 0, 4), Moves(20, searches=2), seed=2)
    kernels = (anneal, merge_savings, union_lengths, tours, anneal_wave)
    assert [len(kernel.signatures) for kernel in kernels] == [1] * 5  # type: ignore[attr-defined]


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    before = numba.config.CACHE_DIR
    monkeypatch.setattr(compiled, "KERNELS", [])
    yield compiled.KERNELS
    setattr(numba.config, "CACHE_DIR", before)  # noqa: B010


def test_a_kernel_is_compiled_again_when_its_file_was_written_since(
    kernels: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "GIVEN", str(tmp_path / "kept"))
    source = tmp_path / "doubling.py"
    source.write_text("def double(number):\n    return 2 * number\n")
    names: dict[str, object] = {"__name__": "app.planner.stop"}
    exec(compile(source.read_text(), source, "exec"), names)  # a file of its own, which may be touched
    double = compiled.kernel(names["double"])  # type: ignore[arg-type]
    assert not is_compiled()
    assert double(2) == 4
    assert is_compiled()
    os.utime(source, (source.stat().st_atime, source.stat().st_mtime + 60))
    assert not is_compiled()
