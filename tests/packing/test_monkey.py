"""A monkey at three benches: it does at random what everybody there may do, and then all must come to an end.

Nothing may break, no screen may offer what is refused, every invariant holds all along; and once printers and
carriers work and everybody follows their screen, every order has left or is cancelled.
"""

import random
from pathlib import Path

import pytest

from app import checking
from app.orders.models import Block, Order
from app.packing import mistakes
from app.people.models import SignIn
from app.picking.models import FloorException, Tote
from app.printing import failing_over, setting_up, spooling
from app.printing.models import Printer
from app.printing.states import PRINTS
from app.shipping import amending, booking
from app.shipping.carriers import LINKS, ensure_carriers
from app.shipping.models import Label, Parcel, Readdress, Waybill
from app.timeline.models import Entry
from tests import builders
from tests.conftest import Clock
from tests.packing.monkey_floor import Floor, Second, no_picture
from tests.packing.monkey_others import Others
from tests.packing.monkey_packers import Finding
from tests.shipping.fickle import Fickle

CALLS = (booking.book_next, amending.change_next, amending.reroute_next, booking.cancel_next)
ENDED = ("shipped", "delivered", "returned", "cancelled", "exception")
OVER = ("packed", "shipped", "delivered", "returned")
PAUSES_S = (1, 5, 20, 20, 60, 600)


class Monkey(Others):
    def step(self) -> None:
        who = self.draw.choice(self.floor.packers)
        acts = {
            lambda: self.follow(who): 55,
            lambda: self.stray(who): 15,
            self.clerk: 8,
            self.lead: 9,
            self.carrier: 3,
            self.printer: 3,
            self.repeat: 1,
            self.new_work: 2,
            self.loops: 5,
        }
        self.draw.choices(list(acts), list(acts.values()))[0]()
        self.time.advance(seconds=13 * 3600 if self.draw.random() < 0.003 else self.draw.choice(PAUSES_S))
        if self.floor.problems:
            raise Finding(self.floor.problems[0])

    def new_work(self) -> None:
        if Order.select().count() < 30:
            self.draw.choice([self.floor.new_order, self.floor.new_order, self.floor.new_lane])()

    def repeat(self) -> None:
        """The same operation once more has the same answer, and nothing happens."""
        here = [one for one in self.done if SignIn.get_by_id(one[0].id).ended_at is None]
        if not here:
            return
        who, kind, op_id, body, answer = self.draw.choice(here)
        before = Entry.select().count()
        again = builders.send(who, kind, op_id, **body)
        if again != answer | {"repeated": True} or Entry.select().count() != before:
            raise Finding(f"{kind} {op_id} once more changed something: {again}")

    def loops(self) -> None:
        for code in [*self.floor.carriers, "manual"]:
            for call in CALLS:
                if all(call(code) for _ in range(60)):
                    raise Finding(f"{call.__name__} of {code} never rests")
        self.quick_loops()
        failing_over.step()
        mistakes.keep()
        for printer in list(Printer.select().where(Printer.active)):
            self.spool(printer)

    def spool(self, printer: Printer) -> None:
        for _ in range(20):
            if printer.status not in PRINTS and not self.floor.faults.get(printer.id):
                Printer.update(status="ok").where(Printer.id == printer.id).execute()
            if printer.status not in PRINTS or not spooling.print_next(printer, self.floor.deliver):
                return

    def check(self) -> None:
        self.quick_loops()
        totes = (
            Tote.select(Tote.code).join(Order, on=(Order.id == Tote.order_id)).where(Order.state.in_(OVER))
        )
        labels = Label.select(Label.code).join(Parcel).where(Label.state.in_(("printed", "applied")))
        stale = labels.where(Label.version != Parcel.label_version)
        found = [*checking.list_problems(), *(f"{one.code} carries what is packed" for one in totes)]
        found += [f"{one.code} lives beside a newer one" for one in stale]
        if found:
            raise Finding("; ".join(found))

    def finish(self) -> None:
        """Printers and carriers work, the lead answers what waits, everybody follows their screen."""
        self.ending = True
        for link in self.floor.carriers.values():
            link.late, link.house.faults.suspended = False, ""
        self.floor.faults.clear()
        for printer, station in zip(self.floor.printers, self.floor.stations, strict=True):
            mended = {"active": True, "station": station.code}
            setting_up.set_printer(printer.id, mended, self.floor.lead.operator_id)
        for _ in range(400):
            moved = [self.office(), self.benches(), self.truck()]
            self.time.advance(seconds=30)
            self.loops()
            if not any(moved) and not self.unfinished():
                break
        self.check()
        if self.unfinished():
            raise Finding(f"never ends: {self.unfinished()}")
        gone = Order.select(Order.id).where(Order.state == "cancelled")
        assert not Tote.select().where(Tote.order_id.in_(gone)).exists()

    def office(self) -> bool:
        lead, moved = self.floor.lead, False
        for code in self.floor.carriers:
            moved |= bool(builders.send(lead, "carrier.resume", carrier=code)["ok"])
        blocks = Block.select().where(Block.lifted_at.is_null(), Block.parcel_id.is_null())
        for block in list(blocks):
            may = self.floor.service if block.lifted_by_role == "customer_service" else lead
            moved |= self.act(may, "block.lift", block_id=block.id)
        for row in list(Readdress.select().where(Readdress.closed_at.is_null())):
            if row.state == "asked":
                moved |= self.act(lead, "readdress.decline", readdress_id=row.id)
            elif row.state == "refused":
                moved |= self.act(lead, "readdress.settle", readdress_id=row.id)
            elif row.state == "pending":
                moved |= self.act(lead, "readdress.answer", readdress_id=row.id, accepted=True, said="-")
        for row in list(FloorException.select().where(FloorException.resolved_at.is_null())):
            moved |= self.act(lead, "exception.resolve", exception_id=row.id)
        self.type_numbers()
        return moved

    def benches(self) -> bool:
        return any([any(self.follow(one) for _ in range(12)) for one in self.floor.packers])

    def truck(self) -> bool:
        labels = Label.select(Label.code, Waybill.carrier).join(Waybill).join(Parcel)
        ready = labels.where(Parcel.state == "closed", Label.state == "applied").objects()
        scans = [{"carrier": one.carrier, "barcode": one.code} for one in ready]
        return any([self.send(self.floor.clerk, "handover.scan", **scan)["ok"] for scan in scans])

    def unfinished(self) -> list[tuple[str, str]]:
        return [(one.order_no, one.state) for one in Order.select().where(Order.state.not_in(ENDED))]


