"""What a printer really answers: asked, not believed from its model's name. Nothing of it prints."""

from dataclasses import dataclass
from time import monotonic

from printers import escpos
from printers.conversation import ECHO, Conversation, Patience
from printers.status import TELL_CHANGES, Status

NAME = b"\x1dIC"  # GS I 67: the model's name, 5F ... 00
ECHO_ID = "P0B0"


@dataclass(frozen=True)
class Probed:
    """`echo` proves a job; without it `fence` says that the data was worked through; else it is silent."""

    status: Status
    echo: bool = False
    fence: bool = False
    automatic: bool = False
    model: str = ""

    def to_json(self) -> dict[str, object]:
        answers = {"status": self.status.answered, "echo": self.echo, "fence": self.fence}
        return answers | {"automatic": self.automatic, "model": self.model}


def probe(host: str, port: int, patience: Patience | None = None) -> Probed:
    try:
        with Conversation.open(host, port, patience or Patience()) as printer:
            status = printer.ask_status()
            if not status.answered:
                return Probed(status)
            return _ask_all(printer, status)
    except OSError:
        return Probed(Status(reachable=False))


def _ask_all(printer: Conversation, status: Status) -> Probed:
    name = _ask(printer, NAME)
    text = name[1:-1] if name.startswith(b"\x5f") and name.endswith(b"\x00") else b""
    return Probed(
        status,
        fence=any(byte & 0b1001_0000 == 0 for byte in _ask(printer, escpos.FENCE)),
        echo=ECHO_ID.encode() in ECHO.findall(_ask(printer, escpos.echo(ECHO_ID))),
        automatic=len(_ask(printer, TELL_CHANGES)) >= 4,
        model="".join(chr(byte) for byte in text if 0x20 <= byte < 0x7F)[:40],
    )


def _ask(printer: Conversation, question: bytes) -> bytes:
    printer.heard.clear()
    printer.send(question)
    until = monotonic() + printer.patience.answer_s
    while monotonic() < until and printer.listen(until):
        if len(printer.heard) >= 4 or printer.heard.endswith(b"\x00"):
            break
    return bytes(printer.heard)
