"""A site's logo: any small picture, as ink on a thermal head."""

import base64
import binascii
import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image

from printers.errors import DocumentError
from printers.pen import Pen

MAX_BYTES = 300_000
MAX_PIXELS = 4_000_000
KINDS = ("PNG", "JPEG", "GIF", "BMP")
WIDTH_MM, HEIGHT_MM = 40, 14


@lru_cache(maxsize=32)
def read_logo(text: str) -> Image.Image:
    """A grey picture from base64; DocumentError for what is none, or too large."""
    if len(text) > MAX_BYTES * 4 // 3 + 4:
        raise DocumentError(f"a logo has at most {MAX_BYTES // 1000} kB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its size is checked below
            picture = Image.open(BytesIO(base64.b64decode(text, validate=True)), formats=KINDS)
            if picture.width * picture.height > MAX_PIXELS:
                raise DocumentError("a logo has at most 4 million pixels")
            rgba = picture.convert("RGBA")
    except (binascii.Error, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError("a logo is a PNG, JPEG, GIF or BMP picture") from None
    white = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(white, rgba).convert("L")


@dataclass(frozen=True)
class Logo:
    """In the middle, at most 40 x 14 mm; greys become dots."""

    picture: Image.Image

    def draw(self, pen: Pen, x: int, y: int, width: int) -> int:
        room = min(width, pen.mm(WIDTH_MM)), pen.mm(HEIGHT_MM)
        share = min(room[0] / self.picture.width, room[1] / self.picture.height)
        size = max(1, round(self.picture.width * share)), max(1, round(self.picture.height * share))
        pen.paste(self.picture.resize(size).convert("1"), x + (width - size[0]) // 2, y)
        return size[1] + pen.mm(1)
