"""The new label of a stopped parcel: asked about, printed again, and taken to where its packer went."""

import pytest

from app.printing.models import Printer, PrintJob
from app.shipping import checks
from app.shipping.models import Parcel
from tests import builders
from tests.packing.conftest import Bench
from tests.shipping.conftest import destroy, screen, states


def stopped(bench: Bench) -> tuple[Parcel, PrintJob]:
    """Its old label is torn up; the new one waits for a printer that has just stopped."""
    order = bench.order()
    parcel = bench.applied(order)
    bench.readdress(order)
    Printer.update(status="paper_out").execute()
    for _ in range(3):
        bench.book()
    destroy(bench, parcel)
    job = PrintJob.select().where(PrintJob.layout == "parcel_label").order_by(PrintJob.id.desc()).first()
    return parcel, job


def test_a_new_label_that_nobody_is_sure_of_is_asked_about_on_the_stop(bench: Bench) -> None:
    _, job = stopped(bench)
    assert screen(bench)["card"]["printing"]["trouble"]
    PrintJob.update(state="unknown").where(PrintJob.id == job.id).execute()
    asked = screen(bench)["card"]["printing"]
    assert (asked["job_id"], asked["state"]) == (job.id, "unknown")
    told = bench.do("print.answer", job_id=job.id, came_out=False)
    assert (told["screen"], told["card"]["printing"]["state"]) == ("stop", "waiting")
    assert PrintJob.select().where(PrintJob.layout == "parcel_label", PrintJob.copy == 1).exists()


@pytest.mark.parametrize("state", ["expired", "failed"])
def test_a_new_label_that_did_not_print_is_printed_once_more(bench: Bench, state: str) -> None:
    parcel, job = stopped(bench)
    PrintJob.update(state=state).where(PrintJob.id == job.id).execute()
    assert screen(bench)["card"]["printing"]["state"] == "failed"
    passer_by = builders.sign_in(builders.make_operator("packer"), "packing")
    bench.refused("pack.print", passer_by, parcel_id=parcel.id)
    assert bench.do("pack.print", parcel_id=parcel.id)["screen"] == "stop"
    bench.refused("pack.print", parcel_id=parcel.id)
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=bench.label_of(parcel).code)
    assert states(parcel) == ("closed", "labelled")
    assert checks.list_problems() == []


def test_a_packer_who_went_to_another_bench_reads_the_stop_of_the_parcel_in_hand(bench: Bench) -> None:
    builders.make_station(code="ST-2")
    order = bench.order()
    bench.applied(order)
    bench.do("work.choose", work="packing", station="ST-2")
    bench.readdress(order)
    assert screen(bench)["screen"] == "stop"
