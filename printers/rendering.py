"""A document as the very picture that will be on the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from printers.blocks import Block, Frame, Space, Stack, Text
from printers.errors import DocumentError
from printers.layouts import Edits, get_layout
from printers.paper import Paper
from printers.pen import MAX_ROWS, WHITE, Fit, Pen
from printers.realtime import pack, without_realtime

ON_A_ROLL = (Fit(),)
LABEL_FITS = ((1.3, 6000), (1.15, 6000), (1, 6000), (0.88, 6000), (0.76, 400), (0.66, 160), (0.6, 60))
ON_A_LABEL = tuple(Fit(scale, limit) for scale, limit in LABEL_FITS)


@dataclass(frozen=True)
class Rendered:
    """`image` is 1 bit, black ink; `missing` are the characters the font lacks, drawn as crossed boxes.

    `shortened` is true when a text was too long for the label and ends in `... (+n)`.
    """

    image: Image.Image
    missing: frozenset[str]
    shortened: bool
    raster: bytes

    def png(self) -> bytes:
        out = BytesIO()
        self.image.save(out, "PNG")
        return out.getvalue()


def render(document: Mapping[str, Any], paper: Paper) -> Rendered:
    """`{"layout", "lang", "copy", "data"}` drawn for this paper; DocumentError says what is wrong with it."""
    blocks = _blocks(document)
    for fit in ON_A_LABEL if paper.length_dots else ON_A_ROLL:
        pen = Pen(paper, fit)
        height = Stack(blocks).draw(pen, paper.left_dots, pen.mm(paper.margin_mm), paper.draw_dots)
        height += 2 * pen.mm(paper.margin_mm)
        if height <= (paper.length_dots or MAX_ROWS):
            return _finish(pen, height)
    limit = paper.length_mm or round(MAX_ROWS / paper.dots_per_mm)
    raise DocumentError(f"{document.get('layout')} does not fit on {limit:g} mm of paper")


def _blocks(document: Mapping[str, Any]) -> list[Block]:
    layout = get_layout(str(document.get("layout", "")))
    copy = document.get("copy", 0)
    if type(copy) is not int or copy < 0:
        raise DocumentError(f"copy is 0, 1, 2 ..., not {copy!r}")
    edits = Edits(**document.get("edits") or {})
    blocks = layout.blocks(document.get("data", {}), str(document.get("lang", "zh-CN")), edits)
    return [*_copy_mark(copy), *blocks]


def _copy_mark(copy: int) -> list[Block]:
    """On every repeat, in both languages, so that two papers of one job are never taken for two jobs."""
    if not copy:
        return []
    mark = Text(f"补打 COPY {copy}", size_mm=4.2, bold=True, align="center")
    return [Frame(mark, pad_mm=0.6, inverted=True), Space(1.2)]


def _finish(pen: Pen, height: int) -> Rendered:
    length = pen.paper.length_dots
    image = pen.surface.crop((0, 0, pen.surface.width, length or height))
    if length and pen.spring is not None:
        _stretch(image, pen.spring, length - height)
    raster = without_realtime(pack(image))
    nudged = Image.frombytes("1", image.size, raster, "raw", "1;I")
    return Rendered(nudged, frozenset(pen.missing), pen.shortened, raster)


def _stretch(image: Image.Image, top: int, by: int) -> None:
    lower = image.crop((0, top, image.width, image.height - by))
    image.paste(WHITE, (0, top, image.width, image.height))
    image.paste(lower, (0, top + by))
