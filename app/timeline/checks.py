from app.timeline.recording import find_broken_link


def list_problems() -> list[str]:
    """The timeline's hashes chain every entry to the one before it."""
    broken = find_broken_link()
    return [] if broken is None else [f"timeline: entry {broken} does not fit the one before it"]
