"""A rendered document as ZPL, for label printers (Zebra's ZPL II programming guide, ^GF)."""

from collections.abc import Iterator

from printers.escpos import Encoding
from printers.paper import Paper
from printers.rendering import Rendered


def encode(rendered: Rendered, paper: Paper, encoding: Encoding | None = None) -> bytes:
    """One picture a label, in hexadecimal; `,` ends a line that is blank from there, `:` repeats the last."""
    encoding = encoding or Encoding()
    width, rows = rendered.image.size
    media = "" if paper.length_mm else "^MNN"
    darker = f"^MD{encoding.density * 30 // 8}" if encoding.density else ""
    data = "".join(_lines(rendered.raster, width // 8))
    field = f"^FO0,0^GFA,{len(data)},{len(rendered.raster)},{width // 8},{data}^FS"
    return f"^XA{media}{darker}^PW{width}^LL{rows}^LH0,0{field}^PQ1^XZ\n".encode()


def _lines(raster: bytes, row_bytes: int) -> Iterator[str]:
    before = None
    for start in range(0, len(raster), row_bytes):
        row = raster[start : start + row_bytes]
        if row == before:
            yield ":"
        else:
            inked = row.rstrip(b"\x00").hex().upper()
            yield inked + "," if len(inked) < 2 * row_bytes else inked
        before = row
