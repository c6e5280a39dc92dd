"""The same figures as lines of text."""

from collections.abc import Sequence

from app.simulation.figures import Result
from app.words import Words, say

OF_TIER = (
    "orders",
    "on_time",
    "left",
    "empty",
    "late_p50",
    "late_most",
    "fulfil",
    "fulfil_p95",
    "wait",
    "wait_most",
)
OF_DAY = ("walks", "orders_a_walk", "metres", "utilisation", "shorts", "jams", "problems", "wall")


def head_of(lang: str) -> list[str]:
    return [say(Words(f"simulation.{key}"), lang) for key in ("policy", "tier", *OF_TIER, "over_bound")]


def day_head_of(lang: str) -> list[str]:
    return [say(Words(f"simulation.{key}"), lang) for key in ("policy", *OF_DAY)]


def rows_of(result: Result, lang: str) -> list[list[str]]:
    """A row a tier."""
    name = say(Words(f"simulation.policy_{result.policy}"), lang)
    return [
        [
            name,
            one.tier,
            f"{one.orders}",
            f"{one.on_time:.1%}",
            f"{one.left}",
            f"{one.empty}",
            *(
                f"{hours:.1f}"
                for hours in (
                    one.late_h_p50,
                    one.late_h_most,
                    one.fulfil_h_mean,
                    one.fulfil_h_p95,
                    one.wait_h_p95,
                    one.wait_h_most,
                )
            ),
            f"{one.over_bound:.1%}",
        ]
        for one in result.tiers
    ]


def day_of(result: Result, lang: str) -> list[str]:
    counts = result.counts
    values = {
        "walks": f"{result.walks}",
        "orders_a_walk": f"{result.orders_a_walk:.2f}",
        "metres": f"{result.metres_a_line:.1f}",
        "utilisation": f"{result.utilisation:.0%}",
        "shorts": f"{counts['shorts']}",
        "jams": f"{counts['jams']}",
        "problems": f"{len(result.problems)}",
        "wall": f"{result.wall_s:.0f}",
    }
    return [say(Words(f"simulation.policy_{result.policy}"), lang), *(values[key] for key in OF_DAY)]


def gave_way(result: Result, lang: str) -> list[str]:
    """What the day cost, the first to give way first: C's wait, C's, B's, A's promises."""
    told = []
    for one in reversed(result.tiers):
        if one.tier == "C" and one.over_bound:
            told.append(Words("simulation.gave_c", {"share": f"{one.over_bound:.1%}"}))
        if one.on_time < 1:
            told.append(Words("simulation.gave_late", {"tier": one.tier, "share": f"{1 - one.on_time:.1%}"}))
    return [say(words, lang) for words in told or [Words("simulation.gave_nothing")]]


def headline(results: Sequence[Result], lang: str) -> str:
    """What the last policy changes against the first one; nothing for one alone."""
    first, last = results[0], results[-1]
    if first.policy == last.policy:
        return ""
    told = {
        "tier": first.tiers[0].tier,
        "kept": f"{first.tiers[0].on_time:.1%}",
        "kept_now": f"{last.tiers[0].on_time:.1%}",
        "metres": f"{first.metres_a_line:.1f}",
        "metres_now": f"{last.metres_a_line:.1f}",
        "change": f"{last.metres_a_line / max(first.metres_a_line, 1e-9) - 1:+.0%}",
    }
    return say(Words("simulation.headline", told), lang)


def text(results: Sequence[Result], lang: str) -> str:
    """Both tables, columns aligned."""
    tiers = [head_of(lang), *(row for one in results for row in rows_of(one, lang))]
    days = [day_head_of(lang), *(day_of(one, lang) for one in results)]
    problems = [problem for one in results for problem in one.problems]
    return "\n".join([*_aligned(tiers), "", *_aligned(days), *problems])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(_wide(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            _padded(cell, width, first=not column)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _wide(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _padded(cell: str, width: int, first: bool) -> str:
    blanks = " " * (width - _wide(cell))
    return cell + blanks if first else blanks + cell
