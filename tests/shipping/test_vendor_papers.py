"""Waybills that a platform's own component prints: from the carrier's answer to the packer's browser."""

import base64
import hashlib
import json
from typing import Any

import pytest

from app.errors import Unavailable
from app.printing import bridging, failing_over, jobs
from app.printing.models import Printer, PrintJob, Station
from app.printing.telling import tell_job
from app.shipping.carriers import LINKS, Booking
from app.shipping.labels import key_of
from app.shipping.models import Parcel, Waybill
from tests import builders
from tests.packing.conftest import Bench
from tests.shipping.conftest import destroy
from tests.shipping.post_office import PostOffice
from tests.shipping.test_carriers import CONTRACTS, SENDER, office

__all__ = ["office"]
CONTRACT = {
    "token": "t0",
    "app_secret": "secret",
    "cp_code": "ZTO",
    "template_url": "http://t",
    "own_area_url": "http://o",
}
WANTED = Booking(7, 2, "WC-00007", builders.WANG | {"oaid": "OA1"}, SENDER, 480)
PAPER = {"templateURL": "http://t", "encryptedData": "AES:x", "signature": "MD:y"}


@pytest.fixture
def platform(configure: Any, bench: Bench) -> Bench:
    """A bench whose usual carrier wants CAINIAO's component to print."""
    configure(component="cainiao")
    return bench


def vendor_jobs() -> list[PrintJob]:
    return list(PrintJob.select().where(PrintJob.via == "cainiao").order_by(PrintJob.id))


def take(bench: Bench) -> dict[str, Any]:
    taken = bridging.take(bench.station.id, "cainiao")
    assert taken is not None
    return taken


def test_the_label_goes_to_the_component_and_the_slip_to_the_printer(platform: Bench) -> None:
    parcel = platform.labelled(platform.order())
    (job,) = vendor_jobs()
    assert (job.state, job.document_key, job.station_id) == (
        "waiting",
        key_of(parcel.id),
        platform.station.id,
    )
    assert not PrintJob.select().where(PrintJob.layout == "parcel_label").exists()
    assert "AES" not in Waybill.get().contents and "platform" in tell_job(job, "en")["text"]
    sealed, own = take(platform)["contents"]
    assert sealed["encryptedData"] == f"AES:{Waybill.get().tracking_no}" and "data" not in sealed
    assert own["data"] == {"label_code": f"WL-{parcel.id}-1", "order_no": parcel.order.order_no}
    assert bridging.settle(job.id, "printed") == "confirmed"


def test_the_scan_of_our_own_code_proves_it_and_the_box_goes(platform: Bench) -> None:
    parcel = platform.labelled(platform.order())
    (job,) = vendor_jobs()
    taken = take(platform)
    bridging.settle(job.id, "lost")
    code = taken["contents"][1]["data"]["label_code"]
    platform.do("pack.label_scan", parcel_id=parcel.id, barcode=code)
    assert jobs.get_job(job.id).state == "confirmed"
    platform.do("pack.close", parcel_id=parcel.id)
    assert Parcel.get_by_id(parcel.id).state == "closed"


def test_a_repeat_is_a_copy_with_the_same_waybill(platform: Bench) -> None:
    platform.labelled(platform.order())
    (job,) = vendor_jobs()
    first = take(platform)
    bridging.settle(job.id, "failed")
    platform.do("print.answer", job_id=job.id, came_out=False)
    again = take(platform)
    assert (again["copy"], again["contents"]) == (1, first["contents"])


def test_another_address_withdraws_the_old_waybill_and_asks_for_the_new_one(platform: Bench) -> None:
    order = platform.order()
    parcel = platform.labelled(order)
    platform.readdress(order)
    platform.work()
    if Parcel.get_by_id(parcel.id).label_version == 1:
        destroy(platform, parcel)
        platform.work()
    states = [(job.version, job.state) for job in vendor_jobs()]
    assert states == [(1, "cancelled"), (2, "waiting")]
    assert take(platform)["contents"][1]["data"]["label_code"] == f"WL-{parcel.id}-2"


def test_it_stays_at_its_bench_when_the_printer_there_stops(platform: Bench) -> None:
    other = builders.make_station(builders.make_printer(status="ok"), "ST-2")
    Station.update(neighbour_id=other.id, failover="auto").where(Station.id == platform.station.id).execute()
    platform.labelled(platform.order())
    Printer.update(status="paper_out").where(Printer.id == platform.printer.id).execute()
    failing_over.step()
    assert [job.station_id for job in vendor_jobs()] == [platform.station.id]


def cainiao(office: PostOffice, monkeypatch: pytest.MonkeyPatch, *answers: Any) -> Any:
    monkeypatch.setattr(
        LINKS["cainiao"], "setting", lambda name, other="": (CONTRACT | {"url": office.url}).get(name, other)
    )
    office.answers = list(answers)
    return LINKS["cainiao"]


def test_cainiao_books_signed_and_hands_its_print_data_on(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = {
        "success": "true",
        "waybillCloudPrintResponseList": [{"waybillCode": "Z1", "printData": json.dumps(PAPER)}],
    }
    booked = cainiao(office, monkeypatch, answer).book(WANTED)
    assert (booked.tracking_no, booked.component, booked.contents[0]) == ("Z1", "cainiao", PAPER)
    assert booked.contents[1] == {"templateURL": "http://o", "data": {}}
    form = office.form()
    assert (form["msg_type"], form["logistic_provider_id"]) == ("TMS_WAYBILL_GET", "t0")
    wanted = base64.b64encode(
        hashlib.md5((form["logistics_interface"] + "secret").encode()).digest()
    ).decode()
    assert form["data_digest"] == wanted
    told = json.loads(form["logistics_interface"])["tradeOrderInfoDtos"][0]
    assert (told["packageInfo"]["id"], told["recipient"]["oaid"]) == ("WC-7-2", "OA1")
    assert "cainiao" not in CONTRACTS


def test_cainiao_changes_cancels_and_says_no(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"success": True, "printData": json.dumps(PAPER | {"encryptedData": "AES:new"})}
    no = {"success": False, "errorCode": "S12", "errorMsg": "余额不足"}
    line = cainiao(office, monkeypatch, changed, {"success": True}, no)
    booked = line.change_address(WANTED, "Z1")
    assert (booked.tracking_no, booked.contents[0]["encryptedData"]) == ("Z1", "AES:new")
    line.cancel(WANTED, "Z1")
    assert office.form()["msg_type"] == "TMS_WAYBILL_DISCARD"
    with pytest.raises(Unavailable, match="余额不足") as raised:
        line.book(WANTED)
    assert raised.value.permanent
