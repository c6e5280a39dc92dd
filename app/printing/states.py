"""The life of a print job, and what each of its moves is called in the timeline."""

from app.lives import Life

PRINT_JOB = Life(
    "print job",
    "waiting",
    {
        ("waiting", "claim"): "claimed",
        ("blocked", "claim"): "claimed",
        ("claimed", "put_back"): "waiting",
        ("claimed", "send"): "sending",
        ("claimed", "fail"): "failed",
        ("sending", "put_back"): "waiting",
        ("sending", "block"): "blocked",
        ("sending", "take"): "sent",
        ("sending", "confirm"): "confirmed",
        ("sending", "lose"): "unknown",
        ("sent", "confirm"): "confirmed",
        ("sent", "deny"): "failed",
        ("unknown", "confirm"): "confirmed",
        ("unknown", "put_back"): "waiting",
        ("unknown", "deny"): "failed",
        ("waiting", "cancel"): "cancelled",
        ("claimed", "cancel"): "cancelled",
        ("blocked", "cancel"): "cancelled",
        ("unknown", "cancel"): "cancelled",
        ("waiting", "move"): "waiting",
        ("blocked", "move"): "waiting",
        ("waiting", "expire"): "expired",
        ("blocked", "expire"): "expired",
    },
)

HAPPENED = {
    "claim": "print:claimed",
    "put_back": "print:put_back",
    "send": "print:started",
    "fail": "print:failed",
    "block": "print:blocked",
    "take": "print:sent",
    "confirm": "print:confirmed",
    "lose": "print:lost",
    "deny": "print:denied",
    "cancel": "print:cancelled",
    "move": "print:moved",
    "expire": "print:expired",
}

CLAIMABLE = ("waiting", "blocked")
ANSWERABLE = ("unknown", "sent")
PERHAPS_ON_PAPER = ("sending", "sent", "confirmed", "unknown")
ON_PAPER_USED = ("confirmed", "sent", "unknown")
QUIET = ("claim", "send")  # no screen shows these moves

# what a printer says of itself (printers.status) in the words of Printer.status
STATUS = {
    "ready": "ok",
    "paper_low": "paper_near_end",
    "no_answer": "silent",
}
PRINTS = ("ok", "paper_near_end", "silent", "unknown")
