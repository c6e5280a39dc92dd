"""What the README shows is what the code does."""

import re

import pytest

from app import features
from app.lives import Life
from tests import lives

TEXT = lives.README.read_text("utf-8")
COMMANDS = [command.name for command in features.list_commands()]


def test_the_lives_are_drawn_from_the_tables() -> None:
    assert lives.between(TEXT) == lives.drawn(), "run: python -m tests.lives"


@pytest.mark.parametrize("life", lives.LIVES, ids=lambda life: life.name)
def test_every_state_can_be_reached(life: Life) -> None:
    reached, before = {life.first}, set()
    while reached != before:
        before = set(reached)
        reached |= {after for (state, _), after in life.moves.items() if state in before}
    assert reached == life.states()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"wavecard {command}" in TEXT


def test_every_picture_is_there() -> None:
    for picture in re.findall(r"\]\((docs/[^)]+)\)", TEXT) + re.findall(r'src="(docs/[^"]+)"', TEXT):
        assert (lives.README.parent / picture).exists(), picture
