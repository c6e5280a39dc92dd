"""Papers that the lead asks for: a walk's ticket, the shift's report."""

from typing import Any

from PIL import Image

from app.orders.models import Order
from app.printing.models import PrintJob
from app.words import Words
from printers import get_paper, render
from tests.conftest import Clock
from tests.lead.conftest import SignedIn
from tests.lead.floor import Floor
from tests.printers.test_codes import read

OURS = {"X-Wavecard": "1"}


def asked(client: Any, path: str, **body: Any) -> PrintJob:
    told = client.post(f"/api/lead/{path}", json=body, headers=OURS)
    assert told.status_code == 200, told.json
    return PrintJob.get_by_id(told.json["job_id"])


def draw(job: PrintJob) -> Image.Image:
    document = {"layout": job.layout, "lang": "zh-CN", "copy": job.copy, "data": job.document}
    image = render(document, get_paper("roll80")).image
    assert image.height > 300
    return image


def test_a_walk_goes_onto_paper_with_what_is_still_to_be_picked(floor: Floor, signed_in: SignedIn) -> None:
    order, gone, ann = floor.order("A"), floor.order("A"), floor.person("Ann")
    task = floor.task(order, gone, operator=ann)
    Order.update(state="cancelled").where(Order.id == gone.id).execute()
    floor.pick(task, order, floor.sku("MUG", "A01-01-1"), 1, "picked")
    lamp = floor.sku("LAMP", "A02-01-1")
    type(lamp).update(flags=["fragile"]).where(type(lamp).id == lamp.id).execute()
    floor.pick(task, order, lamp, 2)
    lead = signed_in("lead")
    (walk,) = lead.get("/api/lead/walks").json["walks"]
    assert (walk["task_id"], walk["operator"], walk["progress"]) == (task.id, "Ann", {"done": 1, "of": 2})
    job = asked(lead, "tickets", task_id=task.id, station_id=floor.station.id)
    (stop,) = job.document["stops"]
    assert (stop["location"], stop["sku"], job.document["operator"]) == ("A02-01-1", "LAMP", "Ann")
    assert stop["flags"] == ["易碎"]
    assert job.document["orders"] == [order.order_no]
    assert read(draw(job).convert("L")) == {f"TASK-{task.id}"}
    again = asked(lead, "tickets", task_id=task.id, station_id=floor.station.id)
    assert (job.copy, again.copy) == (0, 1)


def test_a_ticket_that_comes_back_shows_what_is_open_and_leaves_out_a_stopped_order(
    floor: Floor, signed_in: SignedIn
) -> None:
    order, stopped, ann = floor.order("A"), floor.order("A"), floor.person("Ann")
    task = floor.task(order, stopped, operator=ann)
    pick = floor.pick(task, order, floor.sku("MUG", "A01-01-1"), 1)
    floor.pick(task, stopped, floor.sku("LAMP", "A02-01-1"), 2)
    floor.held(stopped, Words("lead.no_order"))
    told = signed_in("lead").get(f"/api/lead/tickets/{task.id}").json
    assert (told["code"], told["operator"]) == (f"TASK-{task.id}", "Ann")
    assert [(stop["pick_id"], stop["qty"]) for stop in told["stops"]] == [(pick.id, 1)]
    assert told["stations"] == [{"code": "ST-1", "name": floor.station.name}]
    assert signed_in("packer").get(f"/api/lead/tickets/{task.id}").status_code == 403


def test_a_walk_that_is_over_has_no_ticket(floor: Floor, signed_in: SignedIn) -> None:
    over, lead = floor.task(floor.order(), state="done"), signed_in("lead")
    for task_id, status in ((over.id, 409), (over.id + 1, 404)):
        body = {"task_id": task_id, "station_id": floor.station.id}
        assert lead.post("/api/lead/tickets", json=body, headers=OURS).status_code == status
    assert signed_in("packer").get("/api/lead/walks").status_code == 403


def test_the_shift_is_reported_on_paper(floor: Floor, signed_in: SignedIn, clock: Clock) -> None:
    order, ann = floor.order("A"), floor.person("Ann")
    task = floor.task(order, operator=ann)
    pick = floor.pick(task, order, floor.sku("MUG"), 1, "picked")
    type(pick).update(moved_at=clock.now).where(type(pick).id == pick.id).execute()
    late = floor.order("B", in_hours=-1)
    job = asked(signed_in("lead"), "shift-report", station_id=floor.station.id, hours=8)
    report = job.document
    assert report["people"] == [{"name": "Ann", "orders": 0, "picks": 1}]
    assert (report["lead"], report["left_open"]) == ("Lea", [f"{late.order_no} 已超时"])
    draw(job)
