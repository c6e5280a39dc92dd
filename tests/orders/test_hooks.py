"""A channel tells of its orders by itself, and proves that it is the channel."""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.limits import limiter
from app.orders import hooks
from app.orders.models import Order

SECRET = "of-the-contract"
OURS = {"channel": "other", "channel_ref": "77", "ordered_at": "2026-11-22T08:00:00+08:00"}
OURS |= {"street": "文三路 1 号", "lines": [{"sku": "T", "qty": 2}]}
SHOPIFYS: dict[str, Any] = {
    "name": "#1001",
    "created_at": "2026-11-22T08:00:00+08:00",
    "financial_status": "paid",
    "line_items": [{"sku": "T", "quantity": 1, "price": "9.50", "name": "Tea"}],
    "shipping_address": {"name": "Wang", "address1": "1 Main St", "city": "Leeds", "country_code": "GB"},
}


@pytest.fixture
def client(app: Flask, house: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    file = tmp_path / "channels.json"
    shop = {"secret": SECRET, "preset": "shopify"}
    file.write_text(json.dumps({"shop": shop, "own": {"secret": SECRET}, "open": {}}))
    monkeypatch.setenv("WAVECARD_CHANNELS", str(file))
    hooks.FILE.forget()
    limiter.reset()
    return app.test_client()


def tell(client: FlaskClient, channel: str, body: Any, **headers: str) -> TestResponse:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signed = headers or {hooks.OURS: hooks.sign(SECRET, raw)}
    return client.post(f"/api/hooks/{channel}", data=raw, headers=signed | {"Accept-Language": "en"})


def test_an_order_told_twice_is_there_once_and_belongs_to_the_channel_that_signed(
    client: FlaskClient,
) -> None:
    assert [tell(client, "own", OURS).status_code for _ in range(2)] == [200, 200]
    order = Order.get()
    assert (order.channel_id, order.channel_ref, order.units) == ("own", "77", 2)


def test_a_changed_address_is_taken(client: FlaskClient) -> None:
    tell(client, "own", OURS)
    assert tell(client, "own", OURS | {"street": "文三路 2 号"}).json["changed"] == 1  # type: ignore[index]
    assert Order.get().street == "文三路 2 号"


def test_shopifys_orders_come_under_its_own_signature_and_what_is_not_for_us_is_left(
    client: FlaskClient,
) -> None:
    raw = json.dumps(SHOPIFYS).encode()
    theirs = base64.b64encode(hmac.new(SECRET.encode(), raw, hashlib.sha256).digest()).decode()
    assert tell(client, "shop", raw, **{"X-Shopify-Hmac-Sha256": theirs}).json["created"] == 1  # type: ignore[index]
    told = tell(client, "shop", SHOPIFYS | {"name": "#1002", "cancelled_at": "2026-11-22T09:00:00Z"}).json
    assert (told["created"], told["skipped"]) == (0, 1)  # type: ignore[index]
    assert [order.channel_ref for order in Order.select()] == ["#1001"]


@pytest.mark.parametrize("channel", ["own", "open", "nobody"])
@pytest.mark.parametrize("signature", ["", "sha256=00", hooks.sign("", json.dumps(OURS).encode()), "签"])
def test_who_does_not_sign_learns_nothing(client: FlaskClient, channel: str, signature: str) -> None:
    answer = tell(client, channel, OURS, **{hooks.OURS: signature.encode().decode("latin-1")})
    assert (answer.status_code, answer.json["message"]) == (403, "The signature is missing or wrong")  # type: ignore[index]
    assert not Order.select().exists()


def test_other_bytes_than_the_signed_ones_are_refused(client: FlaskClient) -> None:
    signed = hooks.sign(SECRET, json.dumps(OURS).encode())
    assert tell(client, "own", OURS | {"street": "elsewhere"}, **{hooks.OURS: signed}).status_code == 403


@pytest.mark.parametrize("raw", [b"", b"{", b"7", b"[" * 100_000, b'{"orders": 3}', b"\xff"])
def test_what_is_no_order_is_told_as_that(client: FlaskClient, raw: bytes) -> None:
    assert tell(client, "own", raw).status_code == 400


def test_an_order_that_cannot_be_read_is_told_by_field_and_the_others_come_in(client: FlaskClient) -> None:
    answer = tell(client, "own", [OURS, OURS | {"channel_ref": "78", "lines": []}])
    assert answer.status_code == 422
    assert (answer.json["created"], answer.json["errors"]) == (1, 1)  # type: ignore[index]
