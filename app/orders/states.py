"""An order's life. What stops it without ending it is a block, beside the state."""

from app.lives import Life

BEFORE_SHIPPED = ("new", "ready", "released", "picking", "picked", "packing", "packed")
CHANGEABLE = ("new", "ready")  # its lines may still be replaced
UNLABELLED = (*CHANGEABLE, "released", "picking", "picked")  # its address may still be replaced

ORDER = Life(
    "order",
    "new",
    {
        ("new", "ready"): "ready",
        ("ready", "unready"): "new",
        ("ready", "release"): "released",
        ("released", "pick"): "picking",
        ("released", "replan"): "ready",
        ("picking", "replan"): "ready",
        ("picking", "finish_picking"): "picked",
        ("picked", "pack"): "packing",
        ("packing", "finish_packing"): "packed",
        ("packed", "ship"): "shipped",
        ("packed", "reopen"): "packing",  # the order whose box it lay in was cancelled
        ("shipped", "deliver"): "delivered",
        ("shipped", "fail"): "exception",
        ("exception", "resume"): "shipped",
        ("exception", "return"): "returned",
        ("delivered", "return"): "returned",
        **{(state, "cancel"): "cancelled" for state in BEFORE_SHIPPED},
    },
)

# what somebody decides to do next, so a block stops it; the others are facts of the floor or ways back
STOPPED_BY_BLOCK = ("release", "pack", "ship")

HAPPENED = {
    "ready": "readied",
    "unready": "unreadied",
    "release": "released",
    "pick": "picking_started",
    "replan": "replanned",
    "finish_picking": "picked",
    "pack": "packing_started",
    "finish_packing": "packed",
    "reopen": "reopened",
    "ship": "shipped",
    "deliver": "delivered",
    "fail": "failed",
    "resume": "resumed",
    "return": "returned",
    "cancel": "cancelled",
}

BLOCKED = {"hold": "held", "stop": "stopped", "recall": "recalled", "review": "put_under_review"}
LIFTED = {"hold": "unheld", "stop": "let_go_on", "recall": "recall_ended", "review": "reviewed"}
