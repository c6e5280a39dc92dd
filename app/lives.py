"""The life of a thing as a table of moves, and the one way to move it along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Refused, Stale
from app.prepared import update

Moves = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Life:
    """`moves[state, action] -> state`. The README's pictures and the tests walk these tables."""

    name: str
    first: str
    moves: Moves

    def after(self, state: str, action: str) -> str:
        """The state that follows; Refused where the table has no such move."""
        try:
            return self.moves[state, action]
        except KeyError:
            raise Refused("life.no_move", thing=self.name, state=state, action=action) from None

    def states(self) -> set[str]:
        return {self.first, *self.moves.values(), *(state for state, _ in self.moves)}


def move(row: Any, life: Life, action: str, **also: Any) -> None:
    """UPDATE ... WHERE id and the state we saw; `also` are columns that change with it.

    `row` is of a table, or of a class that names its TABLE. Stale when somebody else moved it first; the row
    in hand then still says what we saw.
    """
    state = life.after(row.state, action)
    table = getattr(row, "TABLE", type(row))
    if not update(table, {"id": row.id, "state": row.state}, state=state, **also):
        raise Stale("life.stale", thing=life.name, id=row.id)
    row.state = state
    for name, value in also.items():
        setattr(row, name, value)
