"""A picker: does what the handheld shows, at a person's pace; goes for breaks between walks."""

from dataclasses import dataclass
from typing import Any

from app.errors import Refused
from app.ops import screens
from app.orders.models import Order
from app.people.models import SignIn
from app.picking import counts
from app.picking.finishing import picked_units
from app.picking.models import Tote
from app.planner.layout import Stop
from app.planner.legs import leg
from app.prepared import Prepared, given
from app.simulation.chance import stream
from app.simulation.dispatcher import Dispatcher
from app.simulation.hands import Hands
from app.simulation.packer import Benches, Packer
from app.simulation.place import Place
from app.simulation.shift import Shift
from app.simulation.virtual import Steps
from app.stock.models import Balance, StockCount
from app.waves.models import Pick, TaskOrder

Card = dict[str, Any]
NO_TOTE_S = 30.0
COUNT_S = 900.0
FREE_TOTE = Prepared(
    lambda: (
        Tote.select(Tote.code)
        .where(Tote.task_id.is_null(), Tote.order_id.is_null(), Tote.station_id.is_null())
        .order_by(Tote.id)
        .limit(1)
    )
)
PICKED = Prepared(
    lambda: (
        TaskOrder.select(TaskOrder.order)
        .join(Order)
        .where(TaskOrder.task == given("task_id"), Order.state == "picked")
        .order_by(TaskOrder.slot, TaskOrder.id)
    )
)
LINE = Prepared(lambda: Pick.select(Pick.line_id).where(Pick.id == given("pick_id")))


@dataclass(frozen=True)
class Aisles:
    """Where pickers walk: who is there when, who gives out walks, and where they end."""

    place: Place
    shift: Shift
    dispatcher: Dispatcher
    benches: Benches


class Picker(Hands):
    def __init__(self, aisles: Aisles, sign_in: SignIn) -> None:
        super().__init__(aisles.place, sign_in)
        self.aisles = aisles
        self.here: Stop | None = None
        self.walking = False

    def work(self) -> Steps:
        """From the first offer to going home, day after day."""
        while True:
            yield from self.aisles.shift.attend(self)
            began, offered = self.env.now, self.aisles.dispatcher.wait(self.id)
            yield offered | self.aisles.shift.ends()
            self.tally.add("picking", "idle", self.env.now - began)
            if offered.triggered:
                yield from self._walk(offered.value)
            else:
                self.aisles.dispatcher.leave(self.id)

    def _walk(self, task_id: int) -> Steps:
        self.walking = True
        yield self.spend("cart", self.times.cart_s)
        self.see_notices()
        self.do("task.start", task_id=task_id)
        while (shown := screens.current(self.sign_in)).screen in ("interrupt", "totes", "pick", "zero_check"):
            if shown.screen == "interrupt":
                self.see_notices()
            elif shown.screen == "zero_check":
                self.do("location.empty", location_id=shown.card["location_id"], empty=True)
            elif shown.screen == "totes":
                yield from self._fetch_tote(shown.card)
            else:
                yield from self._stop_at(shown.card)
        if shown.screen == "unload":
            yield from self._unload(task_id, shown.card["bring_to"])
        self.tally.walks += 1
        self.walking = False

    def _fetch_tote(self, card: Card) -> Steps:
        free = FREE_TOTE.first()
        if free is None:
            self.tally.add("picking", "no tote", NO_TOTE_S)
            yield self.env.timeout(NO_TOTE_S)
            return
        self.do("tote.scan", task_id=card["task_id"], slot=card["next_slot"], barcode=free.code)
        yield self.spend("totes", self.times.tote_s)

    def _stop_at(self, card: Card) -> Steps:
        place = card["location_parts"]
        yield self._go(Stop(place["aisle"] - 1, place["bay"] - 1))
        left = card["qty"] - card["done_qty"]
        yield self.spend("pick", self.times.stop_s + self.times.unit_s * left)
        try:
            yield from self._take(card, left)
            self.tally.stops += 1
        except Refused as refused:  # the walk changed under the picker's hands
            self.tally.refused[refused.key] += 1

    def _take(self, card: Card, left: int) -> Steps:
        if card["check_location"] and not card["location_ok"]:
            self.do("location.scan", pick_id=card["pick_id"], barcode=card["location"])
        if self._is_short(card):
            yield self.spend("pick", self.times.short_s)
            self.do("pick.short", pick_id=card["pick_id"], found=card["qty"] - 1)
            self.tally.shorts += 1
            self.env.process(self._have_counted())
        else:
            self.do("pick.scan", pick_id=card["pick_id"], barcode=card["sku"], qty=left)

    def _have_counted(self) -> Steps:
        """Somebody counts the shelf later, and finds what the books say."""
        yield self.env.timeout(COUNT_S)
        for count in StockCount.select().where(StockCount.closed_at.is_null()):
            booked = Balance.get(Balance.location == count.location_id, Balance.sku == count.sku_id)
            counts.close(count.id, booked.on_hand, self.sign_in.operator_id)

    def _is_short(self, card: Card) -> bool:
        """The same shelves lie to the same customers under every policy."""
        line_id = LINE.first(pick_id=card["pick_id"]).line_id
        return stream(self.scene.seed, "short", line_id, card["location"]).random() < self.times.short_rate

    def _go(self, there: Stop | None) -> Any:
        mm = leg(self.place.layout, self.here, there)
        self.here = there
        self.tally.walked_mm += mm
        seconds = mm / 1000 / self.times.walk_m_s * self.pace
        self.tally.add("picking", "walk", seconds)
        return self.env.timeout(seconds)

    def _unload(self, task_id: int, bring_to: Card | None) -> Steps:
        yield self._go(None)
        bench = self.aisles.benches.choose(bring_to["code"] if bring_to else None)
        totes = Tote.select().where(Tote.task_id == task_id).count()
        yield self.spend("unload", self.times.unload_s + self.times.set_down_s * totes)
        self.see_notices()
        self.do("task.unload", task_id=task_id, station=bench.code)
        for order_id in dict.fromkeys(row.order_id for row in PICKED.list(task_id=task_id)):
            self._bring(order_id, bench)

    def _bring(self, order_id: int, bench: Packer) -> None:
        if picked_units(order_id):
            bench.bring(Order.get_by_id(order_id))
        else:
            self.place.nothing_found(order_id)
