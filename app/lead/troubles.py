"""What needs the lead now: printers that do not print, walks without a walker, address changes that hang."""

from datetime import timedelta
from typing import Any

from peewee import fn

from app import clock
from app.lead.readdresses import list_readdresses
from app.lead.reading import name_operators, number_orders, say_kept
from app.orders.models import Order
from app.picking.models import FloorException
from app.printing import health
from app.printing.models import Printer, PrintJob, Station
from app.printing.states import PRINTS
from app.stock.models import Balance, Location, Sku, StockCount
from app.words import Words, say

SHOWN = 50
BOXED_SHOWN = 5
LOOKED_THROUGH = 500  # print jobs; by their key, without an index of its own
AWAY_S = 60
JOB_REMEMBERED = timedelta(hours=4)
Alert = dict[str, Any]


def list_alerts(tasks: list[dict[str, Any]], people: list[dict[str, Any]], lang: str) -> list[Alert]:
    """Worst first. level: red (work stands still), orange (soon will)."""
    printing = [*_printers(lang), *_low(lang), *_jobs(lang), *_boxed(lang)]
    found = [*printing, *list_readdresses(lang), *_abandoned(tasks, people, lang)]
    return sorted(found, key=lambda alert: alert["level"] != "red")


def _alert(level: str, kind: str, ref_id: int, text: str, **also: Any) -> Alert:
    return {"id": f"{kind}:{ref_id}", "level": level, "kind": kind, "text": text, **also}


def _printers(lang: str) -> list[Alert]:
    """Only printers that a bench depends on; one that is switched off when something waits for it."""
    query = Station.select(Station, Printer).join(Printer)
    query = query.where(Printer.status.not_in(PRINTS)).order_by(Station.code)
    return [
        _alert(_level(one.printer), "printer", one.id, say(told, lang), **_since(one.printer))
        for one in query
        if one.printer is not None
        and (one.printer.active or health.count_waiting(one))
        and (told := health.sentence(one, one.printer)) is not None
    ]


def _level(printer: Printer) -> str:
    return "red" if printer.active else "orange"


def _low(lang: str) -> list[Alert]:
    """Before a roll ends, somebody can still fetch one."""
    query = Station.select(Station, Printer).join(Printer)
    query = query.where(Printer.active, Printer.status == "paper_near_end").order_by(Station.code)
    return [
        _alert("orange", "printer", one.id, say(told, lang), **_since(one.printer))
        for one in query
        if one.printer is not None and (told := health.warning(one, one.printer)) is not None
    ]


def _since(printer: Printer) -> dict[str, Any]:
    """`problem` names the picture of what to do."""
    return {"at": clock.iso(printer.status_at), "problem": printer.status}


def _at_bench(what: Words, job: PrintJob, lang: str) -> str:
    return say(Words("lead.at_bench", {"station": job.station.name or job.station.code, "what": what}), lang)


def _jobs(lang: str) -> list[Alert]:
    """Papers of which nobody knows whether they came out, and papers that never will."""
    jobs = PrintJob.select(PrintJob, Station).join(Station)
    jobs = jobs.where(
        PrintJob.printer.in_(Printer.select(Printer.id)),  # the index begins with the printer
        PrintJob.state.in_(("unknown", "failed")),
        PrintJob.created_at > clock.now() - JOB_REMEMBERED,
    )
    jobs = jobs.order_by(PrintJob.id.desc()).limit(SHOWN)
    return [
        _alert(
            "orange",
            "job",
            job.id,
            _at_bench(Words(f"print.{job.state}"), job, lang),
            at=clock.iso(job.created_at),
            order_id=job.order_id,
        )
        for job in jobs
    ]


