"""A packer at a bench: opens what is most pressing, scans, adds, prints, labels, closes."""

import heapq
from typing import TYPE_CHECKING, Any

from app.contracts.tiers import get_tier
from app.orders.models import Order
from app.packing.adding import list_open
from app.packing.checking import list_items
from app.people.models import SignIn
from app.picking.models import Tote
from app.prepared import Prepared, given
from app.printing.models import Station
from app.shipping import labels
from app.shipping.models import Parcel
from app.simulation.hands import Hands
from app.simulation.virtual import Steps

if TYPE_CHECKING:
    from app.simulation.floor import Floor

TOTE = Prepared(
    lambda: Tote.select(Tote.code).where(Tote.order_id == given("order_id")).order_by(Tote.id).limit(1)
)


class Packer(Hands):
    def __init__(self, floor: "Floor", sign_in: SignIn, station: Station) -> None:
        super().__init__(floor.env, floor.scene, sign_in, floor.tally)
        self.floor, self.station, self.code = floor, station, station.code
        self.waiting: list[tuple[Any, ...]] = []
        self.brought = self.env.event()
        self.label: Any = None

    def bring(self, order: Order) -> None:
        """Totes of an order stand here. The bench's screen lists tiers first, then what is due first."""
        self.floor.packed_in_order += 1
        rank: tuple[Any, ...] = (self.floor.packed_in_order,)
        if self.scene.policy != "fifo":
            rank = (get_tier(order.tier).position, order.promised_at, order.id)
        heapq.heappush(self.waiting, (*rank, order.id))
        if not self.brought.triggered:
            self.brought.succeed()

    def work(self) -> Steps:
        while True:
            yield from self.floor.shift.attend(self)
            if self.waiting:
                yield from self._pack(heapq.heappop(self.waiting)[-1])
                continue
            began, self.brought = self.env.now, self.env.event()
            yield self.brought | self.floor.shift.ends()
            self.tally.add("packing", "idle", self.env.now - began)

    def _pack(self, order_id: int) -> Steps:
        tote = TOTE.first(order_id=order_id)
        yield self.spend("open", self.times.open_s)
        self.do("pack.open", barcode=tote.code if tote else Order.get_by_id(order_id).order_no)
        parcel = Parcel.get(Parcel.order == order_id, Parcel.packer_id == self.id)
        for item in list_items(parcel.id):
            yield self.spend("check", self.times.check_s * item.qty)
            self.do("pack.check", parcel_id=parcel.id, barcode=item.sku.code, qty=item.qty)
        for add in list_open(parcel.id):
            yield self.spend("add", self.times.add_s)
            self.do("pack.add", parcel_id=parcel.id, what=add.what)
        yield from self._send_off(parcel)

    def _send_off(self, parcel: Parcel) -> Steps:
        """The papers print while the box is folded and taped."""
        self.label = self.env.event()
        self.do("pack.print", parcel_id=parcel.id)
        self.floor.papers.ask(self, parcel.id)
        yield self.spend("box", self.times.box_s)
        began = self.env.now
        yield self.label
        self.tally.add("packing", "wait for the label", self.env.now - began)
        label = labels.find_current(Parcel.get_by_id(parcel.id))
        assert label is not None
        yield self.spend("label", self.times.label_on_s)
        self.do("pack.label_scan", parcel_id=parcel.id, barcode=label.code)
        yield self.spend("close", self.times.close_s)
        self.do("pack.close", parcel_id=parcel.id)
        self.floor.dock.bring(label.code)
