"""A bench at which one parcel is packed in real browsers, with a lead at the console beside it."""

import time
from typing import Any

from playwright.sync_api import Browser, expect

from app import clock
from app.db import transaction
from app.orders.draft import LineDraft, OrderDraft
from app.orders.models import Order
from app.orders.taking_in import take_in
from app.people.operators import add_operator
from app.picking import papers, totes, walking
from app.picking.models import Tote
from app.printing.models import Station
from app.printing.stations import add_station
from app.shipping.models import Parcel, Readdress
from app.waves.dispatching import offer
from app.waves.models import Pick
from app.waves.releasing import release
from app.words import Words
from tests import builders
from tests.journeys import work
from tests.journeys.floor import BENCH, DESK, House
from tests.journeys.tour import choose


class Bench:
    """A packer and a station of this journey's own, so that another's failure leaves nothing in their way.

    With a lead, and one picked order in a tote; the paper comes out of ST-1's printer.
    """

    def __init__(self, house: House, browser: Browser, ref: str, **told: Any) -> None:
        self.house, self.ref = house, ref
        self.lead = house.sign_in(browser, "张敏", DESK)
        station = add_station(f"J-{ref}")
        Station.update(printer=printer_id()).where(Station.id == station.id).execute()
        packer, pin = add_operator(f"打包 {ref}", ["packer"])
        tote = Tote.select().where(Tote.order_id.is_null()).order_by(Tote.id.desc()).first()
        self.order = picked(draft_of(ref, **told), tote.code, station.code, packer.id)
        self.screen = house.open(browser, BENCH)
        self.screen.sign_in(packer.badge, pin)
        self.screen.wait_for("station")
        self.screen.scan(station.code)
        self.screen.wait_for("pack_open")
        self.screen.scan(tote.code)
        work.check_items(self.screen)
        self.screen.wait_for("pack_print")

    def label(self) -> str:
        number = work.label(self.screen, self.lead)
        self.screen.wait_for("pack_close")
        return number

    def close(self) -> None:
        self.screen.page.locator(".foot button.main").click()
        self.screen.wait_for("pack_open")

    def hand_over(self) -> None:
        choose(self.screen.page, "交接", close=False)
        self.screen.wait_for("handover")
        self.screen.page.locator(".places .choice", has_text="测试快递").first.click()
        expect(self.screen.page.locator("section.carrier")).to_be_visible()
        self.screen.scan(f"WL-{self.parcel.id}-{self.parcel.label_version}")
        self.screen.wait_until("handover", lambda card: card["last"] is not None)

    @property
    def parcel(self) -> Parcel:
        return Parcel.get(Parcel.order == self.order.id)

    def change(self) -> Readdress | None:
        mine = Readdress.select().where(Readdress.order == self.order.id)
        return mine.order_by(Readdress.id.desc()).first()

    def wait_for_change(self, state: str, seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while (row := self.change()) is None or row.state != state:
            assert time.monotonic() < until, row and row.state
            time.sleep(0.05)


def draft_of(ref: str, **told: Any) -> OrderDraft:
    """One piece of WC-001 for Wang, by the shop; `told` replaces what it says."""
    known: dict[str, Any] = {
        "channel": "shop",
        "channel_ref": ref,
        "ordered_at": clock.now(),
        "customer_group": "medical",
        "lines": [LineDraft(sku="WC-001", qty=1)],
    }
    return OrderDraft(**known | builders.WANG | told)


def picked(draft: OrderDraft, tote: str, station: str, by: int) -> Order:
    """Taken in, picked into `tote` and set down at `station` before the house could offer it to anybody."""
    with transaction():
        taken = take_in([draft]).outcomes[0]
        order = Order.get_by_id(taken.order_id)
        [task] = release([order], Words("nothing"))
        offer(task, by)
        walking.start(task.id, by)
        totes.put(task, 1, tote, by)
        found = Pick.select().where(Pick.task == task.id)
        papers.enter(task.id, {pick.id: pick.qty for pick in found}, station, by)
    return Order.get_by_id(order.id)


def printer_id() -> int:
    return int(Station.get(Station.code == "ST-1").printer_id)
