"""A label that came out torn or smeared is printed once more, as a copy."""

from app.printing.models import PrintJob
from tests.packing.conftest import Bench


def test_a_spoiled_label_is_printed_again_as_a_copy(bench: Bench) -> None:
    parcel = bench.labelled(bench.order())
    assert "printed" in bench.refused("pack.print", parcel_id=parcel.id)["message"]
    shown = bench.do("pack.print", parcel_id=parcel.id, spoiled=True)
    assert (shown["screen"], shown["card"]["printing"]["state"]) == ("pack_label", "waiting")
    assert bench.refused("pack.print", parcel_id=parcel.id, spoiled=True), "one is on its way"
    bench.work()
    labels = PrintJob.select().where(PrintJob.layout == "parcel_label").order_by(PrintJob.id)
    assert [(job.version, job.copy, job.state) for job in labels] == [
        (1, 0, "confirmed"),
        (1, 1, "confirmed"),
    ]
    code = bench.label_of(parcel).code
    assert bench.do("pack.label_scan", parcel_id=parcel.id, barcode=code)["screen"] == "pack_close"


def test_a_label_that_is_on_the_box_is_not_printed_again(bench: Bench) -> None:
    parcel = bench.applied(bench.order())
    bench.refused("pack.print", parcel_id=parcel.id, spoiled=True)
