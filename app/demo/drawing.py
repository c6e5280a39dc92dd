"""Pictures for made-up goods: the shape of its pack in a colour of its own, and its first characters."""

import colorsys
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from printers.typeface import WENQUANYI

SIDE_PX, FONT_PX = 360, 76
FLAT_ML, BULKY_ML = 400, 2500


def draw(name: str, number: int, volume_ml: int) -> Image.Image:
    """A carton where it is bulky, a bottle where it is small, a box between; every number its own colour."""
    picture = Image.new("RGB", (SIDE_PX, SIDE_PX), "#f3f4f6")
    pen = ImageDraw.Draw(picture)
    red, green, blue = (round(255 * one) for one in colorsys.hsv_to_rgb(number * 0.381 % 1, 0.55, 0.72))
    body, dark = (red, green, blue), (red // 2, green // 2, blue // 2)
    if volume_ml <= FLAT_ML:
        pen.rounded_rectangle((120, 110, 240, 330), 26, fill=body, outline=dark, width=5)
        pen.rectangle((148, 62, 212, 112), fill=dark)
    elif volume_ml < BULKY_ML:
        pen.rounded_rectangle((70, 90, 290, 310), 14, fill=body, outline=dark, width=5)
        pen.line((70, 150, 290, 150), fill=dark, width=5)
    else:
        pen.polygon([(40, 120), (180, 60), (320, 120), (180, 180)], fill=dark)
        pen.polygon([(40, 120), (180, 180), (180, 330), (40, 270)], fill=body, outline=dark, width=4)
        pen.polygon([(320, 120), (180, 180), (180, 330), (320, 270)], fill=body, outline=dark, width=4)
    font = ImageFont.truetype(WENQUANYI.file(), FONT_PX)
    look: dict[str, Any] = {"fill": "white", "stroke_width": 4, "stroke_fill": dark}
    pen.text((SIDE_PX // 2, 235), name[:2], font=font, anchor="mm", **look)
    return picture
