"""What becomes of a paper, in words a packer understands."""

from typing import Any

from peewee import JOIN

from app.printing.failing_over import find_helper
from app.printing.health import sentence, warning
from app.printing.models import Printer, PrintJob, Station
from app.printing.states import CLAIMABLE
from app.words import Words, say
from printers import sentences

WAITS = ("waiting", "blocked", "claimed", "sending")
ASK_WHY = ("waiting", "unknown", "failed", "sent")


def tell_job(job: PrintJob, lang: str) -> dict[str, Any]:
    """A job as the cards carry it; in `trouble` somebody must mend the printer, `problem` says what.

    `paper` is its layout, `helper` is the neighbour's bench, where it can be printed instead.
    """
    station = _station_of(job)
    told = {"job_id": job.id, "state": job.state, "text": job_text(job, lang)}
    told["paper"] = job.layout
    helper = find_helper(station) if job.state in CLAIMABLE and not job.via else None
    return told | {
        "trouble": bool(_trouble(job, station, lang)),
        "problem": station.printer.status if station.printer and job.state in WAITS and not job.via else "",
        "helper": (helper.name or helper.code) if helper else "",
    }


def job_text(job: PrintJob, lang: str) -> str:
    """The state, why where somebody must do something about it, and where it comes out if not here."""
    station = _station_of(job)
    parts = [say(Words(f"print.{job.state}"), lang)]
    parts.append(_trouble(job, station, lang) or _reason(job, lang))
    low = warning(station, station.printer) if station.printer and not job.via else None
    parts.append(f"{say(low, lang)}{'。' if lang == 'zh-CN' else '.'}" if low else "")
    if job.moved_from_id and job.moved_from_id != station.id:
        parts.append(say(Words("print.elsewhere", {"station": station.name or station.code}), lang))
    if job.missing:
        parts.append(say(Words("print.missing", {"characters": job.missing}), lang))
    return ("" if lang == "zh-CN" else " ").join(filter(None, parts))


def _station_of(job: PrintJob) -> Station:
    query = Station.select(Station, Printer).join(Printer, JOIN.LEFT_OUTER)
    return query.where(Station.id == job.station_id).get()


def _trouble(job: PrintJob, station: Station, lang: str) -> str:
    """What is wrong with the printer that this job waits for."""
    if job.state not in WAITS:
        return ""
    if job.via:
        return say(Words("printing.for_component"), lang) if job.state == "waiting" else ""
    if station.printer is None:
        return say(Words("printing.no_printer"), lang)
    told = sentence(station, station.printer)
    if told is None:
        return ""
    end = "。" if lang == "zh-CN" else ". "
    return f"{say(told, lang)}{end}{printer_text(station.printer, lang)}"


def _reason(job: PrintJob, lang: str) -> str:
    if job.state not in ASK_WHY or job.because not in sentences.SENTENCES:
        return job.because if job.state == "failed" else ""
    return sentences.say(job.because, lang)


def printer_text(printer: Printer, lang: str) -> str:
    return say(Words(f"printer.{printer.status}"), lang)


def subject(job: PrintJob) -> str:
    """What a paper is about, without anything personal: an order's number, or its own key."""
    return str(job.document.get("order_no") or job.document.get("printer") or job.document_key)
