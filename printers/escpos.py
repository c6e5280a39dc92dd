"""A rendered document as ESC/POS bytes: raster pictures only, so that no user text is ever a command.

Command names as in Epson's ESC/POS reference.
"""

from dataclasses import dataclass

from printers.errors import DocumentError
from printers.rendering import Rendered

INITIALIZE = b"\x1b@"  # ESC @
NO_PULSES = b"\x1d(D\x05\x00\x14\x01\x00\x02\x00"  # GS ( D: DLE DC4 in data neither opens a drawer nor more
CUT = b"\x1dVB\x00"  # GS V 66 0: feed to the cutter, cut with one point left
FENCE = b"\x1dr\x01"  # GS r 1: answered in its turn, after everything before it
ECHO_CHARS = frozenset(range(0x20, 0x7F))
MAX_BAND_ROWS = 255  # keeps the height's high byte zero, so a header never spells a real-time command


@dataclass(frozen=True)
class Encoding:
    """What this printer bears: clones lose rows of bands above 200; label printers have no cutter.

    `density` -6 (lightest) to 8; None: the printer's own. `drawer_lock` off: for a clone that prints GS ( D.
    """

    band_rows: int = 200
    feed_dots: int = 24
    cut: bool = True
    density: int | None = None
    drawer_lock: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.band_rows <= MAX_BAND_ROWS:
            raise DocumentError(f"a band has 1 to {MAX_BAND_ROWS} rows, not {self.band_rows}")
        if not 0 <= self.feed_dots <= 255:
            raise DocumentError(f"a feed is 0 to 255 dots, not {self.feed_dots}")
        if self.density is not None and not -6 <= self.density <= 8:
            raise DocumentError(f"a density is -6 to 8, not {self.density}")


def encode(rendered: Rendered, encoding: Encoding | None = None) -> bytes:
    encoding = encoding or Encoding()
    bands = bitmap(rendered.raster, rendered.image.width // 8, encoding.band_rows)
    feed = b"\x1bJ" + bytes([encoding.feed_dots]) if encoding.feed_dots else b""  # ESC J n
    return _begin(encoding) + bands + feed + (CUT if encoding.cut else b"")


def _begin(encoding: Encoding) -> bytes:
    lock = NO_PULSES if encoding.drawer_lock else b""
    if encoding.density is None:
        return INITIALIZE + lock
    return INITIALIZE + lock + b"\x1d(K\x02\x00\x31" + bytes([encoding.density % 256])  # GS ( K fn 49


def bitmap(raster: bytes, row_bytes: int, band_rows: int) -> bytes:
    """GS v 0 in bands: `1D 76 30 m xL xH yL yH` and the rows, ink is 1."""
    step = row_bytes * band_rows
    bands = (raster[start : start + step] for start in range(0, len(raster), step))
    return b"".join(_header(row_bytes, len(band) // row_bytes) + band for band in bands)


def _header(row_bytes: int, rows: int) -> bytes:
    return b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")


def echo(echo_id: str) -> bytes:
    """GS ( H fn 48: the printer sends these four characters back when it has done everything before them."""
    told = echo_id.encode("ascii", "replace")
    if len(told) != 4 or not ECHO_CHARS.issuperset(told) or echo_id.encode() != told:
        raise DocumentError(f"an echo id is four printable ASCII characters, not {echo_id!r}")
    return b"\x1d(H\x06\x00\x30\x30" + told
