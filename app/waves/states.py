"""The lives of a task and of a pick, as tables."""

from app.lives import Life

TASK = Life(
    "task",
    "queued",
    {
        ("queued", "offer"): "offered",
        ("offered", "decline"): "queued",
        ("offered", "take_back"): "queued",
        ("offered", "start"): "started",
        ("started", "take_back"): "queued",
        ("started", "unload"): "unloading",
        ("unloading", "finish"): "done",
        ("queued", "cancel"): "cancelled",
        ("offered", "cancel"): "cancelled",
        ("started", "cancel"): "cancelled",
    },
)

PICK = Life(
    "pick",
    "open",
    {
        ("open", "pick"): "picked",
        ("open", "short"): "short",
        ("open", "skip"): "open",
        ("open", "cancel"): "cancelled",
        ("picked", "undo"): "open",
    },
)

TO_WALK = ("queued", "offered", "started")
LIVE = ("offered", "started", "unloading")
