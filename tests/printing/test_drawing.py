"""Drawing in a process of its own."""

import pytest

from app.printing import drawing
from app.printing.drawing import Child, order_for
from printers import DocumentError
from printers import drawing as beside
from tests.printing.conftest import Bench


def test_the_child_draws_the_same_bytes_says_what_is_wrong_and_comes_back_after_a_crash(bench: Bench) -> None:
    order = order_for(bench.ask("䶮"), bench.printer)
    child = Child()
    try:
        drawn = child.draw(order)
        assert drawn == beside.draw(order) and drawn.missing == "䶮" and drawn.length_mm > 80
        with pytest.raises(DocumentError, match="unknown layout"):
            child.draw(order | {"document": {"layout": "poster"}})
        with pytest.raises(DocumentError, match="TypeError"):
            child.draw(order | {"encoding": {"lasers": 2}})
        assert child.process is not None
        child.process.kill()
        child.process.wait()
        assert child.draw(order) == drawn
    finally:
        child.stop()


def test_without_greenlets_it_draws_in_place(bench: Bench) -> None:
    job = bench.ask()
    assert drawing.draw(job, bench.printer) == beside.draw(order_for(job, bench.printer))
