"""A rendered document as TSPL, for label printers (TSC's TSPL/TSPL2 programming manual)."""

from printers.escpos import Encoding
from printers.paper import Paper
from printers.rendering import Rendered

GAP_MM = 3
DENSITY = 8  # of 0 to 15
INVERT = bytes(255 - byte for byte in range(256))


def encode(rendered: Rendered, paper: Paper, encoding: Encoding | None = None) -> bytes:
    """One picture a label; in BITMAP's data a 0 is ink."""
    encoding = encoding or Encoding()
    width, rows = rendered.image.size
    gap = GAP_MM if paper.length_mm else 0
    lines = [
        f"SIZE {width / paper.dots_per_mm:.1f} mm,{rows / paper.dots_per_mm:.1f} mm",
        f"GAP {gap} mm,0 mm",
        "DIRECTION 0",
        f"DENSITY {DENSITY + (encoding.density or 0) * 7 // 8}",
        f"SET CUTTER {1 if encoding.cut and not paper.length_mm else 'OFF'}",
        "CLS",
        f"BITMAP 0,0,{width // 8},{rows},0,",
    ]
    return "\r\n".join(lines).encode() + rendered.raster.translate(INVERT) + b"\r\nPRINT 1,1\r\n"
