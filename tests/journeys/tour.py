"""A demo house from its first pairing to a full floor, with a picture wherever something is to be seen."""

from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from app import clock
from app.demo.streaming import take_some
from tests.journeys import work
from tests.journeys.floor import BENCH, DESK, PDA, House, Screen, run_cli
from tests.journeys.papers import Paper, papers
from tests.journeys.pictures import Album

ORDERS, SEED = 36, 1397  # eight of tier A, the first three with many lines
KIT = (
    {"sku": "WC-001", "qty": 3},
    {"sku": "WC-004", "qty": 2},
    {"sku": "WC-011", "qty": 1},
    {"sku": "WC-014", "qty": 1},
)
REMARK = "手术室急用，到了请打电话"


class Tour:
    def __init__(self, house: House, browser: Browser, album: Album) -> None:
        self.house, self.browser, self.album = house, browser, album
        self.shot = album.shot
        self.lead = house.sign_in(browser, "张敏", DESK)
        self.pda = house.open(browser, PDA)
        self.bench = house.open(browser, BENCH)

    def seen(self, screen: Screen) -> work.Seen:
        return lambda name: self.shot(name, screen.page)

    def take(self) -> None:
        self.come_in()
        self.walk()
        self.pack()
        self.readdress()
        self.hand_over()
        self.fill_the_floor()
        self.stop_a_walk()

    def come_in(self) -> None:
        """A new handheld on its first morning, and an urgent order."""
        person = self.house.people["王芳"]
        self.pda.page.goto(self.house.served.url)
        self.shot("pair", self.pda.page)
        self.pda.pair()
        self.shot("sign_in", self.pda.page)
        self.pda.scan(person.badge)
        self.pda.page.get_by_role("button", name="7", exact=True).click()
        self.shot("pin", self.pda.page)
        self.pda.page.get_by_role("button", name="换工牌").click()
        self.pda.enter(person.badge, person.pin)
        self.pda.wait_for("idle")
        self.shot("idle", self.pda.page)
        self.import_one("H-1")
        self.pda.wait_for("offer")
        self.shot("offer", self.pda.page)
        self.in_english(self.pda, "offer-en")

    def import_one(self, ref: str, age: timedelta = timedelta()) -> None:
        told = {"lines": list(KIT), "remark": REMARK, "ordered_at": clock.iso(clock.now() - age)}
        file = work.urgent_order(self.house.var / f"{ref}.json", ref, **told)
        imported = run_cli(self.house, "import", str(file))
        assert imported.returncode == 0, imported.stderr

    def in_english(self, screen: Screen, name: str) -> None:
        choose(screen.page, "English")
        self.shot(name, screen.page)
        choose(screen.page, "中文")

    def walk(self) -> None:
        page, seen = self.pda.page, self.seen(self.pda)
        card = work.start_walk(self.pda, ["T-0001"], seen)
        seen("pick")
        self.in_english(self.pda, "pick-en")
        self.pda.scan("6901234567892")
        expect(page.locator(".alarm")).to_be_visible()
        seen("wrong_item")
        page.locator(".alarm button.main").click()
        page.get_by_role("button", name="缺货").click()
        seen("short")
        page.locator(".icon-button[aria-label=关闭]:visible").last.click()
        work.walk(self.pda, card)
        seen("unload")
        self.pda.scan("ST-1")
        self.pda.wait_for("idle")

    def pack(self) -> None:
        person, seen = self.house.people["刘洋"], self.seen(self.bench)
        self.bench.sign_in(person.badge, person.pin)
        self.bench.wait_for("station")
        seen("station")
        self.bench.scan("ST-1")
        self.bench.wait_for("pack_open")
        seen("pack_open")
        self.bench.scan("T-0001")
        work.check_items(self.bench, seen)
        work.add_all(self.bench, seen)
        self.old_no = work.label(self.bench, self.lead, seen)

    def readdress(self) -> None:
        work.readdress(self.lead, "H-1", self.seen(self.lead))
        work.relabel(self.bench, self.lead, self.old_no, self.seen(self.bench))
        self.bench.wait_for("pack_close")
        self.shot("pack_close", self.bench.page)
        self.bench.page.locator("button.main").click()
        self.bench.wait_for("pack_open")

    def hand_over(self) -> None:
        page, seen = self.bench.page, self.seen(self.bench)
        choose(page, "交接", close=False)
        card = self.bench.wait_for("handover")
        seen("handover")
        page.locator(".places .choice", has_text=card["carriers"][0]["name"]).first.click()
        voucher, label, _, slip = papers(self.lead)
        for name, paper in (("voucher", voucher), ("parcel_label", label), ("packing_slip", slip)):
            self.album.keep(f"paper_{name}", paper.png())
        self.bench.scan(code_of(label, "WL-"))
        self.bench.wait_until("handover", lambda shown: shown["last"] is not None)
        seen("handover_scanned")
        self.track(code_of(voucher, "http"))
        self.lead.page.goto(f"{self.house.served.url}/printers")
        self.shot("printers", self.lead.page)

    def track(self, link: str) -> None:
        customer = self.browser.new_context(viewport=PDA, java_script_enabled=False)
        page = customer.new_page()
        page.goto(link)
        self.shot("tracking", page)
        customer.close()

    def fill_the_floor(self) -> None:
        """Many orders at once, three pickers somewhere on a walk, one packer, and one order nearly late."""
        others = [self.house.sign_in(self.browser, name, PDA) for name in ("李伟", "陈静")]
        for picker in others:
            picker.wait_for("idle")
        take_some(ORDERS, SEED)
        choose(self.bench.page, "打包", close=False)
        for number, picker in enumerate([self.pda, *others], start=1):
            picker.wait_for("offer", 30)
            totes = iter([f"T-{18 * number - 16 + slot:04d}" for slot in range(18)])
            work.walk(picker, work.start_walk(picker, totes), stops=number, spare=totes)
        others[0].page.get_by_role("button", name="叫组长").click()
        others[0].page.get_by_role("button", name="找不到库位或商品").click()
        self.import_one("H-2", age=timedelta(hours=23, minutes=20))
        expect(self.pda.page.locator(".strip")).to_be_visible()
        self.shot("pick_strip", self.pda.page)
        self.look_at_the_board()

    def look_at_the_board(self) -> None:
        page = self.lead.page
        page.goto(f"{self.house.served.url}/lead")
        expect(page.locator(".order-row").first).to_be_visible()
        self.shot("lead", page)
        page.get_by_role("button", name="English").click()
        self.shot("lead-en", page)
        page.get_by_role("button", name="中文").click()

    def stop_a_walk(self) -> None:
        """The lead cancels an order that is being picked."""
        page, order_no = self.lead.page, self.pda.told()["card"]["order_nos"][0]
        page.get_by_role("combobox").fill(order_no)
        page.locator("#hits .hit").first.click()
        page.get_by_role("button", name="取消订单").click()
        form = page.locator("form").filter(has_text="原因")
        form.get_by_role("button", name="客户要求").click()
        self.shot("lead_cancel", page)
        form.locator("button.primary").click()
        self.pda.wait_for("interrupt")
        self.shot("interrupt", self.pda.page)


def choose(page: Page, what: str, *, close: bool = True) -> None:
    """Something from the handheld's menu."""
    page.locator(".status-menu").click()
    page.locator(".sheet").get_by_role("button", name=what, exact=True).click()
    if close:
        page.locator(".sheet .icon-button").click()
    expect(page.locator(".sheet")).to_be_hidden()


def code_of(paper: Paper, start: str) -> str:
    return next(code for code in paper.codes() if code.startswith(start))
