"""Glyphs of the CJK fonts that arrive by pip, as 1-bit masks, each drawn once.

Each character is drawn by the first font whose cmap has it; a font is not opened before a character needs it.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from printers.cmap import Coverage, read_coverage


@dataclass(frozen=True)
class Face:
    """A font file of a package; `weight` where the font's is variable."""

    package: str
    path: str
    weight: int | None = None

    def file(self) -> Path:
        return Path(str(resources.files(self.package) / "fonts" / self.path))


WENQUANYI = Face("paperang_p2_fonts_cjk", "wqy-microhei.ttc")  # all of GBK
NOTO = Face("justmytype_intl_cjk", "ofl/notosanssc/NotoSansSC[wght].ttf", weight=500)  # and Extension A
FACES = (WENQUANYI, NOTO)


@dataclass(frozen=True)
class Glyph:
    """A mask (ink is 1) to paste at `left, top` from the pen; then the pen moves `advance` dots."""

    mask: Image.Image | None
    left: int
    top: int
    advance: int


@cache
def _coverage(face: Face) -> Coverage:
    return read_coverage(face.file())


def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return _open(face, size) if face.weight is None else _vary(face, size)


@lru_cache(maxsize=64)
def _open(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.file(), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4)  # a size of a variable font takes 8 MB; its glyphs are kept
def _vary(face: Face, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(face.file(), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([face.weight or 400])
    return font


@lru_cache(maxsize=32_768)
def find_face(char: str) -> Face | None:
    return next((face for face in FACES if char in _coverage(face)), None)


def has_glyph(char: str) -> bool:
    return find_face(char) is not None


@lru_cache(maxsize=32_768)
def get_glyph(char: str, size: int, bold: bool) -> Glyph:
    """A character no font has comes back as a crossed box, so that nobody takes it for a blank."""
    face = find_face(char)
    if face is None:
        return _missing_box(size)
    font = _font(face, size)
    core, (left, top) = font.getmask2(char, mode="1")
    advance = round(font.getlength(char))
    if not core.getbbox():
        return Glyph(None, 0, 0, advance)
    mask = Image.frombytes("L", core.size, bytes(core)).convert("1", dither=Image.Dither.NONE)
    if bold:
        mask, advance = _embolden(mask, size), advance + _weight(size)
    return Glyph(mask, left, top - _drop(face, size), advance)


def _drop(face: Face, size: int) -> int:
    """How far to lift this font's glyphs so that all stand on one baseline."""
    return int(_font(face, size).getmetrics()[0] - _font(FACES[0], size).getmetrics()[0])


def _weight(size: int) -> int:
    return max(1, size // 20)


def _embolden(mask: Image.Image, size: int) -> Image.Image:
    """The fonts have one weight here; a second strike beside the first keeps dense characters open."""
    extra = _weight(size)
    wide = Image.new("1", (mask.width + extra, mask.height))
    wide.paste(mask, (0, 0))
    struck = wide
    for shift in range(1, extra + 1):
        struck = ImageChops.logical_or(struck, ImageChops.offset(wide, shift, 0))
    return struck


@lru_cache(maxsize=64)
def _missing_box(size: int) -> Glyph:
    side = max(6, round(size * 0.8))
    mask = Image.new("1", (side, side))
    draw = ImageDraw.Draw(mask)
    draw.rectangle((0, 0, side - 1, side - 1), outline=255, width=max(1, size // 12))
    draw.line((0, 0, side - 1, side - 1), fill=255)
    draw.line((0, side - 1, side - 1, 0), fill=255)
    return Glyph(mask, size // 10, size // 5, size)


def text_width(text: str, size: int, bold: bool) -> int:
    return sum(get_glyph(char, size, bold).advance for char in text)
