"""A spool that is killed at one point of a job's life. SIGKILL as a power cut would: nothing is tidied up."""

import os
import signal
from collections.abc import Callable
from typing import Any

from app import db
from app.printing import spooling
from app.printing.models import Printer
from printers.conversation import Conversation, Patience

AFTER = ("claim", "send", "take", "confirm", "lose", "block", "put_back")
POINTS = (
    "before_claim",
    *(f"after_{action}" for action in AFTER),
    "mid_bytes",
    "before_proof",
    "before_settle",
)


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(call: Callable[..., Any], wanted: str) -> Callable[..., Any]:
    def then_die(job: Any, action: str, *args: Any, **also: Any) -> None:
        call(job, action, *args, **also)
        if action == wanted:
            db.after_commit(die)

    return then_die


def mid_bytes(send: Callable[..., None]) -> Callable[..., None]:
    def half(printer: Conversation, payload: bytes) -> None:
        send(printer, payload[: len(payload) // 2])
        die()

    return half


def arm(point: str) -> None:
    if point.startswith("after_"):
        spooling.change = after(spooling.change, point.removeprefix("after_"))  # type: ignore[attr-defined]
    elif point == "before_claim":
        spooling._claim = die  # type: ignore[assignment]
    elif point == "mid_bytes":
        Conversation.send = mid_bytes(Conversation.send)  # type: ignore[method-assign]
    elif point == "before_proof":
        Conversation.wait_for_proof = die  # type: ignore[assignment]
    else:
        spooling.settle = die


def print_until(point: str, url: str) -> None:
    db.connect(url)
    spooling.PATIENCE = Patience(connect_s=1, answer_s=0.3, stall_s=0.5, proof_s=0.6, total_s=8)
    arm(point)
    with db.connection():
        spooling.print_next(Printer.select().get())
    raise SystemExit("nobody killed it")
