"""The STOP card: what the person at the bench must do with a parcel whose address changes."""

from typing import Any

from app.packing.labelling import OVER, find_label_job
from app.printing import jobs, telling
from app.shipping import labels, vouchers
from app.shipping.models import Label, Readdress
from app.shipping.states import NUMBERED
from app.words import Words, say

ACCOUNTED = ("dead", "destroyed", "lost")


def stop_card(running: Readdress, lang: str) -> dict[str, Any]:
    parcel = running.parcel
    dead = labels.list_dead(parcel.id)
    return {
        "parcel_id": parcel.id,
        "order_no": parcel.order.order_no,
        "title": say(Words("stop.title"), lang),
        "text": say(Words("stop.text", {"order": parcel.order.order_no}), lang),
        "steps": [*_old_labels(running, lang), *_new_label(running, lang)],
        "label": _paper(dead[0]) if dead else None,
        "can": {"destroyed": bool(dead), "lost": bool(dead)},
        "printing": _printing(running, lang),
    }


def _printing(running: Readdress, lang: str) -> dict[str, Any] | None:
    """The paper that somebody must answer for, else the new label's; `failed`: it can be printed again."""
    label = find_label_job(running.parcel) if labels.find_current(running.parcel) else None
    voucher = next(iter(jobs.list_copies(vouchers.key_of(running.parcel_id), running.id)), None)
    asked = [job for job in (label, voucher) if job is not None and job.state == "unknown"]
    job = asked[0] if asked else label
    if job is None:
        return None
    return telling.tell_job(job, lang) | ({"state": "failed"} if job.state in OVER else {})


def _paper(label: Label) -> dict[str, Any]:
    """The old paper to destroy. `number`: the carrier's, where no other paper that was printed carries it."""
    same = Label.select().where(Label.waybill == label.waybill_id, Label.state != "unprinted")
    alone = same.count() == 1 and label.waybill.state not in NUMBERED
    number = label.waybill.tracking_no if alone else None
    return {"label_id": label.id, "code": label.code, "number": number}


def _old_labels(running: Readdress, lang: str) -> list[dict[str, Any]]:
    """One step for every old paper of this parcel, those of earlier changes too."""
    old = Label.select().where(Label.parcel == running.parcel_id, Label.state.in_(ACCOUNTED))
    return [
        {"text": say(Words("stop.destroy", {"code": label.code}), lang), "done": label.state != "dead"}
        for label in old.order_by(Label.version)
    ]


def _new_label(running: Readdress, lang: str) -> list[dict[str, Any]]:
    label = labels.find_current(running.parcel)
    job = find_label_job(running.parcel) if label is not None else None
    if label is None or job is None:
        wait = Words("stop.wait_trouble" if running.waybill and running.waybill.problem else "stop.wait")
        papers = {"text": say(wait, lang), "done": False}
    else:
        told = {"code": label.code, "printing": telling.job_text(job, lang)}
        papers = {"text": say(Words("stop.take", told), lang), "done": job.state in ("sent", "confirmed")}
    code = label.code if label is not None else "-"
    scan = {"text": say(Words("stop.scan", {"code": code}), lang), "done": False}
    voucher = {"text": say(Words("stop.voucher"), lang), "done": False}
    return [papers, voucher, scan]