def play(seed: int, steps: int, time: Clock) -> Monkey:
    ensure_carriers()
    mistakes.keep_nothing()
    floor = Floor(random.Random(seed), {code: LINKS[code] for code in ("sandbox", "zto")})  # type: ignore[misc]
    monkey = Monkey(floor, time)
    try:
        for _ in range(6):
            floor.new_order()
        floor.new_lane()
        for number in range(steps):
            monkey.step()
            if number % 50 == 49:
                monkey.check()
        monkey.check()
        monkey.finish()
    except (Finding, AssertionError) as found:
        raise Finding(f"seed {seed}: {found}\n" + "\n".join(monkey.told[-40:])) from found
    return monkey


@pytest.fixture
def walls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Carriers in this process, and papers without a picture."""
    (tmp_path / "carriers.json").write_text("{}")
    monkeypatch.setenv("WAVECARD_CARRIERS", str(tmp_path / "carriers.json"))
    monkeypatch.setitem(LINKS, "sandbox", Fickle())
    monkeypatch.setitem(LINKS, "zto", Second())
    monkeypatch.setattr(spooling, "draw", no_picture)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [201, 309])
def test_whatever_everybody_does_every_order_comes_to_an_end(
    database: str, clock: Clock, walls: None, seed: int
) -> None:
    assert play(seed, 40, clock).ops > 60


@pytest.mark.soak
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(60))
def test_whatever_everybody_does_for_longer(database: str, clock: Clock, walls: None, seed: int) -> None:
    assert play(seed, 500, clock).ops > 300
