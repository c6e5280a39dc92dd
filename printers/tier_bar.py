"""The contract tier across a document's head, and the marks it is made of."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PIL import Image

from printers.blocks import Block, Cell, Frame, Row, Space, Stack, Text
from printers.pen import Pen

Look = Literal["striped", "boxed", "plain"]


@dataclass(frozen=True)
class Stripes:
    """Diagonal hazard tape, the paper form of tier A's red."""

    height_mm: float = 2.4

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        height = pen.mm(self.height_mm)
        pen.ink(_tape(width, height), x, y)
        return height


@lru_cache(maxsize=32)
def _tape(width: int, pitch: int) -> Image.Image:
    mask = Image.new("1", (width, pitch))
    for row in range(pitch):
        for start in range(-2 * pitch + row % (2 * pitch), width, 2 * pitch):
            mask.paste(255, (max(0, start), row, max(0, min(width, start + pitch)), row + 1))
    return mask


@dataclass(frozen=True)
class Ruler:
    """A tick every 10 mm, for a person with a ruler to see whether the dpi is right."""

    height_mm: float = 3

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        height, thin = pen.mm(self.height_mm), pen.line_dots(0.25)
        pen.fill(x, y + height - thin, width, thin)
        for step in range(int(width / pen.mm(10)) + 1):
            left = min(pen.mm(10 * step), width - thin)
            pen.fill(x + left, y, thin, height)
        return height + pen.mm(1)


@dataclass(frozen=True)
class TierBar:
    """The contract tier: striped, boxed or plain, its letter large enough for arm's length."""

    code: str
    word: str
    look: Look
    height_mm: float = 10
    aside: str = ""

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        return self._look().draw(pen, x, y, width)

    def _look(self) -> Block:
        if self.look == "striped":
            return Stack([Stripes(), Space(1.2), self._words(), Space(0.4), Stripes(), Space(1)])
        if self.look == "boxed":
            return Stack([Frame(self._words(), border_mm=0.75, pad_mm=1), Space(1)])
        return self._words()

    def _words(self) -> Block:
        letter = Text(self.code, self.height_mm * 0.9, bold=True)
        word = Stack(
            [Space(self.height_mm * 0.22), Text(self.word, self.height_mm * 0.56, bold=True, shrink=True)]
        )
        lines = [
            Text(line, self.height_mm * 0.4, align="right", shrink=True) for line in self.aside.split("\n")
        ]
        aside = Stack([Space(self.height_mm * 0.1), *lines])
        cells = [Cell(letter, mm=self.height_mm * 0.9 * max(1, len(self.code)) * 0.8), Cell(word, share=1.2)]
        return Row([*cells, Cell(aside)] if self.aside else cells)
