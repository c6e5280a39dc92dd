"""The surface that blocks draw on: 1 bit, black ink on white, growing downwards."""

from dataclasses import dataclass, field

from PIL import Image

from printers.cleaning import clean
from printers.paper import Paper
from printers.typeface import get_glyph, has_glyph, text_width
from printers.wrapping import wrap

WHITE, BLACK = 255, 0
GROW_ROWS = 2048
MAX_ROWS = 40_000  # 5 m at 203 dpi


@dataclass(frozen=True)
class Fit:
    """How hard a document is squeezed onto a label: type size, and the longest text before `... (+n)`."""

    type_scale: float = 1.0
    text_limit: int = 6000


@dataclass
class Pen:
    paper: Paper
    fit: Fit = Fit()
    missing: set[str] = field(default_factory=set)
    shortened: bool = False
    spring: int | None = None

    def __post_init__(self) -> None:
        self.surface = Image.new("1", (self.paper.head_dots, GROW_ROWS), WHITE)

    def mm(self, length_mm: float) -> int:
        return round(length_mm * self.paper.dots_per_mm)

    def line_dots(self, width_mm: float) -> int:
        return max(1, self.mm(width_mm))

    def type_dots(self, size_mm: float) -> int:
        """Under 14 dots a Chinese character is no longer one."""
        return max(14, self.mm(size_mm * self.fit.type_scale))

    def paste(self, picture: Image.Image, x: int, y: int) -> None:
        self._reach(y + picture.height)
        self.surface.paste(picture, (x, y))

    def ink(self, mask: Image.Image, x: int, y: int) -> None:
        """Black where the mask is set; white stays as it was."""
        self._reach(y + mask.height)
        self.surface.paste(BLACK, (x, y), mask)

    def fill(self, x: int, y: int, width: int, height: int) -> None:
        self._reach(y + height)
        self.surface.paste(BLACK, (x, y, x + width, y + height))

    def lines(self, text: str, width: int, size: int, bold: bool) -> list[str]:
        """Cleaned, limited and wrapped; what the font lacks is noted in `missing`."""
        text = self._limited(clean(text))
        self.missing.update(char for char in set(text) if char != "\n" and not has_glyph(char))
        return wrap(text, width, size, bold)

    def write(self, line: str, x: int, y: int, size: int, bold: bool) -> int:
        """One line, its em box at `x, y`; the width written."""
        self._reach(y + 2 * size)
        for char in line:
            glyph = get_glyph(char, size, bold)
            if glyph.mask is not None:
                self.surface.paste(BLACK, (x + glyph.left, y + glyph.top), glyph.mask)
            x += glyph.advance
        return text_width(line, size, bold)

    def _limited(self, text: str) -> str:
        limit = self.fit.text_limit
        if len(text) <= limit:
            return text
        self.shortened = True
        return f"{text[:limit]}… (+{len(text) - limit})"

    def _reach(self, bottom: int) -> None:
        if bottom <= self.surface.height:
            return
        taller = Image.new("1", (self.surface.width, bottom + GROW_ROWS), WHITE)
        taller.paste(self.surface, (0, 0))
        self.surface = taller
