"""A floor for the monkey: three benches with printers, their packers, carriers, and picked orders."""

import random
from dataclasses import dataclass, field
from typing import Any

from app import clock, features
from app.orders.models import Order, OrderLine
from app.people import signing_in
from app.people.models import Operator, SignIn
from app.picking import scanning
from app.printing.models import PrintJob, Station
from app.rules.keeping import RuleDraft, add, forget
from app.shipping.models import Carrier, Label
from app.stock import moving, reserving
from app.stock.models import Location, Reservation
from app.timeline.recording import record
from app.waves.models import Pick, Task, TaskOrder
from printers import wire
from printers.drawing import Drawn
from printers.status import Status
from tests import builders
from tests.shipping.fickle import Fickle

RULES: list[tuple[str, object]] = [
    ("tier == 'A'", {"partial": True, "second": True}),
    ("units == 3", {"weigh": True, "tolerance_g": 20, "box": "S"}),
    ("value >= 100", {"insert": "GIFT-1"}),
    ("'请' in remark", {"ask": True}),
]
FINE = wire.Delivery("confirmed", "echoed", status=Status(answered=True))
CODES = {
    "MUG-1": "6901234567892",
    "LAMP-1": "4006381333931",
    "ICE-1": "6900000000021",
    "GIFT-1": "6900000000014",
}


class Second(Fickle):
    """Another carrier, for when the first one's line is suspended."""

    code, name_zh, name_en = "zto", "中通", "Second"
    needs = ()

    def __init__(self) -> None:
        super().__init__()
        self.house._numbers = iter(range(500_000, 600_000))


@dataclass
class Paper:
    """One sheet that left a printer."""

    job: int
    key: tuple[str, int, int]
    code: str = ""


