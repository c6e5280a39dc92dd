"""The customer's pages on a cheap phone: no accessibility violation, nothing wider than 320 px, no script."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.limits import limiter
from app.shipping import links
from app.shipping.models import TrackEvent
from tests import builders
from tests.bundled import ROOT
from tests.packing.conftest import Bench, Papers

AXE = ROOT / "node_modules/axe-core/axe.min.js"
VIOLATIONS = "() => axe.run().then(found => found.violations.map(one => one.id + ' ' + one.nodes[0].html))"
WIDTH = "() => document.documentElement.scrollWidth"


@pytest.fixture
def pages(
    app: Flask, bench: Bench, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """Every page as a customer gets it, in both languages."""
    limiter.enabled = False
    monkeypatch.setattr(links, "_given", {"base": "https://t.example"})
    order = bench.order(order_no="WC-20261123-000001")
    bench.closed(order)
    bench.readdress(order)
    bench.work()
    parcel_id = TrackEvent.get().parcel_id
    long_place = "中国广西壮族自治区南宁市西乡塘区高新工业园一号转运中心"
    TrackEvent.create(parcel=parcel_id, at=TrackEvent.get().at, what="moving", place=long_place)
    path = str(papers.of("voucher")[0]["url"]).removeprefix("https://t.example")
    made = {f"{name} {lang}": html for lang in ("zh", "en") for name, html in read(app, path, lang)}
    yield made
    limiter.enabled = True


def read(app: Flask, path: str, lang: str) -> Iterator[tuple[str, str]]:
    client: FlaskClient = app.test_client()
    headers = {"Accept-Language": lang}
    yield "fresh", client.get(path, headers=headers).text
    yield "missing", client.get("/t/nothing", headers=headers).text
    yield "mine", client.get("/t/my", headers=headers).text
    yield "code", client.post("/t/my", data={"phone": "13912345678"}, headers=headers).text
    client.post(path, data={"last4": builders.LI["phone"][-4:]}, headers=headers)
    yield "opened", client.get(path, headers=headers).text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_read_by_everybody(pages: dict[str, str], browser: Any, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 533}, color_scheme=scheme)
    page = context.new_page()
    for name, html in pages.items():
        assert len(html.encode()) <= 20_000, name
        page.set_content(html.replace('<meta http-equiv="refresh"', "<meta name=later"))
        assert page.evaluate(WIDTH) <= 320, name
        page.add_script_tag(path=str(AXE))
        assert page.evaluate(VIOLATIONS) == [], name
    context.close()


def test_the_number_is_copied_by_a_button_and_stands_there_without_script(
    pages: dict[str, str], browser: Any
) -> None:
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.set_content(pages["fresh zh"])
        button = page.locator("#copy")
        assert button.is_visible() is script and page.locator("#number").is_visible()
        if script:
            button.click()
            assert page.evaluate("getSelection().toString()") == page.locator("#number").inner_text()
            assert button.inner_text() == "已复制"
        context.close()
