"""A packer at a bench: opens what is most pressing, scans, adds, prints, labels, closes."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.contracts.tiers import get_tier
from app.orders.models import Order
from app.packing import opening
from app.packing.adding import list_open
from app.packing.checking import list_items
from app.people.models import SignIn
from app.picking.models import Tote
from app.prepared import Prepared, given
from app.printing.models import Station
from app.shipping import labels
from app.shipping.models import Parcel
from app.simulation.dock import Dock
from app.simulation.hands import Hands
from app.simulation.papers import Papers
from app.simulation.place import Place
from app.simulation.shift import Shift
from app.simulation.virtual import Steps

TOTES = Prepared(
    lambda: (
        Tote.select(Tote.code, Tote.station_id).where(Tote.order_id == given("order_id")).order_by(Tote.id)
    )
)


@dataclass(frozen=True)
class Hall:
    """Where packers stand: what is there when, what prints, and where closed parcels go."""

    place: Place
    shift: Shift
    papers: Papers
    dock: Dock


class Packer(Hands):
    def __init__(self, hall: Hall, sign_in: SignIn, station: Station) -> None:
        super().__init__(hall.place, sign_in)
        self.hall, self.station, self.code = hall, station, station.code
        self.waiting: list[tuple[Any, ...]] = []
        self.came, self.brought = 0, self.env.event()

    def bring(self, order: Order) -> None:
        """Totes of an order stand here. The bench's screen lists tiers first, then what is due first."""
        self.came += 1
        rank: tuple[Any, ...] = (self.came,)
        if self.scene.policy != "fifo":
            rank = (get_tier(order.tier).position, order.promised_at, order.id)
        heapq.heappush(self.waiting, (*rank, order.id))
        if not self.brought.triggered:
            self.brought.succeed()

    def work(self) -> Steps:
        while True:
            yield from self.hall.shift.attend(self)
            if self.waiting:
                yield from self._pack(heapq.heappop(self.waiting)[-1])
                continue
            began, self.brought = self.env.now, self.env.event()
            yield self.brought | self.hall.shift.ends()
            self.tally.add("packing", "idle", self.env.now - began)

    def _pack(self, order_id: int) -> Steps:
        yield from self._open(order_id)
        parcel = Parcel.get(Parcel.order == order_id, Parcel.packer_id == self.id)
        for item in list_items(parcel.id):
            yield self.spend("check", self.times.check_s * item.qty)
            self.do("pack.check", parcel_id=parcel.id, barcode=item.sku.code, qty=item.qty)
        for add in list_open(parcel.id):
            yield self.spend("add", self.times.add_s)
            self.do("pack.add", parcel_id=parcel.id, what=add.what)
        yield from self._send_off(parcel)

    def _open(self, order_id: int) -> Steps:
        """By a tote of it; those that two pickers set down elsewhere at once are fetched first."""
        totes = sorted(TOTES.list(order_id=order_id), key=lambda tote: tote.station_id == self.station.id)
        for code in [tote.code for tote in totes] or [Order.get_by_id(order_id).order_no]:
            yield self.spend("open", self.times.open_s)
            self.do("pack.open", barcode=code)
            if opening.find_current(self.id) is not None:
                return

    def _send_off(self, parcel: Parcel) -> Steps:
        """The papers print while the box is folded and taped."""
        self.do("pack.print", parcel_id=parcel.id)
        label_is_out = self.hall.papers.ask(self.station, parcel.id)
        yield self.spend("box", self.times.box_s)
        began = self.env.now
        yield label_is_out
        self.tally.add("packing", "wait for the label", self.env.now - began)
        label = labels.find_current(Parcel.get_by_id(parcel.id))
        assert label is not None
        yield self.spend("label", self.times.label_on_s)
        self.do("pack.label_scan", parcel_id=parcel.id, barcode=label.code)
        yield self.spend("close", self.times.close_s)
        self.do("pack.close", parcel_id=parcel.id)
        self.hall.dock.bring(label.code)


class Benches:
    """Where walks end."""

    def __init__(self, packers: Sequence[Packer]) -> None:
        self.packers = packers
        self.at = {packer.code: packer for packer in packers}

    def choose(self, code: str | None) -> Packer:
        """The one that is named, else where fewest wait."""
        if code is not None:
            return self.at[code]
        return min(self.packers, key=lambda packer: (len(packer.waiting), packer.station.id))
