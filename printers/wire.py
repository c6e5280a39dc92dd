"""Documents to a printer on TCP 9100, and the truth about what became of them.

A plain blocking socket, one connection a job. `send` into a printer that never reads succeeds for as long as
there are buffers, so a delivery counts what the other end acknowledged and believes the printer's word alone.
"""

from dataclasses import dataclass, field
from typing import Literal

from printers import escpos
from printers.conversation import Conversation, Dead, Patience, Stalled, Watch
from printers.sentences import say
from printers.status import Status

Outcome = Literal["confirmed", "sent", "unknown", "nothing_taken", "blocked"]
Proof = Literal["echo", "fence", "none"]


@dataclass(frozen=True)
class Delivery:
    """`nothing_taken` and `blocked`: not a byte of it left us, repeat freely. `unknown`: ask the packer.

    `confirmed`: the printer echoed this job's id after it. `sent`: all bytes were taken, and the printer has
    either worked through them (`proof` is `fence`) or is one that cannot say.
    """

    outcome: Outcome
    reason: str
    bytes_taken: int = 0
    bytes_total: int = 0
    status: Status = field(default_factory=Status)
    proof: Proof = "none"

    @property
    def because(self) -> str:
        return self.say("en")

    def say(self, lang: str) -> str:
        return say(self.reason, lang)


PATIENT = Patience()


@dataclass(frozen=True)
class Sending:
    """Bytes for one printer. `echo_id` only for one that has GS ( H; `watch` hears when it stops or goes on.

    `proof` off: a label printer's language has no GS r, and is driven unverified.
    """

    payload: bytes
    echo_id: str | None = None
    patience: Patience = PATIENT
    watch: Watch | None = None
    proof: bool = True
    answers: bool = False  # known to tell its status: when it does not, no byte leaves
    tag: str = ""  # job and try: an agent takes no paper twice

    @property
    def fence(self) -> bytes:
        return (escpos.echo(self.echo_id) if self.echo_id else b"") + escpos.FENCE


def query_status(host: str, port: int, patience: Patience = PATIENT) -> Status:
    try:
        with Conversation.open(host, port, patience) as printer:
            return printer.ask_status()
    except OSError:
        return Status(reachable=False)


def deliver(
    host: str, port: int, payload: bytes, echo_id: str | None = None, patience: Patience = PATIENT
) -> Delivery:
    """Ask, send, wait for proof."""
    return send(host, port, Sending(payload, echo_id, patience))


def send(host: str, port: int, sending: Sending) -> Delivery:
    try:
        printer = Conversation.open(host, port, sending.patience)
    except OSError:
        return Delivery("nothing_taken", "unreachable", 0, len(sending.payload), Status(reachable=False))
    with printer:
        return _deliver(printer, sending) if sending.proof else _deliver_unproven(printer, sending)


def _deliver(printer: Conversation, sending: Sending) -> Delivery:
    status, total = Status(), len(sending.payload)
    try:
        status = printer.ask_status()
        if status.problem:
            return Delivery("blocked", status.problem, 0, total, status)
        if sending.answers and not status.answered:
            return Delivery("nothing_taken", "busy", 0, total, Status(busy=True))
        if status.answered and sending.watch:
            printer.tell_changes(sending.watch)
        printer.send(sending.payload)
        if not status.answered and not sending.echo_id:
            printer.wait_until_taken()
            return Delivery("sent", "silent", total, total, status)
        printer.send(sending.fence)
        return _proven(printer, sending.echo_id, total, status)
    except (Stalled, Dead) as error:
        return _broken(printer, error, total, status)


def _deliver_unproven(printer: Conversation, sending: Sending) -> Delivery:
    total = len(sending.payload)
    try:
        printer.send(sending.payload)
        printer.wait_until_taken()
        return Delivery("sent", "silent", total, total, Status())
    except (Stalled, Dead) as error:
        return _broken(printer, error, total, Status())


def _proven(printer: Conversation, echo_id: str | None, total: int, status: Status) -> Delivery:
    proof = printer.wait_for_proof(echo_id)
    if proof == "echo":
        return Delivery("confirmed", "echoed", total, total, status, "echo")
    if proof == "fence":
        return Delivery("sent", "fence_only", total, total, status, "fence")
    taken = min(total, printer.taken)
    status = printer.ask_status() if status.answered else status
    return Delivery("unknown", status.problem or "no_proof", taken, total, status)


def _broken(printer: Conversation, error: Exception, total: int, status: Status) -> Delivery:
    if not printer.handed:
        return Delivery("nothing_taken", "refused", 0, total, status)
    said = printer.said if printer.said.answered else status
    reason = said.problem or ("stalled" if isinstance(error, Stalled) else "broken_off")
    return Delivery("unknown", reason, min(total, printer.taken), total, said)
