"""A parcel that does not pass its gates is let through by the lead, who says why."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from app.rules import keeping
from app.shipping.models import Parcel
from app.timeline.models import Entry
from tests.journeys.bench import Bench
from tests.journeys.floor import House, Screen

pytestmark = [pytest.mark.served, pytest.mark.timeout(120)]
WITHIN_MS = 2000
CLIENT = "let-through"


@pytest.fixture
def weighed(house: House) -> Iterator[dict[str, Any]]:
    """What an order says whose parcels are weighed, and looked into by two."""
    draft = keeping.RuleDraft(
        "packing", f"customer_group == '{CLIENT}'", {"weigh": True, "second": True}, "贵重", "Precious"
    )
    rule = keeping.add(draft)
    yield {"customer_group": CLIENT}
    keeping.switch(rule.id, active=False)


def put_on_the_scale(bench: Screen, grams: str) -> None:
    """Too light: the packer is told what may be missing."""
    expect(bench.page.locator("h1")).to_have_text("把箱子放到秤上")
    bench.page.locator("button.main").click()
    for digit in grams:
        bench.page.locator(".sheet").get_by_role("button", name=digit, exact=True).click()
    bench.page.get_by_role("button", name=f"{grams} 克").click()
    expect(bench.page.locator(".alarm")).to_contain_text("请组长放行")
    bench.page.locator(".alarm .main").click()


def open_form(lead: Screen, ref: str) -> Locator:
    lead.page.get_by_role("combobox").fill(ref)
    lead.page.locator("#hits .hit").first.click()
    lead.page.get_by_role("button", name="放行（不再核对）").click()
    return lead.page.locator("form.inline")


def test_a_lead_lets_a_parcel_through_with_a_reason_and_the_packer_goes_on(
    house: House, browser: Browser, weighed: dict[str, Any]
) -> None:
    bench = Bench(house, browser, "LIGHT", **weighed)
    bench.label()
    put_on_the_scale(bench.screen, "12")
    expect(bench.screen.page.locator("h1")).to_have_text("两个人核对")
    form = open_form(bench.lead, "LIGHT")
    why, go = form.get_by_label("为什么放行？"), form.get_by_role("button")
    why.press("Enter")
    expect(bench.lead.page.locator(".toast.bad")).to_contain_text("请写明放行原因")
    assert Parcel.get_by_id(bench.parcel.id).overridden_by is None
    why.fill("秤坏了，已看过")
    go.click()
    expect(bench.screen.page.locator("h1")).to_have_text("封好箱子", timeout=WITHIN_MS)
    expect(bench.screen.page.locator(".second.done")).to_have_text("张敏 已放行，不用再核对")
    entry = bench.lead.page.locator(".timeline li", has_text="组长放行")
    expect(entry).to_contain_text("秤坏了，已看过")
    expect(entry).to_contain_text("张敏")
    bench.close()
    assert bench.parcel.state == "closed"
    told = Entry.get(Entry.what == "parcel:overridden", Entry.order_id == bench.order.id)
    assert (told.by, told.data) == (bench.parcel.overridden_by, {"reason": "秤坏了，已看过"})
    assert bench.screen.problems + bench.lead.problems == []
