"""The report: one page that needs nothing else, policies side by side."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from app.contracts.tiers import TIERS
from app.simulation import svg
from app.simulation.figures import Result
from app.simulation.svg import Axes
from app.simulation.table import day_head_of, day_of, gave_way, head_of, headline, rows_of
from app.words import Words, say

COLOURS = {tier["code"]: tier["colour"] for tier in TIERS} | {"": "#1565c0"}
STYLE = """
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:1080px;
margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .5rem;text-align:right;border-bottom:1px solid #8884}
th{font-weight:600;vertical-align:bottom;min-width:3.4em}td{white-space:nowrap}
td.who{white-space:normal;min-width:7em;vertical-align:top}
th:first-child,td.who{text-align:left}
.wide{overflow-x:auto;margin:1rem 0}
.side{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:1rem}
figure{margin:0}figcaption{font-weight:600;margin:.3rem 0}svg{width:100%;height:auto}
svg text{font-size:11px;fill:currentColor}svg text.name{font-weight:600}
.grid{stroke:#8883}.zero{stroke:currentColor;stroke-dasharray:3 3}.line{fill:none;stroke-width:1.8}
.head{font-size:1.15em;font-weight:600}
@media(max-width:1100px){th,td{padding:.25rem;font-size:13px}}
@media(max-width:600px){body{margin:1rem auto}td.who{min-width:5em}}
"""


def write_page(results: Sequence[Result], lang: str) -> str:
    """The whole page as text."""

    def word(key: str, **details: object) -> str:
        return escape(say(Words(f"simulation.{key}", details), lang))

    first = results[0]
    about: dict[str, object] = {
        "orders": first.counts["orders"],
        "pickers": first.pickers,
        "packers": first.packers,
    }
    about |= {"seed": first.seed, "start": first.start[:10], "hours": round(first.virtual_h)}
    body = [
        f"<h1>{word('title')}</h1><p>{word('about', **about)} {word('honest')}</p>",
        f'<p class="head">{escape(headline(results, lang))}</p>',
        _tiers(results, lang),
        _table(
            [_row([_name(one, lang), *map(escape, day_of(one, lang)[1:])]) for one in results],
            day_head_of(lang),
        ),
        f"<h2>{word('gave_way')}</h2>",
        *(f"<h3>{_name(one, lang)}</h3><p>{_told(gave_way(one, lang))}</p>" for one in results),
        *(_side(results, lang, word(key), plot) for key, plot in _plots(results, word)),
    ]
    title = f"<title>Wavecard: {word('title')}</title>"
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head = f"{meta}{title}<style>{STYLE}</style>"
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{"".join(body)}</body></html>\n'


Plot = Callable[[Result], str]


def _plots(results: Sequence[Result], word: Callable[..., str]) -> list[tuple[str, Plot]]:
    """(sentence, plot of one result); the axes cover all of them."""
    hours = max(one.virtual_h for one in results)
    queued = max((sum(counts.values()) for one in results for _, counts in one.queue), default=1)
    late = [hour for one in results for listed in one.lateness.values() for hour in listed] or [0.0]
    time = word("hours_axis")
    waiting = Axes((0, hours), (0, queued), time)
    against = Axes((min(late), max(*late, 1.0)), (0, 1), word("against_axis"), percent=True)
    busy = Axes((0, hours), (0, 1), time, percent=True)
    metres = max(one.metres_a_line for one in results)
    return [
        ("queue_plot", lambda one: svg.lines(_queues(one), COLOURS, waiting)),
        ("late_plot", lambda one: svg.lines(_lateness(one), COLOURS, against)),
        ("busy_plot", lambda one: svg.lines({"": [(s / 3600, b) for s, b in one.busy]}, COLOURS, busy)),
        ("time_plot", lambda one: svg.bars(_times(one, word), "h")),
        ("metres_plot", lambda one: svg.bars({"": {"m": one.metres_a_line}}, "m", metres)),
    ]


def _queues(result: Result) -> dict[str, list[tuple[float, float]]]:
    return {
        tier.tier: [(second / 3600, counts.get(tier.tier, 0)) for second, counts in result.queue]
        for tier in result.tiers
    }


def _lateness(result: Result) -> dict[str, list[tuple[float, float]]]:
    """The share of a tier's orders that had left by so many hours after their promise."""
    return {
        tier: [(hour, (number + 1) / len(hours)) for number, hour in enumerate(hours)]
        for tier, hours in result.lateness.items()
    }


def _times(result: Result, word: Callable[..., str]) -> dict[str, Mapping[str, float]]:
    return {
        word(f"work_{work}"): {
            word(f"what_{what.replace(' ', '_')}"): seconds / 3600 for what, seconds in spent.items()
        }
        for work, spent in result.seconds.items()
    }


def _name(result: Result, lang: str) -> str:
    return escape(say(Words(f"simulation.policy_{result.policy}"), lang))


def _told(sentences: Sequence[str]) -> str:
    return "<br>".join(escape(sentence) for sentence in sentences)


def _side(results: Sequence[Result], lang: str, title: str, plot: Plot) -> str:
    figures = "".join(
        f"<figure><figcaption>{_name(one, lang)}</figcaption>{plot(one)}</figure>" for one in results
    )
    return f'<h2>{title}</h2><div class="side">{figures}</div>'


def _tiers(results: Sequence[Result], lang: str) -> str:
    """A row a tier, the policy's name once."""
    rows = []
    for one in results:
        for number, row in enumerate(rows_of(one, lang)):
            name = f'<td class="who" rowspan="{len(one.tiers)}">{escape(row[0])}</td>' if not number else ""
            rows.append(name + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]))
    return _table(rows, head_of(lang))


def _row(cells: Sequence[str]) -> str:
    return f'<td class="who">{cells[0]}</td>' + "".join(f"<td>{cell}</td>" for cell in cells[1:])


def _table(rows: Sequence[str], head: Sequence[str]) -> str:
    """`rows`: the cells of each, written out."""
    named = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{named}</tr></thead><tbody>{body}</tbody></table></div>'
