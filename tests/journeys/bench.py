"""A bench at which one parcel is packed in real browsers, with a lead at the console beside it."""

import time
from typing import Any

from playwright.sync_api import Browser, expect

from app.orders.models import Channel
from app.people.operators import add_operator
from app.picking.models import Tote
from app.printing.models import Station
from app.printing.stations import add_station
from app.shipping.models import Parcel, Readdress
from app.stock.models import Sku
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
        Channel.get_or_create(code="shop", defaults={"name": "Shop"})
        told = {"channel_ref": ref, "channel": "shop"} | told
        self.order = builders.make_order((Sku.get(Sku.code == "WC-001"), 1), **told)
        tote = Tote.select().where(Tote.order_id.is_null()).order_by(Tote.id.desc()).first()
        station = add_station(f"J-{ref}")
        Station.update(printer=printer_id()).where(Station.id == station.id).execute()
        Tote.update(order_id=self.order.id, station_id=station.id).where(Tote.id == tote.id).execute()
        packer, pin = add_operator(f"打包 {ref}", ["packer"])
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


def printer_id() -> int:
    return int(Station.get(Station.code == "ST-1").printer_id)
