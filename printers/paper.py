"""What a document is drawn on: the head's dots and the medium in front of it."""

from dataclasses import dataclass, replace

from printers.errors import DocumentError

MM_PER_INCH = 25.4


@dataclass(frozen=True)
class Paper:
    """`head_dots` wide bitmaps; the medium is `width_mm` wide (centred) and, if a label, `length_mm` long."""

    head_dots: int = 576
    dpi: int = 203
    width_mm: float = 80
    length_mm: float | None = None
    margin_mm: float = 0

    def __post_init__(self) -> None:
        if self.head_dots % 8 or not 128 <= self.head_dots <= 2400:
            raise DocumentError(f"a head has 128 to 2400 dots, a multiple of 8, not {self.head_dots}")
        if not 100 <= self.dpi <= 600:
            raise DocumentError(f"a head has 100 to 600 dpi, not {self.dpi}")
        if self.length_mm is not None and not 10 <= self.length_mm <= 1000:
            raise DocumentError(f"a label is 10 to 1000 mm long, not {self.length_mm}")

    @property
    def dots_per_mm(self) -> float:
        return self.dpi / MM_PER_INCH

    @property
    def length_dots(self) -> int | None:
        return None if self.length_mm is None else round(self.length_mm * self.dots_per_mm)

    @property
    def left_dots(self) -> int:
        """The first dot that may be inked: the medium is centred under the head."""
        beyond = self.head_dots - round(self.width_mm * self.dots_per_mm)
        return max(beyond, 0) // 2 + round(self.margin_mm * self.dots_per_mm)

    @property
    def draw_dots(self) -> int:
        return self.head_dots - 2 * self.left_dots


PAPERS: dict[str, Paper] = {
    "roll58": Paper(head_dots=384, width_mm=58, margin_mm=0.5),
    "roll80": Paper(head_dots=576, width_mm=80, margin_mm=1),
    "76x130": Paper(head_dots=576, width_mm=76, length_mm=130, margin_mm=1),
    "100x150": Paper(head_dots=832, width_mm=100, length_mm=150, margin_mm=2),
    "100x180": Paper(head_dots=832, width_mm=100, length_mm=180, margin_mm=2),
}


def get_paper(name: str, dpi: int = 203, head_dots: int | None = None) -> Paper:
    """A medium by name, for this printer's head; other dpi need their own `head_dots`."""
    try:
        paper = PAPERS[name]
    except KeyError:
        raise DocumentError(f"unknown paper {name!r}; there are {', '.join(PAPERS)}") from None
    return replace(paper, dpi=dpi, head_dots=head_dots or paper.head_dots)
