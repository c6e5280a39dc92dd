"""What deploy/ and compose.yaml say is what the product understands."""

import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from app.cli import main

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
UNIT = (ROOT / "deploy/wavecard.service").read_text("utf-8")
EXAMPLE = (ROOT / "deploy/wavecard.env.example").read_text("utf-8")
SETTINGS = set(re.findall(r'(?:environ\.get|_number)\("(\w+)"', (ROOT / "app/config.py").read_text("utf-8")))
SET_BY_COMMANDS = {"WAVECARD_DEMO", "WAVECARD_PORT", "WAVECARD_PUBLIC_PORT"}
OF_THE_UNIT = {"HOST": "127.0.0.1", "PORT": "8000", "WORKERS": "4", "OPTIONS": "--public-port 8001"}


def command_lines() -> list[list[str]]:
    composed = [COMPOSE["services"][name]["command"] for name in ("wavecard", "migrate")]
    started = re.findall(r"^ExecStart(?:Pre)?=(.*)$", UNIT, re.MULTILINE)
    return [[filled(part) for part in line] for line in composed] + [
        shlex.split(filled(line).replace("/opt/wavecard/.venv/bin/", "")) for line in started
    ]


def filled(text: str) -> str:
    """`text` with its variables as a site sets them."""
    return re.sub(r"\$\{?(\w+)(?::-\w+)?\}?", lambda found: OF_THE_UNIT[found[1]], text)


@pytest.mark.parametrize("line", command_lines(), ids=" ".join)
def test_a_deployed_command_line_is_understood(line: list[str]) -> None:
    assert line[0] == "wavecard"
    command: click.Command = main
    arguments = line[1:]
    while isinstance(command, click.Group):
        command, arguments = command.commands[arguments[0]], arguments[1:]
    command.make_context(command.name, arguments)


def test_every_deployed_setting_is_one_of_ours() -> None:
    named = set(re.findall(r"^#?(\w+)=", EXAMPLE, re.MULTILINE)) - set(OF_THE_UNIT)
    composed = set(COMPOSE["services"]["wavecard"]["environment"])
    assert named | {"WAVECARD_VAR"} == SETTINGS - SET_BY_COMMANDS  # the unit itself sets that one
    assert composed <= SETTINGS


def test_every_setting_is_explained_by_the_command_that_reads_it() -> None:
    told = main.commands["serve"].help or ""
    assert [name for name in sorted(SETTINGS - SET_BY_COMMANDS) if name not in told] == []
