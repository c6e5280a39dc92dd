"""Small plots as inline SVG: lines over two axes, and stacked bars. Pure; every text is escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 460, 230
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 12, 34
Points = Sequence[tuple[float, float]]
PALETTE = (
    "#4e79a7",
    "#f28e2b",
    "#59a14f",
    "#b07aa1",
    "#76b7b2",
    "#9c755f",
    "#bab0ac",
    "#edc948",
    "#e15759",
    "#86bcb6",
    "#d37295",
    "#8cd17d",
    "#499894",
    "#a0cbe8",
    "#ffbe7d",
    "#d4a6c8",
)


@dataclass(frozen=True)
class Axes:
    """What both axes cover, so that plots beside each other can be compared."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_label: str = ""
    percent: bool = False

    def across(self, value: float) -> float:
        low, high = self.x
        return LEFT + (value - low) / ((high - low) or 1) * (WIDTH - LEFT - RIGHT)

    def up(self, value: float) -> float:
        low, high = self.y
        return HEIGHT - BOTTOM - (value - low) / ((high - low) or 1) * (HEIGHT - TOP - BOTTOM)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between two values."""
    if high <= low:
        return [low]
    rough = (high - low) / most
    size = 10 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    first = ceil(low / step - 1e-9)
    return [round(number * step, 10) for number in range(first, floor(high / step + 1e-9) + 1)]


def lines(series: Mapping[str, Points], colours: Mapping[str, str], axes: Axes) -> str:
    """One line a name."""
    parts = [_grid(axes)]
    for number, (name, points) in enumerate(series.items()):
        path = " ".join(f"{axes.across(x):.1f},{axes.up(y):.1f}" for x, y in points)
        parts.append(f'<polyline class="line" stroke="{colours[name]}" points="{path}"/>')
        if not name:
            continue
        x, y = WIDTH - RIGHT - 60, TOP + 14 + number * 14
        parts.append(f'<rect x="{x}" y="{y - 8}" width="9" height="9" fill="{colours[name]}"/>')
        parts.append(f'<text x="{x + 13}" y="{y}">{escape(name)}</text>')
    return _svg("".join(parts))


def _grid(axes: Axes) -> str:
    parts = []
    for value in ticks(*axes.y, 5):
        y = axes.up(value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        told = f"{value:.0%}" if axes.percent else f"{value:g}"
        parts.append(f'<text x="{LEFT - 4}" y="{y + 3:.1f}" text-anchor="end">{told}</text>')
    for value in ticks(*axes.x):
        x = axes.across(value)
        zero = ' class="zero"' if value == 0 and axes.x[0] < 0 else ' class="grid"'
        parts.append(f'<line{zero} x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 13}" text-anchor="middle">{value:g}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 5}" text-anchor="middle">{escape(axes.x_label)}</text>')
    return "".join(parts)


def bars(rows: Mapping[str, Mapping[str, float]], unit: str = "", most: float = 0.0) -> str:
    """One stacked bar a row, the largest part first, named below it; a part has one colour in all rows."""
    most = max(most, *(sum(row.values()) for row in rows.values())) or 1
    named = dict.fromkeys(what for row in rows.values() for what in _largest_first(row))
    colours = {what: PALETTE[number % len(PALETTE)] for number, what in enumerate(named)}
    parts, y = [], 6
    for name, row in rows.items():
        parts.append(
            f'<text x="0" y="{y + 10}" class="name">{escape(name)}  {sum(row.values()):,.1f} {unit}</text>'
        )
        x, y = 0.0, y + 16
        for what in _largest_first(row):
            width = row[what] / most * (WIDTH - 4)
            title = f"<title>{escape(what)}: {row[what]:,.1f}</title>"
            size = f'x="{x:.1f}" y="{y}" width="{width:.1f}" height="16"'
            parts.append(f'<rect {size} fill="{colours[what]}">{title}</rect>')
            x += width
        y = _legend(parts, row, colours, y + 20)
    return _svg("".join(parts), y + 6)


def _largest_first(row: Mapping[str, float]) -> list[str]:
    return sorted(row, key=lambda what: -row[what])


def _legend(parts: list[str], row: Mapping[str, float], colours: Mapping[str, str], y: int) -> int:
    """Parts too small to be seen are not named."""
    if len(row) < 2:
        return y
    x = 0
    for what in _largest_first(row):
        told = f"{what} {row[what]:,.1f}"
        if told.endswith(" 0.0"):
            continue
        wide = 20 + sum(11 if ord(letter) > 0x2E80 else 6 for letter in told)
        if x + wide > WIDTH:
            x, y = 0, y + 14
        parts.append(f'<rect x="{x}" y="{y + 1}" width="9" height="9" fill="{colours[what]}"/>')
        parts.append(f'<text x="{x + 12}" y="{y + 9}">{escape(told)}</text>')
        x += wide
    return y + 24


def _svg(inside: str, height: int = HEIGHT) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img">{inside}</svg>'
