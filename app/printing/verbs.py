"""The wire's verb of a packer at the printer."""

from app.db import transaction
from app.errors import Refused
from app.ops.verbs import Id, Op, verb
from app.printing import failing_over, jobs
from app.printing.models import Station
from app.printing.states import ANSWERABLE
from app.words import Words


@verb("print.answer", "packer")
def answer(op: Op, job_id: Id, came_out: bool) -> Words:
    """Did the paper come out? If not, it is printed again and says COPY.

    Screens: station, pack_open, pack_check, pack_add, pack_print, pack_label, pack_close, stop, handover.
    """
    with transaction():
        job = jobs.get_job(job_id)
        if job.state not in ANSWERABLE:
            raise Refused("print.answered")
        jobs.change(job, "confirm" if came_out else "deny", by=op.by)
        if came_out:
            return Words("print.noted")
        jobs.repeat(job, op.by)
    return Words("print.again")


@verb("print.move", "packer", "lead")
def move(op: Op, job_id: Id) -> Words:
    """This bench's printer has stopped: what waits here is printed at the neighbour's.

    Screens: station, pack_open, pack_check, pack_add, pack_print, pack_label, pack_close, stop, handover,
    lead.
    """
    with transaction():
        job = jobs.get_job(job_id)
        count = failing_over.move_all(job.station_id, op.by)
        helper = Station.get_by_id(jobs.get_job(job_id).station_id)
    return Words("print.moved", {"count": count, "station": helper.name or helper.code})
