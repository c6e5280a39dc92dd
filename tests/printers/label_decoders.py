"""TSPL and ZPL read back into pictures, from the manuals, for labels of one picture."""

import re
from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True)
class Label:
    image: Image.Image
    settings: dict[str, str]


def read_tspl(data: bytes) -> Label:
    """Commands end with CR LF; BITMAP x,y,width bytes,height,mode,data has 0 for ink."""
    head = re.search(rb"BITMAP (\d+),(\d+),(\d+),(\d+),(\d+),", data)
    assert head is not None
    x, y, width, rows, mode = map(int, head.groups())
    assert (x, y, mode) == (0, 0, 0)
    raster = data[head.end() : head.end() + width * rows]
    assert data[head.end() + len(raster) :] == b"\r\nPRINT 1,1\r\n"
    lines = data[: head.start()].decode("ascii").splitlines()
    assert lines[-1] == "CLS"
    settings = {name: rest for name, _, rest in (line.rpartition(" ") for line in lines)}
    settings |= dict(line.split(" ", 1) for line in lines if line.startswith(("SIZE", "GAP")))
    return Label(Image.frombytes("1", (width * 8, rows), raster), settings)


def read_zpl(data: bytes) -> Label:
    """^GFA,b,c,d,data: hexadecimal, `,` fills a row with white, `:` repeats the row before."""
    text = data.decode("ascii")
    assert text.startswith("^XA") and text.endswith("^XZ\n") and text.count("^XA") == 1
    head = re.search(r"\^GFA,(\d+),(\d+),(\d+),", text)
    assert head is not None
    sent, total, row_bytes = map(int, head.groups())
    packed = text[head.end() : head.end() + sent]
    assert text[head.end() + sent :].startswith("^FS")
    raster = unpack(packed, row_bytes)
    assert len(raster) == total
    ink = Image.frombytes("1", (row_bytes * 8, total // row_bytes), raster, "raw", "1;I")
    return Label(ink, dict(re.findall(r"\^(PW|LL|MN|MD)(-?\w+)", text[: head.start()])))


def unpack(packed: str, row_bytes: int) -> bytes:
    raster, row = b"", ""
    for sign in packed:
        if sign == ":":
            raster += raster[-row_bytes:] if raster else bytes(row_bytes)
            continue
        row += "" if sign == "," else sign
        if sign == "," or len(row) == 2 * row_bytes:
            raster += bytes.fromhex(row.ljust(2 * row_bytes, "0"))
            row = ""
    assert row == ""
    return raster
