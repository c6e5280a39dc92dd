"""A picker: takes an offer, fetches totes, walks, scans, unloads; goes for breaks between walks."""

from typing import TYPE_CHECKING, Any

from app.errors import Refused
from app.orders.models import Order
from app.people.models import SignIn
from app.picking.models import Tote
from app.picking.reading import SLOTS, UPCOMING
from app.picking.walking import orders_of
from app.planner.layout import Stop
from app.prepared import Prepared, given
from app.simulation.chance import stream
from app.simulation.hands import Hands
from app.simulation.virtual import Steps
from app.waves.models import Task, TaskOrder

if TYPE_CHECKING:
    from app.simulation.floor import Floor

NO_TOTE_S = 30.0
FREE_TOTE = Prepared(
    lambda: (
        Tote.select(Tote.code)
        .where(Tote.task_id.is_null(), Tote.order_id.is_null(), Tote.station_id.is_null())
        .order_by(Tote.id)
        .limit(1)
    )
)
STANDS_AT = Prepared(
    lambda: (
        Tote.select(Tote.station_id)
        .join(TaskOrder, on=(TaskOrder.order == Tote.order_id))
        .where(TaskOrder.task == given("task_id"), Tote.station_id.is_null(False))
        .limit(1)
    )
)


class Picker(Hands):
    def __init__(self, floor: "Floor", sign_in: SignIn) -> None:
        super().__init__(floor.env, floor.scene, sign_in, floor.tally)
        self.floor = floor
        self.here: Stop | None = None
        self.offered: Any = None

    def work(self) -> Steps:
        """From the first offer to going home, day after day."""
        while True:
            yield from self.floor.shift.attend(self)
            self.offered = self.env.event()
            began = self.env.now
            self.floor.dispatcher.wait(self)
            yield self.offered | self.floor.shift.ends()
            self.tally.add("picking", "idle", self.env.now - began)
            if self.offered.triggered:
                yield from self._walk(self.offered.value)
            else:
                self.floor.dispatcher.leave(self)

    def _walk(self, task_id: int) -> Steps:
        self.floor.walking += 1
        yield self.spend("cart", self.times.cart_s)
        self.do("task.start", task_id=task_id)
        yield from self._fetch_totes(task_id)
        while upcoming := UPCOMING.list(task_id=task_id):
            self.see_notices()
            yield from self._stop_at(upcoming[0])
        yield from self._unload(task_id)
        self.tally.walks += 1
        self.floor.walking -= 1

    def _fetch_totes(self, task_id: int) -> Steps:
        while (
            empty := next((slot for slot in SLOTS.list(task_id=task_id) if slot.tote is None), None)
        ) is not None:
            free = FREE_TOTE.first()
            if free is None:
                self.tally.add("picking", "no tote", NO_TOTE_S)
                yield self.env.timeout(NO_TOTE_S)
                continue
            self.do("tote.scan", task_id=task_id, slot=empty.slot, barcode=free.code)
            yield self.spend("totes", self.times.tote_s)

    def _stop_at(self, pick: Any) -> Steps:
        there = Stop(pick.aisle - 1, pick.bay - 1)
        yield self._go(there)
        left = pick.qty - pick.done_qty
        yield self.spend("pick", self.times.stop_s + self.times.unit_s * left)
        try:
            if self._is_short(pick):
                yield self.spend("pick", self.times.short_s)
                self.tally.shorts += 1
                self.do("pick.short", pick_id=pick.id, found=pick.qty - 1)
            else:
                self.do("pick.scan", pick_id=pick.id, barcode=pick.sku_code, qty=left)
            self.tally.stops += 1
        except Refused as refused:  # the walk changed under the picker's hands
            self.tally.refused[refused.key] += 1

    def _is_short(self, pick: Any) -> bool:
        """The same shelves lie to the same customers under every policy."""
        about = (self.floor.line_of(pick.id), pick.location)
        return stream(self.scene.seed, "short", *about).random() < self.times.short_rate

    def _go(self, there: Stop | None) -> Any:
        mm = self.floor.legs.mm(self.here, there)
        self.here = there
        self.tally.walked_mm += mm
        seconds = mm / 1000 / self.times.walk_m_s * self.pace
        self.tally.add("picking", "walk", seconds)
        return self.env.timeout(seconds)

    def _unload(self, task_id: int) -> Steps:
        yield self._go(None)
        bench = self.floor.choose_bench(self._standing(task_id))
        totes = sum(slot.tote is not None for slot in SLOTS.list(task_id=task_id))
        yield self.spend("unload", self.times.unload_s + self.times.set_down_s * totes)
        self.see_notices()
        self.do("task.unload", task_id=task_id, station=bench.code)
        orders: list[Order] = orders_of(Task(id=task_id))
        for order in orders:
            if order.state == "picked":
                self.floor.bring(order, bench)

    def _standing(self, task_id: int) -> int | None:
        """The bench at which other totes of these orders stand already."""
        found = STANDS_AT.first(task_id=task_id)
        return found.station_id if found else None
