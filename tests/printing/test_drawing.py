"""Drawing in a process of its own."""

import os

import pytest

from app.printing import drawing
from app.printing.drawing import Child, order_for
from printers import DocumentError
from printers import drawing as beside
from tests.printing.conftest import Bench


def test_the_child_draws_the_same_bytes_says_what_is_wrong_and_comes_back_after_a_crash(bench: Bench) -> None:
    order = order_for(bench.ask("🙂"), bench.printer)
    child = Child()
    try:
        drawn = child.draw(order)
        assert drawn == beside.draw(order) and drawn.missing == "🙂" and drawn.length_mm > 80
        with pytest.raises(DocumentError, match="unknown layout"):
            child.draw(order | {"document": {"layout": "poster"}})
        with pytest.raises(DocumentError, match="TypeError"):
            child.draw(order | {"encoding": {"lasers": 2}})
        assert child.process is not None
        own = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, child.process.pid) == min(19, own + beside.NICE)
        child.process.kill()
        child.process.wait()
        assert child.draw(order) == drawn
    finally:
        child.stop()


def test_without_greenlets_it_draws_in_place(bench: Bench) -> None:
    job = bench.ask()
    assert drawing.draw(job, bench.printer) == beside.draw(order_for(job, bench.printer))


def test_what_was_drawn_ahead_is_used_once_and_only_while_nothing_changed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = bench.ask("one"), bench.ask("two")
    drawn: list[str] = []
    monkeypatch.setattr(drawing._child, "draw", lambda order: drawn.append("child") or beside.draw(order))
    drawing.draw_ahead(first, bench.printer)
    assert drawing.draw(first, bench.printer) == beside.draw(order_for(first, bench.printer))
    assert drawn == ["child"] and drawing._ahead == {}
    drawing.draw_ahead(second, bench.printer)
    bench.printer.profile = {"band_rows": 24}
    changed = drawing.draw(second, bench.printer)
    assert changed == beside.draw(order_for(second, bench.printer))
    assert changed.payload[12:20] == b"\x1dv0\x00\x48\x00\x18\x00"


def test_a_document_that_cannot_be_drawn_ahead_is_told_in_its_turn(bench: Bench) -> None:
    job = bench.ask()
    job.layout = "poster"
    drawing.draw_ahead(job, bench.printer)
    drawing._child.stop()
    with pytest.raises(DocumentError):
        drawing.draw(job, bench.printer)
