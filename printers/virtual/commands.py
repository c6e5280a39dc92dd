"""Where one ESC/POS command ends and the next begins: lengths only, no effects."""

from dataclasses import dataclass

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D
MAX_DATA = 16_000_000

# Bytes after the two that name the command. Source: Epson's ESC/POS command reference.
FIXED: dict[bytes, int] = {
    **dict.fromkeys((b"\x1b@", b"\x1b2", b"\x1bi", b"\x1bm", b"\x1bL", b"\x1bS", b"\x1c&", b"\x1c."), 0),
    **{b"\x1b" + bytes([name]): 1 for name in b" !-3=ADEGJKMRTV_adertu{"},
    **{b"\x1d" + bytes([name]): 1 for name in b"!/BHITabfhrw"},
    **{b"\x1c" + bytes([name]): 1 for name in b"!-CW"},
    **dict.fromkeys((b"\x1b$", b"\x1b\\", b"\x1bc", b"\x1cS", b"\x1d$", b"\x1dL", b"\x1dP", b"\x1dW"), 2),
    b"\x1bp": 3,
    b"\x1bW": 8,
    b"\x10\x04": 1,
    b"\x10\x05": 1,
}
FEEDING_CUTS = frozenset(b"\x41\x42\x61\x62\x67\x68")
DLE_DC4_LENGTHS = {1: 3, 2: 3, 3: 6, 7: 2, 8: 8}


@dataclass(frozen=True)
class Command:
    """`name` as in the reference (`GS v 0`), `args` what follows; text and unknown bytes are named so."""

    name: str
    args: bytes = b""


def take(buffer: bytearray) -> Command | None:
    """The first command, removed from the buffer; None while the end of it has not arrived."""
    found = _measure(bytes(buffer[:16]), len(buffer))
    if found is None or found[1] > len(buffer):
        return None
    name, length, skip = found
    args = bytes(buffer[skip:length])
    del buffer[:length]
    return Command(name, args)


def _measure(head: bytes, available: int) -> tuple[str, int, int] | None:
    """Name, whole length, and how many bytes the name takes."""
    if not head:
        return None
    if head[0] not in (DLE, ESC, FS, GS):
        return ("text" if head[0] >= 0x20 or head[0] in b"\t\n\r" else "control", 1, 0)
    if available < 2:
        return None
    if head[:2] in FIXED:
        return _name(head), 2 + FIXED[head[:2]], 2
    return _variable(head)


def _name(head: bytes) -> str:
    prefix = {DLE: "DLE", ESC: "ESC", FS: "FS", GS: "GS"}[head[0]]
    return f"{prefix} {chr(head[1])}" if head[1] >= 0x21 else f"{prefix} {head[1]:02x}"


def _variable(head: bytes) -> tuple[str, int, int] | None:
    """Commands whose length is told by their own first bytes."""
    rule = {b"\x1dV": _cut, b"\x1dv": _raster, b"\x1d8": _long, b"\x1b*": _columns, b"\x1dk": _barcode}
    if head[:2] in rule:
        return rule[head[:2]](head)
    if head[:2] in (b"\x1d(", b"\x1b(", b"\x1c("):
        return None if len(head) < 5 else (f"{_name(head)} {chr(head[2])}", 5 + _short(head, 3), 3)
    if head[:2] == b"\x10\x14":
        return None if len(head) < 3 else ("DLE 14", 2 + DLE_DC4_LENGTHS.get(head[2], 1), 2)
    return "unknown", 2, 0


def _short(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 2], "little")


def _cut(head: bytes) -> tuple[str, int, int] | None:
    return None if len(head) < 3 else ("GS V", 4 if head[2] in FEEDING_CUTS else 3, 2)


def _raster(head: bytes) -> tuple[str, int, int] | None:
    if len(head) < 8:
        return None
    size = _short(head, 4) * _short(head, 6)
    return ("unknown", 8, 0) if size > MAX_DATA else ("GS v 0", 8 + size, 3)


def _long(head: bytes) -> tuple[str, int, int] | None:
    if len(head) < 7:
        return None
    size = int.from_bytes(head[3:7], "little")
    return ("unknown", 7, 0) if size > MAX_DATA else (f"GS 8 {chr(head[2])}", 7 + size, 3)


def _columns(head: bytes) -> tuple[str, int, int] | None:
    if len(head) < 5:
        return None
    return "ESC *", 5 + _short(head, 3) * (3 if head[2] in (32, 33) else 1), 2


def _barcode(head: bytes) -> tuple[str, int, int] | None:
    """Form B says its length; form A ends with a NUL, and is passed over as unknown."""
    if len(head) < 4:
        return None
    return ("GS k", 4 + head[3], 2) if head[2] >= 65 else ("unknown", 3, 0)
