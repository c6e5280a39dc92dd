"""The blocks that layouts are made of. A block draws itself at x, y in a width and says how tall it became.

Lengths are millimetres, so that one layout serves every head; dots appear only here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from PIL import ImageChops

from printers.cleaning import clean
from printers.pen import Pen
from printers.typeface import text_width

Align = Literal["left", "center", "right"]
LEADING = 1.25  # line pitch over type size


class Block(Protocol):
    def draw(self, pen: Pen, x: int, y: int, width: int) -> int: ...


def shift(align: Align, room: int) -> int:
    return {"left": 0, "center": room // 2, "right": room}[align] if room > 0 else 0


@dataclass(frozen=True)
class Text:
    """`shrink`: a number or a title goes down to 60 % before it breaks into two lines."""

    text: str
    size_mm: float = 3.2
    bold: bool = False
    align: Align = "left"
    shrink: bool = False

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        size = self._size(pen, width)
        pitch = round(size * LEADING)
        lines = pen.lines(self.text, width, size, self.bold) if self.text else []
        for row, line in enumerate(lines):
            indent = shift(self.align, width - text_width(line, size, self.bold))
            pen.write(line, x + indent, y + row * pitch, size, self.bold)
        return pitch * len(lines)

    def _size(self, pen: Pen, width: int) -> int:
        size = pen.type_dots(self.size_mm)
        if not self.shrink:
            return size
        text, least = clean(self.text), max(14, size * 6 // 10)
        while size > least and text_width(text, size, self.bold) > width:
            size -= 1
        return size


@dataclass(frozen=True)
class Space:
    height_mm: float = 2.0

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        return pen.mm(self.height_mm)


@dataclass(frozen=True)
class Spring:
    """On a label of fixed length everything after it stands at the bottom; on a roll it is nothing."""

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        pen.spring = y
        return 0


@dataclass(frozen=True)
class Rule:
    weight_mm: float = 0.25
    dash_mm: float = 0
    around_mm: float = 1.2

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        around, weight = pen.mm(self.around_mm), pen.line_dots(self.weight_mm)
        dash = pen.mm(self.dash_mm) or width
        for start in range(0, width, 2 * dash):
            pen.fill(x + start, y + around, min(dash, width - start), weight)
        return 2 * around + weight


@dataclass(frozen=True)
class Stack:
    blocks: Sequence[Block]

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        top = y
        for block in self.blocks:
            y += block.draw(pen, x, y, width)
        return y - top


@dataclass(frozen=True)
class Cell:
    """A column: `mm` wide, or its `share` of what the fixed columns leave."""

    block: Block
    share: float = 1
    mm: float = 0


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    gap_mm: float = 1.5

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        gap = pen.mm(self.gap_mm)
        tallest = 0
        for cell, room in zip(self.cells, self._widths(pen, width, gap), strict=True):
            tallest = max(tallest, cell.block.draw(pen, x, y, room))
            x += room + gap
        return tallest

    def _widths(self, pen: Pen, width: int, gap: int) -> list[int]:
        scale = pen.fit.type_scale
        fixed = sum(pen.mm(cell.mm * scale) for cell in self.cells)
        free = width - fixed - gap * (len(self.cells) - 1)
        shares = sum(cell.share for cell in self.cells if not cell.mm) or 1
        return [
            pen.mm(cell.mm * scale) if cell.mm else max(1, int(free * cell.share / shares))
            for cell in self.cells
        ]


@dataclass(frozen=True)
class Frame:
    """A box around blocks; `inverted` turns it white on black."""

    block: Block
    border_mm: float = 0.5
    pad_mm: float = 1.5
    inverted: bool = False

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        border, pad = pen.line_dots(self.border_mm), pen.mm(self.pad_mm)
        inset = border + pad
        height = self.block.draw(pen, x + inset, y + inset, width - 2 * inset) + 2 * inset
        for left, top, wide, high in (
            (x, y, width, border),
            (x, y + height - border, width, border),
            (x, y, border, height),
            (x + width - border, y, border, height),
        ):
            pen.fill(left, top, wide, high)
        if self.inverted:
            self._invert(pen, (x + border, y + border, x + width - border, y + height - border))
        return height

    @staticmethod
    def _invert(pen: Pen, box: tuple[int, int, int, int]) -> None:
        pen.paste(ImageChops.invert(pen.surface.crop(box)), box[0], box[1])
