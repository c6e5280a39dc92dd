"""A contract tier on paper. Colour never reaches a thermal head, so the look carries it."""

from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

from printers.tier_bar import Look, TierBar

LOOKS: dict[str, Look] = {"A": "striped", "B": "boxed"}


@dataclass(frozen=True)
class Tier:
    """`code` is the tier's letter, `word` its name in the document's language (`合约优先`)."""

    code: str
    word: str = ""
    look: Literal["striped", "boxed", "plain"] | None = None

    __pydantic_config__ = ConfigDict(extra="forbid")

    def bar(self, height_mm: float = 10.0, aside: str = "") -> TierBar:
        look = self.look or LOOKS.get(self.code, "plain")
        return TierBar(self.code, self.word, look, height_mm, aside)
