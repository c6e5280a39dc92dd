"""How long an order keeps people busy. Pure; a plain estimate until the site's own figures are measured."""

START_S = 240  # fetch a cart, walk there and back, set down, print
LINE_S = 15  # walk on to the next stop, find it
UNIT_S = 2  # take it, scan it, check it


def work_s(lines: int, units: int) -> int:
    """Seconds from taking the order on to closing its parcel, for one person."""
    return START_S + lines * LINE_S + units * UNIT_S
