"""A table with a header, whatever file it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.errors import Invalid
from app.words import Words

MAX_FILE_BYTES = 100_000_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 300


class Row(NamedTuple):
    """`number` counts as in the file: the header is row 1. `bad`: which cells cannot be read, and why."""

    number: int
    cells: list[str]
    bad: Mapping[int, Words]


@dataclass
class Sheet:
    """`columns` are trimmed; `rows` can be walked once and raises Invalid where the file breaks."""

    name: str
    columns: list[str]
    rows: Iterator[Row] = field(repr=False)

    def find(self, names: tuple[str, ...]) -> int | None:
        """Where the column of the first of these names stands, whatever its case and brackets.

        Invalid when two columns have that name: nobody can know which one is meant.
        """
        for name in map(normal, names):
            found = [index for index, column in enumerate(self.columns) if normal(column) == name]
            if len(found) > 1:
                raise Invalid("sheets.two_columns", file=self.name, column=self.columns[found[0]])
            if found:
                return found[0]
        return None


def normal(name: str) -> str:
    """Names that people mean the same by: 实付款（元）, 实付款(元); Order No, order_no."""
    return name.strip().lower().replace("（", "(").replace("）", ")").replace("_", " ").replace("-", " ")
