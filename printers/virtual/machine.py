"""What the commands do: ink on a roll, cuts, answers."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from printers.virtual.commands import Command, take
from printers.virtual.faults import Faults

LINE_DOTS = 30  # the default line spacing at 203 dpi
MAX_ROLL_ROWS = 60_000
REMEMBERED = 10_000


@cache
def _built_in_font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(22)


@dataclass(frozen=True)
class Printed:
    """One piece of paper: 1 bit, as wide as the widest picture on it. `cut` is false if it was torn off."""

    number: int
    image: Image.Image
    printed_at: datetime
    cut: bool
    commands: tuple[str, ...]


@dataclass
class Machine:
    """One head and its roll. `answer` sends bytes back to whoever is connected."""

    head_dots: int
    faults: Faults
    keep: int = 50
    discard: bool = False  # count the paper, keep no picture of it
    answer: Callable[[bytes], None] = lambda _: None
    on_paper: Callable[[Printed], None] = lambda _: None
    papers: deque[Printed] = field(init=False)
    number: int = 0
    printed_rows: int = 0  # feed and ink, since it was switched on
    tells_changes: bool = False  # GS a
    obeys_pulses: bool = True  # DLE DC4 in the data opens the drawer, until GS ( D forbids it
    drawer_opened: int = 0
    density: int = 0

    def __post_init__(self) -> None:
        self.papers = deque(maxlen=self.keep)
        self._new_paper()
        self._actions: dict[str, Callable[[bytes], None]] = {
            "text": self._type,
            "ESC d": lambda args: self._feed(args[0] * LINE_DOTS),
            "ESC J": lambda args: self._feed(args[0]),
            "ESC *": self._columns,
            "GS v 0": self._raster,
            "GS ( L": self._graphics,
            "GS 8 L": lambda args: self._graphics(args[2:]),
            "GS V": self._cut,
            "ESC i": self._cut,
            "ESC m": self._cut,
            "GS r": self._sensor,
            "GS ( H": self._echo,
            "GS ( D": self._allow_pulses,
            "GS ( K": self._darken,
            "GS I": self._name_itself,
            "GS a": self._tell_changes,
            "ESC p": lambda _: self.open_drawer(),
            "ESC @": lambda _: self._initialise(),
        }

    def do_next(self, buffer: bytearray) -> int | None:
        """Carry out the first whole command; the rows it printed, None when there is no whole command."""
        command = take(buffer)
        if command is None:
            return None
        before = self.printed_rows
        self._do(command)
        return self.printed_rows - before

    def _do(self, command: Command) -> None:
        if command.name != "text":
            self._flush_text()
        if len(self.commands) < REMEMBERED:
            self.commands.append(command.name)
        self._actions.get(command.name, lambda _: None)(command.args)
        if self.rows > MAX_ROLL_ROWS:
            self.tear()

    def tear(self) -> None:
        """What stands on the roll without a cut, when the sender has gone; blank feed is not a paper."""
        self._flush_text()
        if any(strip.getbbox() for strip in self.strips):
            self._finish(cut=False)
        self._new_paper()

    def _new_paper(self) -> None:
        self.strips: list[Image.Image] = []
        self.rows = 0
        self.line = bytearray()
        self.stored: Image.Image | None = None
        self.commands: list[str] = []

    def _finish(self, cut: bool) -> None:
        width = max((strip.width for strip in self.strips if strip.width > 1), default=self.head_dots)
        image = Image.new("1", (width, self.rows), 255)
        y = 0
        for strip in self.strips:
            image.paste(0, (0, y), strip)
            y += strip.height
        self.number += 1
        paper = Printed(self.number, image, datetime.now(UTC), cut, tuple(self.commands))
        self._new_paper()
        self.papers.append(paper)
        self.on_paper(paper)

    def _add(self, ink: Image.Image) -> None:
        """A strip, ink is set; the head has no dots beyond its width."""
        self.rows += ink.height
        self.printed_rows += ink.height
        if self.discard:
            return
        self.strips.append(ink.crop((0, 0, min(ink.width, self.head_dots), ink.height)))

    def _feed(self, dots: int) -> None:
        if dots:
            self._add(Image.new("1", (1, dots)))

    def _raster(self, args: bytes) -> None:
        """GS v 0 m xL xH yL yH d...: m doubles dots (bit 0 across, bit 1 along)."""
        mode, across, rows = args[0], int.from_bytes(args[1:3], "little"), int.from_bytes(args[3:5], "little")
        if across and rows:
            picture = Image.frombytes("1", (across * 8, rows), args[5:])
            self._add(picture.resize((across * 8 * (1 + (mode & 1)), rows * (1 + (mode >> 1 & 1)))))

    def _columns(self, args: bytes) -> None:
        """ESC * m nL nH d...: columns of 8 or 24 dots, topmost dot in the highest bit."""
        dots = 24 if args[0] in (32, 33) else 8
        columns = len(args[3:]) * 8 // dots
        if columns:
            self._add(Image.frombytes("1", (dots, columns), args[3:]).transpose(Image.Transpose.TRANSPOSE))
            self.line.clear()

    def _graphics(self, args: bytes) -> None:
        """GS ( L pL pH m fn ...: fn 112 stores a raster picture, fn 2 or 50 prints it."""
        body = args[2:]
        if len(body) >= 10 and body[1] == 112:
            width, rows = int.from_bytes(body[6:8], "little"), int.from_bytes(body[8:10], "little")
            data = body[10 : 10 + (width + 7) // 8 * rows]
            if width and rows and len(data) == (width + 7) // 8 * rows:
                self.stored = Image.frombytes("1", (width, rows), data)
        elif len(body) >= 2 and body[1] in (2, 50) and self.stored is not None:
            self._add(self.stored)
            self.stored = None

    def _cut(self, args: bytes) -> None:
        """Only GS V 65 .. 104 carries a feed; the way to the cutter is not part of the picture."""
        self._feed(args[1] if len(args) > 1 else 0)
        if self.discard:
            self.number += 1
            self._new_paper()
        elif self.strips:
            self._finish(cut=True)

    def _sensor(self, args: bytes) -> None:
        if not self.faults.swallow_fence:
            self.answer(bytes([self.faults.paper_sensor() if args[0] in (1, 49) else 0]))

    def _echo(self, args: bytes) -> None:
        """GS ( H pL pH fn m d1 d2 d3 d4, fn 48: answered in its turn with 37 22 d1 d2 d3 d4 00."""
        if len(args) == 8 and args[2] == 48 and not self.faults.swallow_echo:
            self.answer(b"\x37\x22" + args[4:8] + b"\x00")

    def _tell_changes(self, args: bytes) -> None:
        """GS a n: with any bit on, four bytes now and whenever something changes."""
        self.tells_changes = bool(args[0])
        if self.tells_changes:
            self.answer(self.faults.automatic_status())

    def _allow_pulses(self, args: bytes) -> None:
        """GS ( D pL pH m a1 b1 ..., m 20: a 1 is DLE DC4 1, b 0 or 48 forbids it."""
        pairs = zip(args[3::2], args[4::2], strict=False) if args[2:3] == b"\x14" else ()
        for command, allowed in pairs:
            if command == 1:
                self.obeys_pulses = allowed in (1, 49)

    def open_drawer(self) -> None:
        self.drawer_opened += 1

    def _darken(self, args: bytes) -> None:
        """GS ( K pL pH fn m, fn 49: 1 to 8 is darker, 250 to 255 lighter."""
        if len(args) == 4 and args[2] == 49:
            self.density = args[3] if args[3] <= 8 else args[3] - 256

    def _name_itself(self, args: bytes) -> None:
        """GS I n: 66 and 67 are answered with 5F, the text, 00."""
        told = {66: b"WAVECARD", 67: b"VIRTUAL"}.get(args[0])
        if told:
            self.answer(b"\x5f" + told + b"\x00")

    def _initialise(self) -> None:
        self.line.clear()
        self.density = 0

    def _type(self, args: bytes) -> None:
        """Text outside pictures shows on the paper, as it would on a real one."""
        if args == b"\n":
            self._flush_text()
        elif args not in b"\r\t":
            self.line += args

    def _flush_text(self) -> None:
        if not self.line:
            return
        strip = Image.new("1", (self.head_dots, LINE_DOTS))
        text = self.line.decode("cp437")
        ImageDraw.Draw(strip).text((0, 2), text, fill=255, font=_built_in_font())
        self.line.clear()
        self._add(strip)
