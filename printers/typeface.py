"""Glyphs of the CJK font that arrives by pip, as 1-bit masks, each drawn once."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from printers.cmap import Coverage, read_coverage

FONT_PACKAGE = "paperang_p2_fonts_cjk"  # WenQuanYi Micro Hei: all of GBK


@dataclass(frozen=True)
class Glyph:
    """A mask (ink is 1) to paste at `left, top` from the pen; then the pen moves `advance` dots."""

    mask: Image.Image | None
    left: int
    top: int
    advance: int


@cache
def font_path() -> Path:
    return Path(str(resources.files(FONT_PACKAGE) / "fonts" / "wqy-microhei.ttc"))


@cache
def _coverage() -> Coverage:
    return read_coverage(font_path())


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_path(), size, layout_engine=ImageFont.Layout.BASIC)


def has_glyph(char: str) -> bool:
    return char in _coverage()


@lru_cache(maxsize=32_768)
def get_glyph(char: str, size: int, bold: bool) -> Glyph:
    """A character the font lacks comes back as a crossed box, so that nobody takes it for a blank."""
    if not has_glyph(char):
        return _missing_box(size)
    font = _font(size)
    core, (left, top) = font.getmask2(char, mode="1")
    advance = round(font.getlength(char))
    if not core.getbbox():
        return Glyph(None, 0, 0, advance)
    mask = Image.frombytes("L", core.size, bytes(core)).convert("1", dither=Image.Dither.NONE)
    if bold:
        mask, advance = _embolden(mask, size), advance + _weight(size)
    return Glyph(mask, left, top, advance)


def _weight(size: int) -> int:
    return max(1, size // 20)


def _embolden(mask: Image.Image, size: int) -> Image.Image:
    """The font has one weight; a second strike beside the first keeps dense characters open."""
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
