"""The lives of a parcel, its waybill, its label and an address change, as tables."""

from app.lives import Life

PARCEL = Life(
    "parcel",
    "open",
    {
        ("open", "check"): "checked",
        ("checked", "label"): "labelled",
        ("labelled", "close"): "closed",
        ("closed", "hand_over"): "handed_over",
        ("open", "merge"): "merged",  # its items travel in another parcel's box
        ("merged", "reopen"): "open",  # that box was cancelled with its order
        **{(state, "cancel"): "cancelled" for state in ("open", "checked", "labelled", "closed", "merged")},
    },
)

WAYBILL = Life(
    "waybill",
    "booking",
    {
        ("booking", "book"): "active",
        ("active", "print"): "printed",
        ("booking", "supersede"): "superseded",  # the carrier was never asked
        **{(state, "void"): "void" for state in ("booking", "active", "printed")},
    },
)

LABEL = Life(
    "label",
    "printed",
    {
        ("printed", "apply"): "applied",
        ("printed", "kill"): "dead",
        ("applied", "kill"): "dead",
        ("printed", "withdraw"): "unprinted",  # it never came out, so there is nothing to destroy
        ("dead", "destroy"): "destroyed",
        ("dead", "lose"): "lost",
    },
)

STOPPING = ("stopped", "booking", "relabelling", "vouchered")  # a stop stands on the parcel
AWAY = ("pending", "accepted")  # it has left: the carrier is asked
RUNNING = ("asked", *STOPPING, *AWAY)
READDRESS = Life(
    "address change",
    "asked",
    {
        ("asked", "stop"): "stopped",
        ("stopped", "book"): "booking",
        ("booking", "relabel"): "relabelling",
        ("relabelling", "vouch"): "vouchered",
        ("vouchered", "close"): "closed",
        ("asked", "send"): "pending",  # after hand-over
        ("pending", "accept"): "accepted",
        ("accepted", "vouch"): "vouchered",
        ("asked", "close"): "closed",  # approved when there was no paper yet
        ("asked", "refuse"): "refused",
        ("pending", "refuse"): "refused",
        **{(state, "replace"): "replaced" for state in ("asked", *STOPPING, "pending")},  # the later one wins
        **{(state, "fail"): "failed" for state in RUNNING},  # the order was cancelled meanwhile
    },
)

PARCEL_HAPPENED = {
    "check": "parcel:checked",
    "label": "parcel:labelled",
    "close": "parcel:closed",
    "hand_over": "parcel:handed_over",
    "cancel": "parcel:cancelled",
    "merge": "parcel:merged",
    "reopen": "parcel:reopened",
}
WAYBILL_HAPPENED = {
    "book": "waybill:booked",
    "print": "waybill:printed",
    "supersede": "waybill:superseded",
    "void": "waybill:voided",
}
LABEL_HAPPENED = {
    "apply": "label:applied",
    "kill": "label:killed",
    "withdraw": "label:withdrawn",
    "destroy": "label:destroyed",
    "lose": "label:lost",
}
READDRESS_HAPPENED = {
    "stop": "readdress:stopped",
    "book": "readdress:booking_started",
    "relabel": "readdress:relabelled",
    "vouch": "readdress:vouchered",
    "close": "readdress:closed",
    "send": "readdress:sent",
    "accept": "readdress:accepted",
    "refuse": "readdress:refused",
    "replace": "readdress:replaced",
    "fail": "readdress:failed",
}

ON_BENCH = ("open", "checked", "labelled")  # in a packer's hands
HERE = (*ON_BENCH, "closed")
LIVING = ("booking", "active", "printed")  # at most one waybill of a parcel
NUMBERED = ("active", "printed")
ON_PAPER = ("printed", "applied")  # a label that may be on a box
