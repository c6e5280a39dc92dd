"""`wavecard carriers` as somebody types it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main


def test_numbers_are_added_and_carriers_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAVECARD_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    run = CliRunner().invoke
    assert run(main, ["carriers", "numbers", "-"], input="YT1\nYT2\nYT1\n").output == "2 new numbers\n"
    listed = run(main, ["carriers", "list"]).output
    assert "sandbox  Sandbox Express  0 waiting" in listed
    assert (
        run(main, ["carriers", "trucks", "sandbox", "17:30", "11:00"]).output
        == "sandbox leaves at 11:00, 17:30\n"
    )
