"""Blocks that a scanner or a phone reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from printers import codes
from printers.blocks import Align, Block, Stack, Text, shift
from printers.cleaning import clean
from printers.errors import DocumentError
from printers.pen import Pen

QR_MODULE_MM = 0.5
CODE128_MODULE_MM = 0.25


@dataclass(frozen=True)
class QR:
    content: str
    module_mm: float = QR_MODULE_MM
    align: Align = "left"

    def picture(self, pen: Pen, width: int) -> Image.Image:
        content = clean(self.content)
        picture = codes.qr(content, pen.mm(self.module_mm))
        if picture.width > width:
            picture = codes.qr(content, codes.QR_MODULE_DOTS)
        if picture.width > width:
            raise DocumentError(f"a QR code of {len(content)} characters does not fit {width} dots")
        return picture

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        picture = self.picture(pen, width)
        pen.paste(picture, x + shift(self.align, width - picture.width), y)
        return picture.height


def _centred(block: Block) -> Block:
    return replace(block, align="center") if isinstance(block, Text) else block


@dataclass(frozen=True)
class Beside:
    """A QR code with blocks to its right, or below it where the paper is too narrow for both."""

    code: QR
    blocks: Sequence[Block]
    least_mm: float = 28

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        picture, gap = self.code.picture(pen, width), pen.mm(1)
        room = width - picture.width - gap
        if room < pen.mm(self.least_mm):
            return Stack([replace(self.code, align="center"), *map(_centred, self.blocks)]).draw(
                pen, x, y, width
            )
        pen.paste(picture, x, y)
        return max(picture.height, Stack(self.blocks).draw(pen, x + picture.width + gap, y, room))


@dataclass(frozen=True)
class Barcode:
    """Code 128 with its text beneath (0 mm: none). What this head cannot print readably becomes a QR code."""

    content: str
    height_mm: float = 12
    align: Align = "center"
    text_mm: float = 3.6

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        content = clean(self.content)
        text = Text(content, self.text_mm, bold=True, align=self.align, shrink=True)
        bars = self._bars(pen, content, width)
        if bars is None:
            return Stack([QR(content, align=self.align), text]).draw(pen, x, y, width)
        pen.paste(bars, x + shift(self.align, width - bars.width), y)
        if not self.text_mm:
            return bars.height
        gap = pen.mm(0.6)
        return bars.height + gap + text.draw(pen, x, y + bars.height + gap, width)

    def _bars(self, pen: Pen, content: str, width: int) -> Image.Image | None:
        if not content.isascii():
            return None
        least = max(2, pen.mm(CODE128_MODULE_MM))
        return codes.code128(content, width, pen.mm(self.height_mm), least)
