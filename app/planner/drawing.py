"""Chance, the same on every machine and the same for a seed."""

import numpy as np

from app.planner.compiled import inlined

STEP, MIX1, MIX2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
U27, U30, U31, U11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(11)


@inlined
def draw(rng):  # type: ignore[no-untyped-def]
    """A float in [0, 1) from rng[0] (splitmix64: Steele, Lea & Flood 2014): the same on every machine."""
    rng[0] += STEP
    z = rng[0]
    z = (z ^ (z >> U30)) * MIX1
    z = (z ^ (z >> U27)) * MIX2
    return float((z ^ (z >> U31)) >> U11) * 2.0**-53


@inlined
def pick(rng, size):  # type: ignore[no-untyped-def]
    return int(draw(rng) * size)
