"""A walk on which things go wrong, on a PDA and on a phone: an empty shelf, broken items, help, a switch."""

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, ViewportSize, expect

from app.demo.making import SHAPE
from app.orders.models import Order, OrderLine
from app.picking.models import FloorException, Photo
from app.stock import moving
from app.stock.marking import Marks, mark_floor
from app.stock.models import Balance, Location, Reservation, Sku
from tests.journeys.floor import BENCH, DESK, PDA, House, Screen, served_house
from tests.journeys.walks import Walk, in_order, order_comes

pytestmark = [pytest.mark.served, pytest.mark.timeout(120)]
LINES = [{"sku": f"WC-{number:03d}", "qty": 2} for number in (2, 9, 17)]
SWITCHED_WITHIN_S = 3.0
ENOUGH = 100


@pytest.fixture(scope="module")
def open_all_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Of its own: its emptied shelves are none of the other journeys'."""
    with served_house(tmp_path_factory.mktemp("house")) as made:
        yield made


def leave_only_what_is_promised(order: Order) -> None:
    """Every shelf of the order will be empty after its stop, except that nothing is asked of the last two."""
    lines = [line.id for line in OrderLine.select().where(OrderLine.order == order.id)]
    for row in Reservation.select().where(Reservation.line_id.in_(lines)):
        here = Balance.get(Balance.location == row.location_id, Balance.sku == row.sku_id)
        moving.count(row.location_id, row.sku_id, int(here.reserved), None)


def refill() -> None:
    """What a walk before this one has left empty is full again."""
    for code in (line["sku"] for line in LINES):
        face = Balance.select().join(Sku).where(Sku.code == code).get()
        if face.on_hand < ENOUGH:
            moving.load(face.location_id, face.sku_id, ENOUGH)
    Location.update(to_count=False).execute()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2400, 1800), "#b0413e").save(out, "JPEG")
    return out.getvalue()


def check_the_first_shelf(pda: Screen, stop: dict[str, Any], shots: Path) -> None:
    """Its location is scanned before its item, whose picture is shown."""
    expect(pda.page.locator(".prompt")).to_contain_text("先扫库位码")
    expect(pda.page.locator("img.picture")).to_have_js_property("naturalWidth", 360)
    pda.shot(shots / "pick.png")
    pda.scan(stop["barcodes"][0])
    expect(pda.page.locator(".alarm .expected")).to_have_text(stop["location"])
    pda.page.locator(".alarm .main").click()
    pda.scan(stop["location"])
    expect(pda.page.locator(".prompt")).to_contain_text("扫商品")
    stop["location_ok"] = True


def look_and_say_empty(pda: Screen, shots: Path) -> None:
    pda.is_at("zero_check")
    pda.shot(shots / "zero_check.png")
    pda.page.get_by_role("button", name="空了").click()
    pda.is_at("pick")


def tell_of_broken_items(pda: Screen, shots: Path) -> None:
    pda.page.get_by_role("button", name="叫组长").click()
    pda.page.locator(".sheet input[type=file]").set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(pda.page.locator(".photo")).to_contain_text("照片已加上")
    pda.shot(shots / "help.png")
    pda.page.get_by_role("button", name="商品坏了").click()
    pda.shot(shots / "good.png")
    pda.page.get_by_role("button", name="0 件好的，告诉组长").click()


def see_it_and_count(lead: Screen, place: str, shots: Path) -> None:
    item = lead.page.locator(".trouble .item", has_text="有破损").first
    expect(item).to_contain_text(place)
    expect(item).to_contain_text("余量")
    item.get_by_role("button", name="照片").click()
    expect(lead.page.locator(".modal img")).to_have_js_property("naturalWidth", 1280)
    lead.shot(shots / "lead_photo.png")
    lead.page.locator(".modal .icon-button").click()
    item.get_by_role("button", name="盘点").click()
    lead.page.locator(".modal input").fill("0")
    lead.shot(shots / "lead_count.png")
    lead.page.locator(".modal button.primary").click()
    expect(lead.page.locator(".trouble .item", has_text=place)).to_have_count(0)


def switch(house: House, pda: Screen, name: str, screen: str) -> None:
    """From the badge to the other's screen, the PIN as fast as a machine types it."""
    began = time.monotonic()
    pda.scan(house.people[name].badge)
    for digit in house.people[name].pin:
        pda.page.get_by_role("button", name=digit, exact=True).click()
    pda.is_at(screen)
    expect(pda.page.locator(".keypad")).to_have_count(0)
    assert time.monotonic() - began <= SWITCHED_WITHIN_S


@pytest.mark.parametrize("size", [PDA, BENCH], ids=["pda", "phone"])
def test_a_walk_on_which_things_go_wrong_has_no_dead_end(
    house: House, browser: Browser, size: ViewportSize, tmp_path: Path
) -> None:
    refill()
    order = order_comes(house, f"FLOWS-{size['width']}", LINES)
    leave_only_what_is_promised(order)
    mark_floor(Marks(check=frozenset(range(1, SHAPE.aisles + 1))))
    walk = Walk.begins(house, house.open(browser, size))
    pda = walk.pda
    check_the_first_shelf(pda, walk.picks[0], tmp_path)
    walk.pick(0, 1)
    look_and_say_empty(pda, tmp_path)
    tell_of_broken_items(pda, tmp_path)
    pda.page.locator(f".where[aria-label='{walk.picks[2]['location']}']").wait_for()
    lead = house.sign_in(browser, "张敏", DESK)
    lead.page.wait_for_url("**/lead")
    see_it_and_count(lead, walk.picks[1]["location"], tmp_path)
    pda.page.get_by_role("button", name="叫组长").click()
    pda.page.get_by_role("button", name="其他").click()
    call = lead.page.locator(".trouble .item", has_text="请求帮助").first
    expect(call).to_contain_text(walk.picks[2]["location"])
    switch(house, pda, "李伟", "idle")
    switch(house, pda, "王芳", "pick")
    walk.pick(2, 3)
    look_and_say_empty_at_the_end(pda)
    pda.shot(tmp_path / "unload.png")
    pda.page.get_by_role("button", name="撤销最后一件").click()
    walk.pick(2, 3)
    look_and_say_empty_at_the_end(pda)
    walk.unload()
    pda.wait_for("idle")
    kept = Order.get_by_id(order.id)
    assert (kept.state, kept.blocked) == ("picked", True), "an urgent order waits for the lead"
    assert FloorException.get(FloorException.kind == "damaged", FloorException.order_id == order.id).photo_id
    assert str(Photo.get().name) not in pda.stored()
    assert pda.problems + lead.problems == []
    in_order()


def look_and_say_empty_at_the_end(pda: Screen) -> None:
    pda.is_at("zero_check")
    pda.page.get_by_role("button", name="空了").click()
    pda.is_at("unload")
