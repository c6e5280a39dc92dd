"""A sentence for everything that the timeline can say happened; `by` stands beside it, not in it."""

HAPPENED: dict[str, tuple[str, str]] = {}
