"""What a printer says of itself: asked (DLE EOT n) and by itself (GS a), as in Epson's ESC/POS reference."""

from dataclasses import dataclass

from printers.sentences import say

ASK = {n: bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)}
TELL_CHANGES = b"\x1da\x0e"  # GS a: say at once when online, error or paper change


@dataclass(frozen=True)
class Status:
    """`answered` is false for a printer that cannot be asked: silent, which is not broken.

    `busy`: one that answers at other times does not now; somebody else talks with it, or it hangs.
    """

    answered: bool = False
    reachable: bool = True
    offline: bool = False
    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cutter_error: bool = False
    failure: bool = False
    busy: bool = False

    @property
    def problem(self) -> str | None:
        """The first thing that keeps it from printing, in the order a person would mend it."""
        for name in ("cover_open", "paper_out", "cutter_error", "failure", "offline", "busy"):
            if getattr(self, name):
                return name
        return None

    @property
    def reason(self) -> str:
        if not self.reachable:
            return "unreachable"
        if not self.answered and not self.busy:
            return "no_answer"
        return self.problem or ("paper_low" if self.paper_low else "ready")

    def say(self, lang: str) -> str:
        return say(self.reason, lang)


def is_answer(byte: int) -> bool:
    """A DLE EOT answer has bits 1 and 4 set, 0 and 7 clear."""
    return byte & 0b1001_0011 == 0b0001_0010


def read_status(answers: dict[int, int]) -> Status:
    """From the answers to DLE EOT n that came; what was not answered is taken to be well."""
    printer, cause, error, paper = (answers.get(n, 0) for n in (1, 2, 3, 4))
    return Status(
        answered=bool(answers),
        offline=bool(printer & 0x08),
        cover_open=bool(cause & 0x04),
        paper_out=bool(cause & 0x20 or paper & 0x60),
        paper_low=bool(paper & 0x0C),
        cutter_error=bool(error & 0x08),
        failure=bool(error & 0x24 or (cause & 0x40 and not error & 0x08)),
    )


def read_automatic(told: bytes) -> Status:
    """From the four bytes that GS a makes a printer send whenever something about it changes."""
    printer, error, paper = told[0], told[1], told[2]
    return Status(
        answered=True,
        offline=bool(printer & 0x08),
        cover_open=bool(printer & 0x20),
        paper_out=bool(paper & 0x0C),
        paper_low=bool(paper & 0x03),
        cutter_error=bool(error & 0x08),
        failure=bool(error & 0x64),
    )
