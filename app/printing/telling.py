"""What becomes of a paper, in words a packer understands."""

from typing import Any

from peewee import JOIN

from app.printing.models import Printer, PrintJob, Station
from app.printing.states import PRINTS
from app.words import Words, say
from printers import sentences

WAITS = ("waiting", "blocked")
ASK_WHY = ("waiting", "unknown", "failed")


def tell_job(job: PrintJob, lang: str) -> dict[str, Any]:
    """A job as the cards carry it; in `trouble` somebody must mend the printer."""
    told = {"job_id": job.id, "state": job.state, "text": job_text(job, lang)}
    return told | {"trouble": bool(_trouble(job, lang))}


def job_text(job: PrintJob, lang: str) -> str:
    """The state, and why where somebody must do something about it."""
    state = say(Words(f"print.{job.state}"), lang)
    why = _trouble(job, lang) or _reason(job, lang)
    return f"{state}{'' if lang == 'zh-CN' else ' '}{why}" if why else state


def _trouble(job: PrintJob, lang: str) -> str:
    """What is wrong with the printer that this job waits for."""
    if job.state not in WAITS:
        return ""
    station = Station.select(Station, Printer).join(Printer, JOIN.LEFT_OUTER).where(Station.id == job.station)
    printer = station.get().printer
    if printer is None:
        return say(Words("printing.no_printer"), lang)
    return "" if printer.status in PRINTS else printer_text(printer, lang)


def _reason(job: PrintJob, lang: str) -> str:
    if job.state not in ASK_WHY or job.because not in sentences.SENTENCES:
        return job.because if job.state == "failed" else ""
    return sentences.say(job.because, lang)


def printer_text(printer: Printer, lang: str) -> str:
    return say(Words(f"printer.{printer.status}"), lang)


def subject(job: PrintJob) -> str:
    """What a paper is about, without anything personal: an order's number, or its own key."""
    return str(job.document.get("order_no") or job.document.get("printer") or job.document_key)
