"""An error says the same wherever it surfaces."""

import pickle

import pytest

from app.errors import AppError, Refused, Unavailable


@pytest.mark.parametrize(
    "error", [Refused("pack.finish_first", order="W-1"), Unavailable("op.busy", permanent=True)]
)
def test_it_comes_whole_through_another_processs_pipe(error: AppError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_one_that_was_made_again_without_its_details_can_be_printed_still() -> None:
    error = Refused("pack.finish_first", order="W-1")
    assert "W-1" in str(error)
    assert str(type(error)(*error.args)) == "pack.finish_first"
