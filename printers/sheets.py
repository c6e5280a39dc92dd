"""Labels and badges many to an A4 sheet, for an office printer: cut along the thin lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from printers.errors import DocumentError
from printers.paper import Paper
from printers.rendering import render

DPI = 300
DOTS_PER_MM = DPI / 25.4
SHEET_MM = (210, 297)
MARGIN_MM = 10
MOST_LABELS = 2000


@dataclass(frozen=True)
class Grid:
    across: int
    down: int

    @property
    def cell_mm(self) -> tuple[float, float]:
        wide, high = (length - 2 * MARGIN_MM for length in SHEET_MM)
        return wide / self.across, high / self.down

    @property
    def paper(self) -> Paper:
        wide, high = self.cell_mm
        dots = int(wide * DOTS_PER_MM) // 8 * 8
        return Paper(head_dots=dots, dpi=DPI, width_mm=wide, length_mm=high, margin_mm=2)


GRIDS = {"location_label": Grid(2, 5), "badge": Grid(2, 5), "tote_label": Grid(2, 4)}


def sheets(documents: Sequence[Mapping[str, Any]], grid: Grid) -> list[Image.Image]:
    """Pages of A4 at 300 dpi, filled row by row."""
    if not 0 < len(documents) <= MOST_LABELS:
        raise DocumentError(f"1 to {MOST_LABELS} labels at a time, not {len(documents)}")
    size = grid.across * grid.down
    return [_sheet(documents[start : start + size], grid) for start in range(0, len(documents), size)]


def _sheet(documents: Sequence[Mapping[str, Any]], grid: Grid) -> Image.Image:
    page = Image.new("1", (round(SHEET_MM[0] * DOTS_PER_MM), round(SHEET_MM[1] * DOTS_PER_MM)), 255)
    wide, high = (round(length * DOTS_PER_MM) for length in grid.cell_mm)
    margin = round(MARGIN_MM * DOTS_PER_MM)
    for number, document in enumerate(documents):
        x, y = margin + number % grid.across * wide, margin + number // grid.across * high
        page.paste(render(document, grid.paper).image, (x, y))
        for box in ((x, y, x + wide, y + 1), (x, y, x + 1, y + high)):
            page.paste(0, box)
    return page


def pdf(pages: Sequence[Image.Image]) -> bytes:
    out = BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=list(pages[1:]))
    return out.getvalue()
