"""Everything that goes wrong with a printer, as switches that may be set while it prints."""

from dataclasses import dataclass, fields


@dataclass
class Faults:
    """`slow` is bytes a second; `reset_at_byte` counts over one connection, status questions included."""

    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    cutter_error: bool = False
    offline: bool = False
    silent: bool = False
    stall: bool = False
    swallow_echo: bool = False
    swallow_fence: bool = False
    slow: int | None = None
    reset_at_byte: int | None = None

    @property
    def stopped(self) -> bool:
        """The head stands still; what arrives waits in the buffer and pours out afterwards."""
        return self.paper_out or self.cover_open or self.offline or self.cutter_error

    def realtime_status(self, n: int) -> int | None:
        """The answer to DLE EOT n: bits 1 and 4 always set."""
        offline = self.stopped
        bits = {
            1: 0x08 if offline else 0,
            2: 0x04 * self.cover_open | 0x20 * self.paper_out | 0x40 * self.cutter_error,
            3: 0x08 * self.cutter_error,
            4: 0x0C * (self.paper_low or self.paper_out) | 0x60 * self.paper_out,
        }
        return None if n not in bits else 0x12 | bits[n]

    def automatic_status(self) -> bytes:
        """What GS a makes it send by itself: printer, error, paper, nothing."""
        printer = 0x10 | 0x08 * self.stopped | 0x20 * self.cover_open
        paper = 0x03 * (self.paper_low or self.paper_out) | 0x0C * self.paper_out
        return bytes((printer, 0x08 * self.cutter_error, paper, 0))

    def paper_sensor(self) -> int:
        """The answer to GS r 1."""
        return 0x03 * (self.paper_low or self.paper_out) | 0x0C * self.paper_out


NAMES = tuple(one.name for one in fields(Faults))
COUNTED = ("slow", "reset_at_byte")


def set_fault(faults: Faults, name: str, value: str = "on") -> None:
    """`paper_out`, `paper_out=off`, `slow=1`; ValueError says what is wrong."""
    if name not in NAMES:
        raise ValueError(f"no such fault: {name}; there are {', '.join(NAMES)}")
    if name not in COUNTED:
        setattr(faults, name, value not in ("off", "0", "no", ""))
    elif value in ("off", ""):
        setattr(faults, name, None)
    elif value.isdecimal() and (int(value) or name == "reset_at_byte"):
        setattr(faults, name, int(value))
    else:
        raise ValueError(f"{name} takes a number, not {value!r}")


def read_faults(text: str) -> Faults:
    """From `paper_out,slow=1,reset_at_byte=5000`."""
    faults = Faults()
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        set_fault(faults, name, value or "on")
    return faults
