"""What the last hours did, on the paper that is handed to the next lead."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from app import clock
from app.contracts.tiers import get_site, list_tiers
from app.lead.reading import name_operators, rows
from app.lead.troubles import list_alerts, list_exceptions
from app.orders.models import Order
from app.printing.jobs import Document, print_document
from app.printing.models import PrintJob
from app.printing.moments import local_iso
from app.shipping.labels import lang_of
from app.shipping.models import Parcel
from app.waves.models import Pick, Task
from app.words import Words, say

MOST_LINES = 30


def print_report(station_id: int, hours: int, lead: str) -> PrintJob:
    """Of the last `hours`, at this bench."""
    now = clock.now()
    content = _content(now - timedelta(hours=hours), lang_of(station_id)) | {"lead": lead}
    return print_document(station_id, Document(f"shift:{clock.to_ms(now)}", "shift_report", content))


def _content(since: datetime, lang: str) -> dict[str, Any]:
    return {
        "site_name": get_site().name,
        "started_at": local_iso(since),
        "ended_at": local_iso(clock.now()),
        "figures": [{"name": name, "value": value} for name, value in _figures(since, lang)],
        "people": _people(since),
        "left_open": _left_open(lang)[:MOST_LINES],
    }


def _figures(since: datetime, lang: str) -> list[tuple[str, str]]:
    left = Parcel.select(Order.tier, Parcel.handed_over_at, Order.promised_at).join(Order)
    sent = rows(left.where(Parcel.handed_over_at >= since))
    told = [(say(Words("shift.shipped"), lang), str(len(sent)))]
    for tier in list_tiers():
        mine = [at <= promised for code, at, promised in sent if code == tier.code]
        if mine:
            told.append(
                (say(Words("shift.in_time", {"tier": tier.code}), lang), f"{sum(mine) / len(mine):.1%}")
            )
    short = Pick.select().where(Pick.state == "short", Pick.moved_at >= since).count()
    return [*told, (say(Words("shift.short"), lang), str(short))]


def _people(since: datetime) -> list[dict[str, Any]]:
    """Parcels closed and units picked, the busiest first."""
    closed = Parcel.select(Parcel.packer_id, fn.COUNT(Parcel.id)).where(Parcel.closed_at >= since)
    packed = Counter(dict(rows(closed.where(Parcel.packer_id.is_null(False)).group_by(Parcel.packer_id))))
    moved = Pick.select(Task.operator, fn.SUM(Pick.done_qty)).join(Task).where(Pick.moved_at >= since)
    picked = Counter(dict(rows(moved.where(Task.operator.is_null(False)).group_by(Task.operator))))
    names = name_operators([*packed, *picked])
    busiest = [one for one, _ in (packed + picked).most_common(MOST_LINES)]
    return [{"name": names.get(one, "–"), "orders": packed[one], "picks": picked[one]} for one in busiest]


def _left_open(lang: str) -> list[str]:
    late = Order.select(Order.order_no).where(
        Order.promised_at < clock.now(), Order.state.not_in(("shipped", "delivered", "returned", "cancelled"))
    )
    told = [str(alert["text"]) for alert in list_alerts([], [], lang)]
    told += [f"{one['text']} {one['order_no'] or ''}".strip() for one in list_exceptions(lang)]
    numbers = [order_no for (order_no,) in rows(late.order_by(Order.promised_at).limit(MOST_LINES))]
    return [*told, *(say(Words("shift.late", {"order": number}), lang) for number in numbers)]
