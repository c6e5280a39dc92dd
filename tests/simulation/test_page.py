import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from app.cli import main
from app.simulation import svg
from app.simulation.figures import Result
from app.simulation.page import write_page
from app.simulation.svg import Axes
from app.simulation.table import gave_way, text
from tests.simulation.days import day, small


@pytest.fixture(scope="module")
def results() -> Iterator[list[Result]]:
    yield [day(small(policy), 15) for policy in ("fifo", "wavecard")]


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_page_needs_nothing_else_and_speaks_one_language(results: list[Result], lang: str) -> None:
    page = write_page(results, lang)
    assert not re.search(r"https?://|src=|<script|@import|url\(", page)
    plots = re.findall(r"<svg.*?</svg>", page, re.S)
    assert len(plots) == 5 * len(results)
    for plot in plots:
        ElementTree.fromstring(plot)
    has_chinese = bool(re.search(r"[\u4e00-\u9fff]", page))
    assert has_chinese == (lang == "zh-CN")


def test_the_tables_show_every_tier_of_every_policy(results: list[Result]) -> None:
    told = text(results, "en").splitlines()
    assert sum(bool(re.search(r"\b[ABC]\b +\d+", line)) for line in told) == 6
    assert "A on time: 100.0% → 100.0%; metres a line: " in write_page(results, "en")
    assert gave_way(results[1], "en") == ["Nothing: every promise was kept."]


def test_a_text_in_a_plot_is_escaped() -> None:
    assert "<b>" not in svg.bars({"<b>": {"<i>": 1.0, "x": 2.0}})
    assert "&lt;b&gt;" in svg.lines({"<b>": [(0, 0)]}, {"<b>": "red"}, Axes((0, 1), (0, 1)))


def test_ticks_are_round_and_inside() -> None:
    assert svg.ticks(0, 97, 5) == [0, 20, 40, 60, 80]
    assert svg.ticks(-3.2, 4.1) == [-2, 0, 2, 4]


def test_the_command_simulates_a_file_and_writes_the_page(tmp_path: Path) -> None:
    lines = [{"sku": f"S{number % 7}", "qty": 1} for number in range(2)]
    orders = [
        {
            "channel_ref": f"R{n}",
            "ordered_at": f"2026-11-0{n % 2 + 2}T10:0{n}:00+08:00",
            "lines": lines[: n % 2 + 1],
        }
        for n in range(6)
    ]
    file, out = tmp_path / "orders.json", tmp_path / "report.html"
    file.write_text(json.dumps(orders))
    arguments = ["simulate", str(file), "--surge", "2", "--pickers", "2", "--lang", "en", "--out", str(out)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert "Wavecard" in done.output
    assert "Orders: 12" in out.read_text("utf-8")


def test_a_file_without_orders_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("[]")
    done = CliRunner().invoke(main, ["simulate", str(tmp_path / "empty.json")])
    assert done.exit_code == 1
    assert len(done.output.strip().splitlines()) == 1