@dataclass
class Floor:
    """`out`: every sheet on the floor, oldest first; `faults`: by printer, what becomes of its papers."""

    random: random.Random
    carriers: dict[str, Fickle]
    out: list[Paper] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        builders.make_site()
        features.load_verbs()
        self.skus = {
            code: builders.make_sku(code, bars, name=code.title(), flags=flags)
            for (code, bars), flags in zip(CODES.items(), [(), ("fragile",), ("cold",), ()], strict=True)
        }
        for sku in self.skus.values():
            shelf = Location.create(code=f"A01-{sku.id:02d}-1", aisle=1, bay=sku.id, level=1)
            moving.load(shelf.id, sku.id, 5000)
        for condition, effect in RULES:
            add(RuleDraft("packing", condition, effect, "规则", "Because the rule says so"))
        forget()
        self.printers = [builders.make_printer(host=f"192.0.2.{n}") for n in (1, 2, 3)]
        self.stations = [builders.make_station(one, f"ST-{n}") for n, one in enumerate(self.printers, 1)]
        for here, there in zip(self.stations, [*self.stations[1:], self.stations[0]], strict=True):
            how = self.random.choice(["never", "offer", "auto"])
            Station.update(neighbour_id=there.id, failover=how).where(Station.id == here.id).execute()
        self.operators = [builders.make_operator("packer") for _ in range(3)]
        self.packers = [
            builders.sign_in(who, "packing", at)
            for who, at in zip(self.operators, self.stations, strict=True)
        ]
        self.clerk = builders.sign_in(builders.make_operator("packer"), "handover")
        self.lead = builders.sign_in(builders.make_operator("lead"), "lead")
        self.service = builders.sign_in(builders.make_operator("customer_service"), "lead")
        Carrier.update(active=True).where(Carrier.code == "zto").execute()

    def new_order(self) -> Order:
        draw = self.random
        kinds = draw.sample(["MUG-1", "LAMP-1", "ICE-1"], draw.choice([1, 1, 2]))
        lines = [(self.skus[kind], draw.choice([1, 1, 2, 3])) for kind in kinds]
        columns: dict[str, Any] = {
            "tier": draw.choice("ABCC"),
            "remark": draw.choice(["", "", "请加一根充电线", "thanks"]),
            "wants": draw.choice([[], [], ["贺卡"]]),
            "value_cents": draw.choice([0, 0, 20_000]),
            "customer_key": draw.choice(["", "wang"]),
            "street": draw.choice(["文三路 259 号 3 单元 1102 室", "文三路 7 号"]),
        }
        order = builders.make_order(*lines, **columns)
        self._pick([order], draw.choice([1, 1, 2, 3]))
        return order

    def new_lane(self) -> list[Order]:
        """Four orders of one mug each in one shared tote: the fast lane."""
        orders = [builders.make_order((self.skus["MUG-1"], 1)) for _ in range(4)]
        self._pick(orders, 1, lane="fast")
        return orders

    def _pick(self, orders: list[Order], totes: int, lane: str = "") -> None:
        now, first = clock.now(), orders[0]
        task = Task.create(
            state="done",
            tier=first.tier,
            promised_at=now,
            start_by_at=now,
            because={},
            created_at=now,
            lane=lane,
        )
        record("task:offered", task.id, task_id=task.id)
        record("task:done", task.id, task_id=task.id)
        at = self.random.choice(self.stations)
        for order in orders:
            for line in list(OrderLine.select().where(OrderLine.order == order.id)):
                OrderLine.update(picked_qty=0).where(OrderLine.id == line.id).execute()
                for kept in reserving.reserve(line.id, line.sku_id, line.qty):
                    self._take(task, order, kept)
            TaskOrder.create(task=task, order=order, slot=1)
        for n in range(totes):
            builders.make_tote(first, at if n == 0 else self.random.choice(self.stations))

    def _take(self, task: Task, order: Order, kept: Reservation) -> None:
        pick = Pick.create(
            task=task,
            order=order,
            line_id=kept.line_id,
            reservation_id=kept.id,
            location=kept.location_id,
            sku=kept.sku_id,
            qty=kept.qty,
            slot=1,
            seq=1,
        )
        scanning.take(scanning.get_pick(pick.id), kept.qty, self.operators[0].id)

    def sign_out(self, n: int) -> None:
        signing_in.sign_out(SignIn.get_by_id(self.packers[n].id))

    def sign_in(self, n: int) -> None:
        signing_in.sign_out(SignIn.get_by_id(self.packers[n].id))
        self.packers[n] = builders.sign_in(
            Operator.get_by_id(self.operators[n].id), "packing", self.random.choice([*self.stations, None])
        )

    def deliver(self, address: Any, sending: wire.Sending) -> wire.Delivery:
        """What a pretended printer does with a paper, and what it says of it."""
        job = PrintJob.get_by_id(int(sending.tag.split(":")[0]))
        self._look(job)
        fault = self.faults.get(job.printer_id, "")
        if fault in ("nothing_taken", "blocked"):
            said = Status(answered=True, paper_out=True) if fault == "blocked" else Status()
            return wire.Delivery(fault, "paper_out" if fault == "blocked" else "no_answer", status=said)
        if fault == "lost" or (fault == "unknown" and self.random.random() < 0.5):
            return wire.Delivery("unknown", "no_proof")
        code = ""
        if job.layout == "parcel_label":
            code = Label.get(Label.parcel == job.parcel_id, Label.version == job.version).code
        self.out.append(Paper(job.id, (job.document_key, job.version, job.copy), code))
        if fault in ("unknown", "sent"):
            return wire.Delivery(fault, "no_proof" if fault == "unknown" else "")
        return FINE

    def _look(self, job: PrintJob) -> None:
        """No byte leaves for a paper that was withdrawn, is too old, or is out already."""
        key = (job.document_key, job.version, job.copy)
        if any(paper.key == key for paper in self.out):
            self.problems.append(f"{key} printed twice")
        if job.withdrawn_at is not None or (job.expires_at and job.expires_at <= clock.now()):
            self.problems.append(f"{key} printed though withdrawn or expired")
        if job.layout == "parcel_label":
            label = Label.get(Label.parcel == job.parcel_id, Label.version == job.version)
            if label.state not in ("printed", "applied") or label.waybill.state not in ("active", "printed"):
                self.problems.append(f"{label.code} printed though {label.state}, {label.waybill.state}")

    def is_out(self, code: str) -> bool:
        return any(paper.code == code for paper in self.out)

    def job_is_out(self, job_id: int) -> bool:
        return any(paper.job == job_id for paper in self.out)


def no_picture(job: Any, printer: Any) -> Drawn:
    return Drawn(b"-", length_mm=100)
