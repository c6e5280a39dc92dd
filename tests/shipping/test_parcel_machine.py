"""Random lives of parcels under address changes and a carrier's faults: the promises hold after every step.

Never two active waybills, never a closed parcel with a dead label, every stop has an owner; and at rest the
carrier's books know exactly the numbers that ours do.
"""

import copy
import os
import random
import shutil
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from app import clock, db
from app.orders import holding
from app.orders.models import Order
from app.shipping import amending, booking, checks, claiming, hearing, withdrawing
from app.shipping.carriers import LINKS
from app.shipping.carriers.seen import News
from app.shipping.models import Label, Parcel, Readdress, Waybill
from tests import builders
from tests.conftest import MONDAY_MORNING, Clock
from tests.packing.conftest import Bench
from tests.shipping.conftest import left
from tests.shipping.fickle import Fickle

SEEDS = int(os.environ.get("WAVECARD_LIVES") or 500)
STAGES = ("checked", "labelled", "applied", "closed", "left")
CITIES = (("江苏省", "苏州市"), ("江苏省", "无锡市"), ("上海市", "上海市"), ("浙江省", "宁波市"))


# told once more, in plain SQL, apart from the house's own checks (asked at the end of each life)
PROMISES = {
    "two active waybills": """
        SELECT parcel_id FROM waybill WHERE state IN ('booking', 'active', 'printed')
        GROUP BY parcel_id HAVING COUNT(*) > 1""",
    "a closed parcel with a dead label": """
        SELECT p.id FROM parcel p WHERE p.state IN ('closed', 'handed_over') AND NOT EXISTS (
          SELECT 1 FROM label l JOIN waybill w ON w.id = l.waybill_id
          WHERE l.parcel_id = p.id AND l.version = p.label_version AND l.state = 'applied'
            AND w.state IN ('active', 'printed'))
        AND (p.state = 'handed_over' OR NOT EXISTS (
          SELECT 1 FROM block b WHERE b.parcel_id = p.id AND b.kind = 'stop' AND b.lifted_at IS NULL)
          AND (SELECT o.state FROM "order" o WHERE o.id = p.order_id) <> 'cancelled')""",
    "a stop without an owner": """
        SELECT b.id FROM block b WHERE b.kind = 'stop' AND b.lifted_at IS NULL AND NOT EXISTS (
          SELECT 1 FROM readdress r JOIN parcel p ON p.id = r.parcel_id
          WHERE r.block_id = b.id AND r.closed_at IS NULL AND p.station_id IS NOT NULL)""",
    "a living label on a dead number": """
        SELECT l.id FROM label l JOIN waybill w ON w.id = l.waybill_id
        WHERE l.state IN ('printed', 'applied') AND w.state IN ('void', 'superseded')""",
}


