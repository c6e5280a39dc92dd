"""Instance files: the "KEY : value" text of Hessler & Irnich for routing and order batching."""

from dataclasses import dataclass, replace
from pathlib import Path

from app.planner.layout import Depot, Layout, Stop

SECTIONS = ("ARTICLE_SECTION", "SKU_SECTION", "ORDER_SECTION")
MAX_BYTES = 50_000_000
MAX_CELLS = 2_000_000


class BadInstance(ValueError):
    """A file that cannot be read; the message is one line for the person who gave it."""


@dataclass(frozen=True)
class Instance:
    """Orders map article to quantity; places maps article to the positions that hold it, with the
    quantity there.
    """

    name: str
    layout: Layout
    capacity: float
    weights: dict[int, float]
    places: dict[int, list[tuple[Stop, int]]]
    orders: list[dict[int, int]]

    def stops_of(self, order: int) -> list[Stop]:
        """Where an order's articles lie; BadInstance if one lies nowhere or in several places."""
        return [self._place_of(article) for article in self.orders[order]]

    def _place_of(self, article: int) -> Stop:
        places = self.places.get(article, [])
        if len(places) != 1:
            raise BadInstance(f"{self.name}: article {article} lies at {len(places)} positions, 1 is needed")
        return places[0][0]


def read_lines(path: Path, limit: int = MAX_BYTES) -> list[str]:
    """A text file's lines, or BadInstance in one line."""
    try:
        if path.stat().st_size > limit:
            raise BadInstance(f"{path}: larger than {limit // 1_000_000} MB")
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise BadInstance(f"{path}: {error.strerror or error}") from None
    return text.splitlines()


class _Reader:
    def __init__(self, path: Path):
        self.path, self.section = path, ""
        self.header: dict[str, str] = {}
        self.weights: dict[int, float] = {}
        self.places: dict[int, list[tuple[Stop, int]]] = {}
        self.orders: list[dict[int, int]] = []

    def read(self) -> None:
        for number, text in enumerate(read_lines(self.path), 1):
            words = text.replace(":", " : ").split()
            if not words or words == ["EOF"]:
                continue
            try:
                self._take(words)
            except (ValueError, IndexError):
                raise BadInstance(f"{self.path}: line {number}: cannot read '{text.strip()[:60]}'") from None

    def _take(self, words: list[str]) -> None:
        if words[0] in SECTIONS:
            self.section = words[0]
        elif not self.section or words[0].startswith("NUM_"):
            if words[1] != ":":
                raise ValueError
            self._take_key(words[0], " ".join(words[2:]))
        elif self.section == "ARTICLE_SECTION":
            self.weights[int(words[1])] = float(words[3]) if len(words) > 3 else 1.0
        elif self.section == "SKU_SECTION":
            stop = Stop(int(words[3]), int(words[5]))
            self.places.setdefault(int(words[1]), []).append((stop, int(words[7])))
        else:
            order, article = self.orders[-1], int(words[1])
            order[article] = order.get(article, 0) + int(words[3])

    def _take_key(self, key: str, value: str) -> None:
        if not self.section:
            self.header[key] = value
        elif self.section == "ORDER_SECTION" and key.startswith("NUM_ARTICLES"):
            self.orders.append({})

    def number(self, key: str, default: str | None = None) -> float:
        text = self.header.get(key, default)
        if text is None:
            raise BadInstance(f"{self.path}: {key} is missing")
        try:
            return float(text)
        except ValueError:
            raise BadInstance(f"{self.path}: {key} is no number: '{text[:40]}'") from None


def _read_layout(reader: _Reader) -> Layout:
    pitch, at = reader.number("DISTANCE_CELL_TO_CELL"), reader.header.get("DEPOT_LOCATION", "bottom")
    if at not in ("top", "bottom"):
        raise BadInstance(f"{reader.path}: DEPOT_LOCATION is top or bottom, not '{at[:40]}'")
    gap = reader.number("DISTANCE_TOP_OR_BOTTOM_TO_DEPOT", "0")
    aisles, cells = int(reader.number("NUM_AISLES")), int(reader.number("NUM_CELLS"))
    if aisles * cells > MAX_CELLS:
        raise BadInstance(f"{reader.path}: more than {MAX_CELLS} cells")
    return Layout(
        aisles=aisles,
        cells=cells,
        aisle_pitch=reader.number("DISTANCE_AISLE_TO_AISLE"),
        cell_pitch=pitch,
        front_gap=reader.number("DISTANCE_BOTTOM_TO_CELL"),
        back_gap=reader.number("DISTANCE_TOP_TO_CELL"),
        depot=Depot(int(reader.number("DEPOT_AISLE", "0")), 0 if at == "bottom" else 1, gap),
        first_cell="back",
    )


def with_blocks(layout: Layout, blocks: int) -> Layout:
    """The same warehouse with inner cross aisles of one cell's width; the depot stays at its end."""
    row = layout.depot.row and blocks
    return replace(layout, blocks=blocks, cross_width=layout.cell_pitch, depot=replace(layout.depot, row=row))


def read_instance(path: Path, blocks: int = 1) -> Instance:
    """Read a routing or batching file. BadInstance, one line, for anything it cannot be."""
    reader = _Reader(path)
    reader.read()
    try:
        layout = with_blocks(_read_layout(reader), blocks)
        for places in reader.places.values():
            for stop, _ in places:
                layout.check(stop)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, BadInstance) else BadInstance(f"{path}: {error}") from None
    if not reader.orders:
        raise BadInstance(f"{path}: no orders in it")
    capacity = reader.number("PICKER_CAPACITY", "inf")
    if not capacity >= 0:
        raise BadInstance(f"{path}: PICKER_CAPACITY is a number from 0 on")
    name = reader.header.get("NAME", path.name)
    return Instance(name, layout, capacity, reader.weights, reader.places, reader.orders)
