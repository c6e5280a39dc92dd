"""The loops as a worker starts them."""

from app import loops as house_loops
from app.shipping import loops


def test_every_step_has_a_name_and_starts(database: str) -> None:
    steps = loops.steps()
    assert len({step.__qualname__ for step in steps}) == len(steps)
    for step in steps:
        assert step() in (True, False), step.__qualname__
    house_loops.start(steps).set()