class Floor(RuleBasedStateMachine):
    """A bench, a lead, a porter, a carrier; whoever does what, and when, is Hypothesis' choice."""

    folder: Path
    made: ClassVar[dict[str, tuple[Path, Fickle, Any]]]  # by stage: a database, its carrier, who is in it

    def __init__(self) -> None:
        super().__init__()
        self.path = self.folder / f"{random.getrandbits(64):x}.db"
        self.clock, self.real = Clock(MONDAY_MORNING), LINKS["sandbox"]

    @initialize(stage=st.sampled_from(STAGES))
    def begin(self, stage: str) -> None:
        template, carrier, people = self.made[stage]
        shutil.copy(template, self.path)
        db.connect(f"sqlite:///{self.path}?synchronous=off")
        self.carrier = LINKS["sandbox"] = carrier.copy()
        self.bench, self.porter, self.order, self.parcel = copy.deepcopy(people)

    def teardown(self) -> None:
        try:
            assert checks.list_problems() == []
        finally:
            LINKS["sandbox"] = self.real
            db.disconnect()
            clock.set_now(None)
            self.path.unlink()

    def send(self, kind: str, who: Any = None, **body: Any) -> None:
        """Whatever the answer: a refusal is one, a bug is not."""
        answer = builders.send(who or self.bench.packer, kind, **body)
        assert answer["ok"] or answer["code"] != "internal", answer

    @rule()
    def ask_for_a_number(self) -> None:
        self.send("pack.print", parcel_id=self.parcel.id)

    @rule(place=st.sampled_from(CITIES), door=st.integers(1, 9))
    def readdress(self, place: tuple[str, str], door: int) -> None:
        address = builders.LI | {
            "province": place[0],
            "city": place[1],
            "district": "",
            "street": f"路 {door} 号",
        }
        self.send("order.readdress", self.bench.lead, order_id=self.order.id, address=address)

    @rule(approve=st.booleans(), place=st.sampled_from(CITIES))
    def customer_asks(self, approve: bool, place: tuple[str, str]) -> None:
        from app.errors import AppError
        from app.shipping.addresses import Address
        from app.shipping.asking import readdress
        from app.shipping.readdressing import Wish

        told = builders.LI | {"province": place[0], "city": place[1], "district": "", "street": "巷 7 号"}
        try:
            readdress(self.order.id, Address(**told), Wish("customer"))
        except AppError:
            return
        row = Readdress.select().order_by(Readdress.id.desc()).first()
        if approve and row is not None:
            self.send("readdress.approve", self.bench.lead, readdress_id=row.id)

    @rule(late=st.booleans(), change=st.sampled_from(["rebook", "update"]), redirect=st.booleans())
    def carrier_is_moody(self, late: bool, change: str, redirect: bool) -> None:
        self.carrier.late, self.carrier.change, self.carrier.redirect = late, change, redirect

    @rule()
    def courier_picks_up_too_early(self) -> None:
        """It has scanned a number that still lies here: no update and no cancelling any more."""
        number = Waybill.select(Waybill.tracking_no).where(Waybill.state == "active").first()
        if number is not None and number.tracking_no in self.carrier.house.by_number:
            self.carrier.house.scan(number.tracking_no, "picked_up", clock.now())

    @rule(step=st.sampled_from(["book", "change", "reroute", "cancel"]))
    def loop(self, step: str) -> None:
        steps = {
            "book": booking.book_next,
            "change": amending.change_next,
            "reroute": amending.reroute_next,
            "cancel": booking.cancel_next,
        }
        steps[step]("sandbox")

    @rule(seconds=st.sampled_from([3, 40, 400]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    @rule()
    def print_one(self) -> None:
        self.bench.print_next()

    @rule(lost=st.booleans())
    def account_for_an_old_label(self, lost: bool) -> None:
        dead = Label.get_or_none(Label.state == "dead")
        if dead is not None:
            self.send("label.lost" if lost else "label.destroyed", label_id=dead.id)

    @rule(old=st.booleans())
    def scan_a_label(self, old: bool) -> None:
        labels = list(Label.select().order_by(Label.version))
        if labels:
            self.send("pack.label_scan", parcel_id=self.parcel.id, barcode=labels[0 if old else -1].code)

    @rule()
    def close(self) -> None:
        self.send("pack.close", parcel_id=self.parcel.id)

    @rule(old=st.booleans(), by_number=st.booleans())
    def hand_over(self, old: bool, by_number: bool) -> None:
        """A dead paper must never leave, by whichever of its codes it is scanned."""
        labels = list(Label.select(Label, Waybill).join(Waybill).order_by(Label.version))
        if not labels:
            return
        label = labels[0 if old else -1]
        code = label.waybill.tracking_no if by_number else label.code
        self.send("handover.scan", self.porter, carrier="sandbox", barcode=code)
        if (
            Parcel.get_by_id(self.parcel.id).state == "handed_over"
            and Label.get_by_id(label.id).state == "dead"
        ):
            assert label.waybill.tracking_no in {
                row.tracking_no for row in Waybill.select().where(Waybill.state.in_(("active", "printed")))
            }

    @rule(accepted=st.booleans())
    def carrier_answers(self, accepted: bool) -> None:
        for row in Readdress.select().where(Readdress.ticket.is_null(False)).order_by(Readdress.id).limit(2):
            hearing.hear("sandbox", News(ticket=row.ticket, accepted=accepted, said="-"))

    @rule()
    def cancel(self) -> None:
        if Order.get_by_id(self.order.id).state in ("packing", "packed") and random.random() < 0.3:
            holding.cancel(self.order.id, "", self.bench.lead.operator_id)

    @rule()
    def other_loops(self) -> None:
        withdrawing.withdraw_next()
        claiming.claim_next()

    @invariant()
    def the_promises_hold(self) -> None:
        for promise, sql in PROMISES.items():
            assert list(db.database.execute_sql(sql)) == [], promise

    @rule()
    def all_comes_to_rest(self) -> None:
        """The carrier answers again, and everybody does what their screen says: it ends well."""
        self.carrier.late = False
        self.other_loops()
        for _ in range(4):
            self.bench.work()
            self.clock.advance(seconds=301)
        ours = {
            f"WC-{row.parcel_id}-{row.version}": row.tracking_no
            for row in Waybill.select().where(Waybill.state.in_(("active", "printed")))
        }
        scanned = {sent.reference for sent in self.carrier.house.by_reference.values() if sent.scans}
        theirs = self.carrier.house.living()
        assert {key: number for key, number in theirs.items() if key in ours or key not in scanned} == ours


@pytest.fixture
def floor(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[Floor]:
    """A parcel in each stage, made once: each life begins with a copy of one of these databases."""
    (tmp_path / "carriers.json").write_text("{}")
    monkeypatch.setenv("WAVECARD_CARRIERS", str(tmp_path / "carriers.json"))
    Floor.folder = tmp_path
    Floor.made = {stage: make(stage, sqlite_template, tmp_path, monkeypatch) for stage in STAGES}
    return Floor


def make(stage: str, empty: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Fickle, Any]:
    path = folder / f"{stage}.template.db"
    shutil.copy(empty, path)
    Clock(MONDAY_MORNING)
    db.connect(f"sqlite:///{path}?synchronous=off")
    carrier = Fickle()
    with monkeypatch.context() as patch:
        patch.setitem(LINKS, "sandbox", carrier)
        bench = Bench()
        porter = builders.sign_in(builders.make_operator("packer"), "handover")
        order = bench.order()
        parcel = left(bench, order) if stage == "left" else getattr(bench, stage)(order)
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.disconnect()
    return path, carrier, (bench, porter, order, parcel)


@pytest.mark.timeout(280)
def test_parcels_under_every_fault(floor: type[Floor]) -> None:
    """SEEDS lives; a failing one is made short and printed as a program to run."""
    how = settings(
        max_examples=SEEDS,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(floor, settings=how)
