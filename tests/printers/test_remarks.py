import random
from itertools import pairwise
from typing import Any

import pytest

from printers import escpos, get_paper, render
from printers.layouts import Layout, list_layouts
from printers.virtual import Faults
from printers.virtual.machine import Machine
from printers.virtual.server import Realtime
from tests.printers.making import draw, shows
from tests.printers.test_codes import CODES

SLIPS, LINES = 400, 24
POOLS = [
    (0x4E00, 0x9FA5),
    (0x3400, 0x4DBF),
    (0x20, 0x7E),
    (0x00, 0x1F),
    (0x7F, 0xA0),
    (0x0590, 0x06FF),
    (0x0900, 0x0E7F),
    (0x2000, 0x206F),
    (0x1F300, 0x1FAFF),
    (0xD800, 0xDFFF),
    (0xE000, 0xF8FF),
    (0xFE00, 0xFFFF),
    (0x20000, 0x2FFFF),
    (0xE0000, 0xE01EF),
]
FAMILY = "\u200d".join("👩👩👧👦")
COMMANDS = ["\x1b@", "\x1dV\x00", "\x10\x04\x01", "\x10\x14\x01\x00\x01"]
NASTY = [*COMMANDS, "䶮", FAMILY, "\u202eabc\u202c", "e" + "\u0301" * 40]


def remark(dice: random.Random, length: int = 0) -> str:
    length = length or dice.randrange(1, 90)
    if dice.random() < 0.2:
        return (dice.choice(NASTY) * length)[:length]
    pools = dice.sample(POOLS, 3)
    return "".join(chr(dice.randint(*dice.choice(pools))) for _ in range(length))


def scrambled(value: Any, kept: set[str], dice: random.Random) -> Any:
    """The same document with what people type replaced; codes and choices stay."""
    if isinstance(value, dict):
        return {name: scrambled(one, kept, dice) for name, one in value.items()}
    if isinstance(value, list):
        return [scrambled(one, kept, dice) for one in value]
    return remark(dice) if isinstance(value, str) and value not in kept else value


@pytest.mark.parametrize("layout", list_layouts(), ids=lambda layout: layout.name)
def test_whatever_is_typed_into_any_field_of_any_layout_is_only_ink(layout: Layout) -> None:
    dice, realtime = random.Random(layout.name), Realtime()
    kept = CODES[layout.name] | {"up", "down"}
    for _ in range(6):
        data = scrambled(layout.example["zh-CN"], kept, dice)
        rendered = render({"layout": layout.name, "data": data}, get_paper("roll80"))
        payload = escpos.encode(rendered)
        assert realtime.questions(payload) == [] and b"\x10\x05" not in payload
        machine, buffer = Machine(head_dots=576, faults=Faults()), bytearray(payload)
        while machine.do_next(buffer) is not None:
            pass
        (paper,) = machine.papers
        assert not buffer and set(paper.commands) == {"ESC @", "GS ( D", "GS v 0", "ESC J", "GS V"}
        assert shows(paper, rendered)


@pytest.mark.timeout(300)
def test_no_remark_becomes_a_command_or_an_exception() -> None:
    """10,000: beside each line one, and the order's own, on every tenth slip of 5,000 characters."""
    dice = random.Random(20260721)
    machine, realtime = Machine(head_dots=576, faults=Faults()), Realtime()
    for number in range(SLIPS):
        lines = [{"sku": "22423", "name": "A", "qty": 1, "note": remark(dice)} for _ in range(LINES)]
        own = remark(dice, 0 if number % 10 else 5000)
        payload = escpos.encode(draw("packing_slip", paper="roll58", remark=own, lines=lines))
        assert realtime.questions(payload) == []
        buffer = bytearray(payload)
        while machine.do_next(buffer) is not None:
            pass
        assert not buffer
        commands = machine.papers.pop().commands
        assert set(commands) == {"ESC @", "GS ( D", "GS v 0", "ESC J", "GS V"}
        assert not any(first == second != "GS v 0" for first, second in pairwise(commands))
    assert machine.number == SLIPS
