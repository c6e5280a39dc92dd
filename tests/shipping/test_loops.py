"""The loops as a worker runs them."""

from app.shipping import loops


def test_every_step_has_a_name_of_its_own_and_works_on_an_empty_house(database: str) -> None:
    steps = loops.steps()
    assert len({step.__qualname__ for step in steps}) == len(steps)
    for step in steps:
        assert step() in (True, False), step.__qualname__