def _boxed(lang: str) -> list[Alert]:
    """Papers of the last LOOKED_THROUGH that show a character as a box, because no font has it."""
    newest = PrintJob.select(fn.MAX(PrintJob.id)).scalar() or 0
    jobs = PrintJob.select(PrintJob, Station).join(Station)
    jobs = jobs.where(PrintJob.id > newest - LOOKED_THROUGH, PrintJob.missing != "")
    jobs = jobs.where(PrintJob.created_at > clock.now() - JOB_REMEMBERED)
    return [
        _alert(
            "orange",
            "boxed",
            job.id,
            _at_bench(Words("print.missing", {"characters": job.missing}), job, lang),
            at=clock.iso(job.created_at),
            order_id=job.order_id,
        )
        for job in jobs.order_by(PrintJob.id.desc()).limit(BOXED_SHOWN)
    ]


def _abandoned(tasks: list[dict[str, Any]], people: list[dict[str, Any]], lang: str) -> list[Alert]:
    """A walk whose walker signed out or whose handheld has been silent for a minute."""
    by_task = {task["task_id"]: task for task in tasks}
    return [
        _alert(
            "orange",
            "away",
            person["task_id"],
            say(Words("lead.away", {"name": person["name"]}), lang),
            at=person["last_seen_at"],
            task_id=person["task_id"],
            order_id=next(iter(by_task[person["task_id"]]["order_ids"]), None),
        )
        for person in people
        if person["task_id"] and not person["online"] and _silent(person["last_seen_at"])
    ]


def _silent(last_seen_at: str | None) -> bool:
    """A handheld in a dead spot comes back by itself within a minute."""
    limit = clock.iso(clock.now() - timedelta(seconds=AWAY_S))
    return last_seen_at is None or limit is None or last_seen_at < limit


def list_exceptions(lang: str) -> list[dict[str, Any]]:
    """Facts that no longer fit the plan and that nobody has settled, newest first."""
    open_ones = FloorException.select().where(FloorException.resolved_at.is_null())
    found = list(open_ones.order_by(FloorException.id.desc()).limit(SHOWN))
    numbers = number_orders(row.order_id for row in found)
    names = name_operators(row.operator_id for row in found)
    slack = _slack_of({row.order_id for row in found if row.order_id})
    booked = _booked_of({row.count_id for row in found if row.count_id})
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "text": say_kept(row.text, lang),
            "at": clock.iso(row.at),
            "order_id": row.order_id,
            "order_no": numbers.get(row.order_id),
            "task_id": row.task_id,
            "who": names.get(row.operator_id),
            "place": row.place,
            "photo_id": row.photo_id,
            "count": booked.get(row.count_id),
            **slack.get(row.order_id, {"promised_at": None, "slack_s": None}),
        }
        for row in found
    ]


def _slack_of(order_ids: set[int]) -> dict[int | None, dict[str, Any]]:
    """How long each order has left before its work must start, below zero when that has passed."""
    if not order_ids:
        return {}
    now, found = clock.now(), Order.select(Order.id, Order.promised_at, Order.start_by_at)
    return {
        order.id: {
            "promised_at": clock.iso(order.promised_at),
            "slack_s": int((order.start_by_at - now).total_seconds()),
        }
        for order in found.where(Order.id.in_(list(order_ids)))
    }


def _booked_of(count_ids: set[int]) -> dict[int | None, dict[str, Any]]:
    """What is to be counted, and what the books say of it."""
    query = StockCount.select(StockCount, Location, Sku).join(Location).switch(StockCount).join(Sku)
    told: dict[int | None, dict[str, Any]] = {}
    for count in query.where(StockCount.id.in_(list(count_ids)), StockCount.closed_at.is_null()):
        here = Balance.get_or_none(Balance.location == count.location_id, Balance.sku == count.sku_id)
        told[count.id] = {
            "count_id": count.id,
            "location": count.location.code,
            "sku": count.sku.code,
            "booked": here.on_hand if here else 0,
        }
    return told


def count_exceptions() -> int:
    return FloorException.select().where(FloorException.resolved_at.is_null()).count()
