"""DESIGN section 8, call by call: who may call what, with which credential."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock, features
from app.errors import NotFound
from app.limits import limiter
from app.ops.performing import failure
from app.ops.verbs import list_verbs
from app.people import operators, pairing
from app.people.access import make_api_key
from app.people.models import SignIn
from tests import builders
from tests.people.conftest import OURS

SIGNED_IN = ["/api/screen", "/api/changes?since=0"]
LEAD_ONLY = ["/api/lead/board", "/api/lead/devices"]
LEAD_OR_SERVICE = ["/api/lead/search?q=x", "/lead"]
PRINTERS = ["/api/printers", "/printers"]
INSIDE = ["/readyz", "/metrics", "/openapi/openapi.json"]
PUBLIC = ["/healthz", "/"]
ROLES = ["picker", "packer", "lead", "customer_service", "admin"]
STRANGER = {"REMOTE_ADDR": "192.0.2.77"}

features.load_verbs()


class Browser:
    def __init__(self, app: Flask, *roles: str) -> None:
        self.http: FlaskClient = app.test_client()
        self.device, self.token = pairing.pair(pairing.make_code()[0])
        self.by = ""
        if roles:
            operator, pin = operators.add_operator("Ann", list(roles))
            body = {"device_token": self.token, "badge": operator.badge, "pin": pin}
            self.by = self.http.post("/api/session", json=body, headers=OURS).json["by"]

    def get(self, path: str) -> int:
        return self.http.get(path, environ_base=STRANGER).status_code

    def ops(self, *kinds: str, token: str | None = None, by: str | None = None, at: str | None = None) -> Any:
        sent = [
            {"op_id": f"op-{kind}-{n}", "kind": kind, "by": by or self.by, "at": at, "body": {}}
            for n, kind in enumerate(kinds)
        ]
        credential = {"Authorization": f"Device {token or self.token}", **OURS}
        return self.http.post("/api/ops", json=sent, headers=credential)


@pytest.fixture
def site(app: Flask) -> Flask:
    limiter.enabled = False
    builders.make_site()
    return app


def allowed(browser: Browser, paths: list[str]) -> list[bool]:
    return [browser.get(path) == 200 for path in paths]


def test_a_stranger_reaches_the_public_pages_and_nothing_else(site: Flask) -> None:
    stranger = Browser(site)
    assert all(allowed(stranger, PUBLIC))
    for path in [*SIGNED_IN, *LEAD_ONLY, *LEAD_OR_SERVICE, *PRINTERS, *INSIDE]:
        assert stranger.get(path) in (302, 401, 403), path


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_what_is_its_own(site: Flask, role: str) -> None:
    browser = Browser(site, role)
    lead = role in ("lead", "admin")
    assert all(allowed(browser, SIGNED_IN))
    assert allowed(browser, LEAD_ONLY) == [lead] * len(LEAD_ONLY)
    assert allowed(browser, LEAD_OR_SERVICE) == [lead or role == "customer_service"] * len(LEAD_OR_SERVICE)
    assert allowed(browser, PRINTERS) == [lead or role == "packer"] * len(PRINTERS)
    assert allowed(browser, INSIDE) == [role == "admin"] * len(INSIDE)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_call_its_own_verbs(site: Flask, role: str) -> None:
    verbs = list_verbs()
    answers = Browser(site, role).ops(*verbs).json
    refused = {kind for kind, answer in zip(verbs, answers, strict=True) if answer.get("code") == "denied"}
    assert refused == {kind for kind, verb in verbs.items() if verb.roles and role not in verb.roles}


def test_every_verb_of_the_design_is_there() -> None:
    told = [
        "task.start",
        "task.unload",
        "task.decline",
        "tote.scan",
        "location.scan",
        "location.empty",
        "interrupt.seen",
        "help.call",
        "pick.scan",
        "pick.short",
        "pick.skip",
        "pick.undo",
        "pick.damaged",
        "pack.open",
        "pack.check",
        "pack.add",
        "pack.print",
        "pack.label_scan",
        "pack.close",
        "pack.weigh",
        "pack.override",
        "label.destroyed",
        "label.lost",
        "print.answer",
        "handover.scan",
        "task.assign",
        "task.take_back",
        "order.pin",
        "order.hold",
        "order.unhold",
        "order.cancel",
        "order.readdress",
    ]
    assert set(told) - set(list_verbs()) == set()


def test_an_outbox_needs_its_devices_token_and_works_after_signing_out(site: Flask) -> None:
    ann = Browser(site, "picker")
    assert ann.ops("help.call", token="wrong").status_code == 403
    saved_at = clock.iso(clock.now())
    ann.http.delete("/api/session", headers=OURS)
    assert ann.ops("help.call", at=saved_at).json[0]["ok"]
    pairing.revoke_device(ann.device.id)
    assert ann.ops("help.call").status_code == 403


def test_nobody_acts_in_the_name_of_somebody_on_another_device(site: Flask) -> None:
    ann, lead = Browser(site, "picker"), Browser(site, "lead")
    assert ann.ops("order.pin", by=lead.by).json[0]["code"] == "denied"


def test_a_page_of_somebody_else_cannot_act_with_our_cookie(site: Flask) -> None:
    ann = Browser(site, "lead")
    for call in (
        ann.http.post("/api/session", json={"device_token": ann.token, "badge": "OP-1", "pin": "1234"}),
        ann.http.delete("/api/session"),
        ann.http.post("/api/lead/pairing", json={}),
        ann.http.post("/api/ops", json=[], headers={"Authorization": f"Device {ann.token}"}),
    ):
        assert call.status_code == 403
    assert SignIn.select().where(SignIn.ended_at.is_null()).count() == 1


def test_orders_come_in_with_a_key_of_that_scope_alone(site: Flask) -> None:
    browser, path = site.test_client(), "/api/orders"
    wrong = make_api_key("other", "tracking")
    for key in (None, "nonsense", wrong):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        assert browser.post(path, json=[], headers=headers).status_code == 401
    right = make_api_key("shop", "orders")
    assert browser.post(path, json=[], headers={"Authorization": f"Bearer {right}"}).status_code != 401


@pytest.mark.parametrize("body", [None, {}, "x", [[]] * 501, [1, None, "x", []]])
def test_whatever_an_outbox_holds_it_gets_an_answer_in_words(site: Flask, body: Any) -> None:
    ann = Browser(site, "picker")
    headers = {"Authorization": f"Device {ann.token}", **OURS}
    answer = ann.http.post("/api/ops", json=body, headers=headers)
    assert answer.status_code in (200, 400)
    told = answer.json if isinstance(answer.json, list) else [answer.json]
    assert all(one["code"] == "invalid" and one["message"] for one in told)


def test_what_is_wrong_with_a_body_is_told_as_every_error_is_and_without_what_was_sent(site: Flask) -> None:
    answer = Browser(site, "picker").http.post("/api/session", json={"badge": "OP-1", "pin": 123456})
    told = answer.json
    assert (answer.status_code, told["code"], told["ok"]) == (400, "invalid", False)
    assert told["details"]["field"] and "123456" not in answer.text


@pytest.mark.parametrize("path", ["/api/session", "/api/barcodes/resolve", "/api/ops"])
def test_a_body_nested_too_deeply_is_a_bad_body(site: Flask, path: str) -> None:
    ann = Browser(site, "picker")
    headers = {"Authorization": f"Device {ann.token}", "Content-Type": "application/json", **OURS}
    answer = ann.http.post(path, data=b"[" * 100_000, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid")


def test_an_error_without_a_sentence_is_answered_all_the_same() -> None:
    for error in (NotFound("no.such_sentence"), NotFound("order.unknown")):
        assert failure(error, "en")["code"] == "internal"


def test_the_second_listener_shows_tracking_and_callbacks_alone(site: Flask) -> None:
    site.config["WAVECARD"] = site.config["WAVECARD"].__class__(
        **{**site.config["WAVECARD"].__dict__, "public_port": 8443}
    )
    outside = {"SERVER_PORT": "8443"}
    browser = site.test_client()
    for path in ["/", "/lead", "/healthz", "/api/screen", "/sw.js", "/first/x"]:
        assert browser.get(path, environ_overrides=outside).status_code == 404, path
    assert browser.get("/healthz").status_code == 200
    assert b"<html" in browser.get("/t/unknown", environ_overrides=outside).data
