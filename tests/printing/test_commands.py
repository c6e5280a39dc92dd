"""`wavecard printers` as somebody types it."""

import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.printing import virtual_command
from printers import wire
from tests.bundled import free_port

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("WAVECARD_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *words: CliRunner().invoke(main, ["printers", *words])


def test_a_printer_is_added_listed_and_tested(run: Run) -> None:
    added = run("add", "Epson 1", "192.168.1.20", "--station", "st-1", "--lang", "en")
    assert (added.exit_code, added.output) == (0, "#1 Epson 1 at 192.168.1.20:9100\n")
    listed = run("list").output
    assert "ST-1" in listed and "192.168.1.20:9100" in listed and "Not asked yet" in listed
    assert "job 1" in run("test", "1").output


@pytest.mark.parametrize(
    "words",
    [
        ("add", "Bad", "printer.local"),
        ("add", "Bad", "127.0.0.1"),
        ("add", "Bad", "192.168.1.20", "--port", "22"),
        ("test", "99"),
    ],
)
def test_a_mistake_is_one_line(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words)
    assert told.exit_code == 1
    assert len(told.output.strip().splitlines()) == 1 and "Traceback" not in told.output


def test_a_virtual_printer_starts_with_its_faults_and_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    port, page = free_port(), free_port()
    seen: list[object] = []

    def look(_: float) -> None:
        seen.append(wire.query_status("127.0.0.1", port).problem)
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/state", timeout=5) as state:
            seen.append("paper_out=True" in state.read().decode())
        raise KeyboardInterrupt

    monkeypatch.setattr(virtual_command, "sleep", look)
    words = ["virtual-printer", "--port", str(port), "--page-port", str(page), "--faults"]
    told = CliRunner().invoke(main, [*words, "paper_out"])
    assert (told.exit_code, seen) == (0, ["paper_out", True]), told.output
    wrong = CliRunner().invoke(main, [*words, "on_fire"])
    assert wrong.exit_code == 1 and len(wrong.output.strip().splitlines()) == 1
