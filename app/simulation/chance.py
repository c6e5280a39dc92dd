"""Chance from one seed. Pure.

Each thing has a stream of its own, so that one more draw here changes nothing there.
"""

import random
from math import exp


def stream(seed: int, *about: object) -> random.Random:
    """The same arguments give the same numbers in every process: Random hashes text with SHA-512."""
    return random.Random(f"{seed}:{':'.join(map(str, about))}")


def around(dice: random.Random, mean: float, spread: float) -> float:
    """Lognormal with this mean; `spread` is the standard deviation of its logarithm."""
    return mean * exp(dice.gauss(0.0, spread) - spread * spread / 2)
