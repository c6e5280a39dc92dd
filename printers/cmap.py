"""Which characters a TrueType font has, read from its cmap table (OpenType spec, format 12).

Pillow does not tell a drawn glyph from the font's missing-glyph box, and fontTools is 5 MB for these lines.
"""

import struct
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Coverage:
    """Character ranges, sorted: `starts[i]` to `ends[i]`, both included."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, char: str) -> bool:
        at = bisect_right(self.starts, ord(char)) - 1
        return at >= 0 and ord(char) <= self.ends[at]


def read_coverage(path: Path, face: int = 0) -> Coverage:
    data = path.read_bytes()
    cmap = _table(data, _face_offset(data, face), b"cmap")
    groups = _format_12_groups(data, cmap)
    return Coverage(tuple(start for start, _, _ in groups), tuple(end for _, end, _ in groups))


def _face_offset(data: bytes, face: int) -> int:
    if data[:4] != b"ttcf":
        return 0
    return int(struct.unpack_from(">L", data, 12 + 4 * face)[0])


def _table(data: bytes, font: int, wanted: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, font + 4)
    for row in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, font + 12 + 16 * row)
        if tag == wanted:
            return int(offset)
    raise ValueError(f"the font has no {wanted.decode()} table")


def _format_12_groups(data: bytes, cmap: int) -> list[tuple[int, int, int]]:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for row in range(count):
        _, _, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * row)
        table = cmap + offset
        if struct.unpack_from(">H", data, table)[0] == 12:
            (groups,) = struct.unpack_from(">L", data, table + 12)
            return list(struct.iter_unpack(">LLL", data[table + 16 : table + 16 + 12 * groups]))
    raise ValueError("the font has no format 12 cmap")
