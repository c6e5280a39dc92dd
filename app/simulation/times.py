"""How long things take on the floor: the table that the simulation draws from. Pure.

Seconds, and metres a second, for somebody of ordinary speed; a person's own factor multiplies what they do.

| what | from |
| --- | --- |
| walk_m_s | MTM-1: 17 TMU of 0.036 s for a loaded pace, at 0.75 m a pace; without load it is 1.39 |
| stop_s, unit_s | our estimate for find, reach, take, scan: 8.5 s the first unit of a stop |
| cart_s, tote_s, unload_s, set_down_s | our estimate: read the card, fetch cart and totes; set them down |
| open_s to close_s | our estimate, by the steps of the packing card: about 50 s for two items |
| slip_s, label_s | 100 to 250 mm of paper at 150 mm/s, and the cut |
| short_rate | our estimate: books and shelves disagree at one stop in 250 |
| breaks | our estimate: 15 and 30 minutes in turn, every two hours |
| jam_rate, jam_s | our estimate: one paper in 600 finds the roll empty or jammed; two minutes |

To hold against: half or more of a picker's time is walking, then searching, taking, setting up (Tompkins et
al., Facilities Planning; de Koster, Le-Duc & Roodbergen 2007; Bartholdi & Hackman, Warehouse & Distribution
Science). The report's "where the time went" shows what these numbers make of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    walk_m_s: float = 1.23
    cart_s: float = 40.0
    tote_s: float = 4.0
    stop_s: float = 6.0
    unit_s: float = 2.5
    short_s: float = 20.0
    unload_s: float = 15.0
    set_down_s: float = 3.0  # a tote

    open_s: float = 6.0
    check_s: float = 3.0  # a unit
    add_s: float = 6.0
    box_s: float = 20.0
    label_on_s: float = 4.0
    close_s: float = 6.0

    booking_s: float = 0.6  # what a carrier's computer takes
    slip_s: float = 1.6
    label_s: float = 1.2
    hand_over_s: float = 2.0  # a parcel onto the truck

    speed_spread: float = 0.12  # of a person's factor around 1
    task_spread: float = 0.25  # of each handling around its mean
    short_rate: float = 0.004
    jam_rate: float = 1 / 600
    jam_s: float = 120.0
    break_every_s: float = 2.0 * 3600
    short_break_s: float = 15 * 60.0
    long_break_s: float = 30 * 60.0
