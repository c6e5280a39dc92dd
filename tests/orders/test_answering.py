import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.limits import limiter
from app.orders.models import IntakeAnswer, Order
from app.people.access import make_api_key
from app.timeline.models import Entry
from tests.conftest import Clock

GOOD = {
    "channel": "shop",
    "channel_ref": "1001",
    "ordered_at": "2026-11-22T08:00:00+08:00",
    "customer_group": "hospital",
    "lines": [{"sku": "T", "qty": 2}],
}


@pytest.fixture
def client(app: Flask, house: None) -> FlaskClient:
    limiter.reset()
    return app.test_client()


@pytest.fixture
def key(house: None) -> str:
    return make_api_key("our shop", "orders")


def send(client: FlaskClient, key: str, body: Any, idempotency: str = "") -> TestResponse:
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    return client.post(
        "/api/orders", json=body, headers=headers | ({"Idempotency-Key": idempotency} if idempotency else {})
    )


def test_an_order_is_created_and_told_its_number_and_promise(client: FlaskClient, key: str) -> None:
    answer = send(client, key, GOOD)
    assert answer.status_code == 200
    assert answer.json == {
        "created": 1,
        "unchanged": 0,
        "changed": 0,
        "errors": 0,
        "results": [
            {
                "channel": "shop",
                "channel_ref": "1001",
                "outcome": "created",
                "order_no": "W2611230001",
                "state": "new",
                "tier": "A",
                "promised_at": "2026-11-23T00:00:00.000Z",
            }
        ],
    }


@pytest.mark.parametrize("wrap", [lambda o: o, lambda o: [o], lambda o: {"orders": [o]}])
def test_one_a_list_or_an_object_with_orders(client: FlaskClient, key: str, wrap: Any) -> None:
    assert send(client, key, wrap(GOOD)).json["created"] == 1


def test_sent_again_it_is_unchanged(client: FlaskClient, key: str) -> None:
    send(client, key, GOOD)
    result = send(client, key, GOOD).json["results"][0]
    assert (result["outcome"], result["order_no"]) == ("unchanged", "W2611230001")
    assert send(client, key, GOOD | {"remark": "x"}).json["results"][0]["outcome"] == "changed"
    assert Order.select().count() == 1


def test_good_ones_are_taken_in_and_bad_ones_told_field_by_field(client: FlaskClient, key: str) -> None:
    bad = GOOD | {
        "channel_ref": "1002",
        "lines": [{"sku": "T", "qty": "many"}],
        "ordered_at": "1900-01-01T00:00:00Z",
    }
    answer = send(client, key, [bad, GOOD, 7, GOOD]).json
    assert [one["outcome"] for one in answer["results"]] == ["error", "created", "error", "unchanged"]
    first = answer["results"][0]
    assert first["channel_ref"] == "1002"
    assert [error["field"] for error in first["errors"]] == ["ordered_at", "lines.0.qty"]
    assert (answer["errors"], Order.select().count()) == (2, 1)


def test_a_key_gets_its_first_answer_again(client: FlaskClient, key: str) -> None:
    first = send(client, key, GOOD, "abc")
    again = send(client, key, GOOD, "abc")
    assert again.json == first.json and again.json["created"] == 1
    assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (None, "true")


def test_a_key_with_another_body_saves_nothing(client: FlaskClient, key: str) -> None:
    send(client, key, GOOD, "abc")
    answer = send(client, key, GOOD | {"channel_ref": "2"}, "abc")
    assert (answer.status_code, answer.json["code"]) == (409, "refused")
    assert Order.select().count() == 1


def test_a_key_is_forgotten_after_a_week(client: FlaskClient, key: str, clock: Clock) -> None:
    send(client, key, GOOD, "abc")
    clock.advance(days=8)
    assert send(client, key, GOOD, "abc").json["unchanged"] == 1
    assert IntakeAnswer.select().count() == 1


def test_the_same_key_of_two_senders_is_two_keys(client: FlaskClient, key: str) -> None:
    send(client, key, GOOD, "abc")
    other = send(client, make_api_key("other", "orders"), GOOD, "abc")
    assert other.json["unchanged"] == 1


@pytest.mark.parametrize("body", [[], [GOOD] * 101, "text", 7, {"orders": 1}])
def test_what_is_no_list_of_orders_is_refused(client: FlaskClient, key: str, body: Any) -> None:
    answer = send(client, key, body)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid")


@pytest.mark.parametrize("raw", [b"{", b"[" * 100_000, b"\xff", b""])
def test_what_is_no_json_is_refused(client: FlaskClient, key: str, raw: bytes) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    assert client.post("/api/orders", data=raw, headers=headers).status_code == 400


def test_only_a_key_for_orders_opens_the_door(client: FlaskClient, house: None) -> None:
    for wrong in ("", "nonsense", make_api_key("agent", "agent")):
        assert send(client, wrong, GOOD).status_code == 401
    assert Order.select().count() == 0


def test_the_answer_and_the_timeline_hold_nothing_personal(client: FlaskClient, key: str) -> None:
    told = send(client, key, GOOD | {"name": "韩梅梅", "phone": "13800000001"}, "k").get_data(as_text=True)
    kept = json.dumps(
        [entry.data for entry in Entry.select()] + [row.answer for row in IntakeAnswer.select()]
    )
    assert "13800000001" not in told + kept


def test_the_body_is_described(client: FlaskClient) -> None:
    told = client.get("/openapi/openapi.json", environ_base={"REMOTE_ADDR": "127.0.0.1"}).json
    operation = told["paths"]["/api/orders"]["post"]
    order = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["orders"]["items"]
    assert {"channel_ref", "ordered_at", "lines"} <= set(order["required"])
    assert operation["parameters"][0]["name"] == "Idempotency-Key"
