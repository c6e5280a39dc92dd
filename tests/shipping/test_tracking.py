"""The customer's page: what it shows, what it never shows, and what it says to a token that is not valid."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import Config
from app.shipping import links, vouchers
from app.shipping.models import Parcel, Voucher
from app.shipping.routes import pages
from tests import builders
from tests.bundled import ROOT
from tests.conftest import Clock
from tests.packing.conftest import Bench, Papers

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("tracking", template_folder=str(ROOT / "templates"))
    app.config["WAVECARD"] = Config("sqlite:///", ROOT, public_url="https://track.example.com")
    app.register_blueprint(pages)
    return app.test_client()


@pytest.fixture
def path(bench: Bench, client: FlaskClient, papers: Papers) -> str:
    """Where the voucher's QR code leads."""
    order = bench.order()
    bench.closed(order)
    bench.readdress(order)
    bench.work()
    return str(papers.of("voucher")[0]["url"]).removeprefix("https://track.example.com")


def test_the_page_shows_the_new_number_and_the_journey(
    client: FlaskClient, path: str, papers: Papers
) -> None:
    page = client.get(path, headers=CHINESE)
    number = papers.of("voucher")[0]["tracking_no"]
    assert page.status_code == 200
    assert number in page.text and "江苏省 苏州市" in page.text
    assert page.text.index("地址已更改，换了新面单") < page.text.index("已打包")
    assert 'lang="zh-CN"' in page.text


def test_it_speaks_english_too(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=ENGLISH)
    assert "Its address is being changed" in page.text and 'lang="en"' in page.text


def test_it_shows_no_name_phone_or_street(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=CHINESE).text
    for address in (builders.WANG, builders.LI):
        for field in ("name", "phone", "street", "district", "postcode"):
            assert address[field] not in page
    assert builders.LI["phone"][-4:] not in page


def test_nobody_keeps_frames_or_finds_it_and_it_needs_no_script(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    nonce = re.search(r"style-src 'nonce-([^']+)'", page.headers["Content-Security-Policy"])
    assert nonce and f'<style nonce="{nonce[1]}">' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (
        page.text.count("<script") == 1 and f'<script nonce="{nonce[1]}">' in page.text
    )  # it copies the number
    assert f"script-src 'nonce-{nonce[1]}'" in page.headers["Content-Security-Policy"]
    assert "style=" not in page.text and "src=" not in page.text
    assert len(page.data) <= 20_000


def test_a_token_that_is_not_valid_is_one_and_the_same_page(
    client: FlaskClient, path: str, clock: Clock, bench: Bench
) -> None:
    def seen(where: str) -> tuple[int, str]:
        page = client.get(where, headers=ENGLISH)
        return page.status_code, re.sub(r'nonce="[^"]+"', "", page.text)

    token = path.removeprefix("/t/")
    unknown = seen("/t/" + "A" * 22)
    assert unknown[0] == 404
    near = (token[:-1], token + "A", token.swapcase(), token + "/more", f"{token}%0A")
    for bad in ("", "x", *near, "%00", "é" * 22, "A" * 5000):
        assert seen(f"/t/{bad}") == unknown, bad
    vouchers.revoke(Voucher.get().id)
    assert seen(path) == unknown
    Voucher.update(revoked_at=None).execute()
    assert seen(path)[0] == 200
    clock.advance(days=181)
    assert seen(path) == unknown


def test_it_follows_the_parcel_to_the_carrier(client: FlaskClient, path: str, bench: Bench) -> None:
    parcel = Parcel.get()
    bench.do("label.destroyed", label_id=1)
    bench.do("pack.label_scan", parcel_id=parcel.id, barcode=f"WL-{parcel.id}-2")
    assert "Packed, waiting" in client.get(path, headers=ENGLISH).text
    bench.do("work.choose", work="handover")
    bench.do("handover.scan", carrier="sandbox", barcode=f"WL-{parcel.id}-2")
    page = client.get(path, headers=ENGLISH).text
    assert "Handed over to the carrier" in page and "Leaves by" not in page


def test_the_customers_own_words_are_not_markup(client: FlaskClient, bench: Bench, papers: Papers) -> None:
    order = bench.order()
    bench.closed(order)
    bench.readdress(order, province="<script>alert(1)</script>")
    bench.work()
    url = str(papers.of("voucher")[0]["url"])
    page = client.get("/t/" + url.rsplit("/", 1)[1]).text
    assert "&lt;script&gt;" in page and "<script>" not in page


def test_the_base_of_links_is_the_settings_or_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_given", {})
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    assert links.tracking_url("x") is None
    monkeypatch.setenv("PUBLIC_URL", "https://a.example/")
    assert links.tracking_url("x") == "https://a.example/t/x"
    links.set_base("https://b.example")
    assert links.tracking_url("x") == "https://b.example/t/x"
