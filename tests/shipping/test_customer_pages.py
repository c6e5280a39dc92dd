"""What a stranger, a thief of links and the customer themselves get to see under /t/."""

import re
import secrets
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from app.db import is_sqlite
from app.limits import limiter
from app.orders.models import Order
from app.shipping import hearing, messages, views, vouchers
from app.shipping.carriers.seen import News, Scan
from app.shipping.masking import mask_name, mask_phone
from app.shipping.models import PhoneCode, Readdress, Voucher, Waybill
from tests import builders
from tests.conftest import Clock
from tests.packing.conftest import Bench, Papers

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    limiter.enabled = False
    views._seen.clear()
    yield app.test_client()
    limiter.enabled = True


@pytest.fixture
def path(bench: Bench, client: FlaskClient, papers: Papers, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a voucher's QR code leads."""
    from app.shipping import links

    monkeypatch.setattr(links, "_given", {"base": "https://track.example.com"})
    order = bench.order()
    bench.closed(order)
    bench.readdress(order)
    bench.work()
    return str(papers.of("voucher")[0]["url"]).removeprefix("https://track.example.com")


def seen(client: FlaskClient, path: str) -> tuple[int, str, str]:
    page = client.get(path, headers=ENGLISH)
    return page.status_code, re.sub(r'nonce="[^"]+"', "", page.text), str(sorted(page.headers.keys()))


def ask_bare(app: Flask, environ: dict[str, Any], path: str) -> tuple[int, str, str]:
    """As seen(), through the whole application, without a test client's cost for each of ten thousand."""
    told: list[Any] = []
    encoded = path.encode().decode("latin-1")  # as WSGI carries it
    body = app.wsgi_app({**environ, "PATH_INFO": encoded}, lambda *start: told.extend(start))
    text = b"".join(body).decode()
    headers = str(sorted(name for name, _ in told[1]))
    return int(told[0].split()[0]), re.sub(r'nonce="[^"]+"', "", text), headers


def mutate(token: str, number: int) -> str:
    """A token with one character replaced, doubled, dropped, or of another alphabet."""
    place = number % len(token)
    other = secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789_-")
    if number % 7 == 0:
        return token[:place] + token[place + 1 :]
    if number % 11 == 0:
        return token[:place] + "é" + token[place + 1 :]
    return (
        token[:place]
        + (other if other != token[place] else "0" if other != "0" else "1")
        + token[place + 1 :]
    )


def dead_tokens(clock: Clock, parcel_id: int, count: int) -> list[str]:
    """Real tokens of vouchers that expired or were revoked."""
    now, tokens = clock.now, [secrets.token_urlsafe(16) for _ in range(count)]
    rows = [
        {
            "parcel": parcel_id,
            "token_hash": vouchers.digest(token),
            "short_code": "AAAA-BBBB",
            "made_at": now,
            "expires_at": now - timedelta(days=1) if number % 2 else now + timedelta(days=1),
            "revoked_at": None if number % 2 else now,
        }
        for number, token in enumerate(tokens)
    ]
    for start in range(0, count, 200):
        Voucher.insert_many(rows[start : start + 200]).execute()
    return tokens


def test_ten_thousand_wrong_tokens_are_one_and_the_same_404(
    app: Flask, client: FlaskClient, path: str, clock: Clock
) -> None:
    token = path.removeprefix("/t/")
    share = 1 if is_sqlite() else 10  # the answer does not come from the engine: once in full is enough
    dead = dead_tokens(clock, Voucher.get().parcel_id, 3000 // share)
    tried = dead + [mutate(token, number) for number in range(4000 // share)]
    tried += [secrets.token_urlsafe(16) for _ in range(3000 // share)]
    environ = create_environ("/t/", headers=ENGLISH)
    answers = {ask_bare(app, environ, f"/t/{one}") for one in tried if one != token}
    assert len(tried) == 10_000 // share and len(answers) == 1
    assert answers.pop() == seen(client, f"/t/{dead[0]}")
    assert seen(client, f"/t/{dead[0]}")[0] == 404
    assert seen(client, path)[0] == ask_bare(app, environ, path)[0] == 200


def test_a_wrong_token_takes_as_long_whatever_is_wrong_with_it(
    client: FlaskClient, path: str, clock: Clock
) -> None:
    """CPU time, so that other work on the machine says nothing; in turns, so that warmth is shared."""
    token = path.removeprefix("/t/")
    dead = dead_tokens(clock, Voucher.get().parcel_id, 2)
    kinds = {"revoked": dead[0], "expired": dead[1], "unknown": secrets.token_urlsafe(16)}
    kinds |= {"malformed": "x", "near": token[:-1] + ("A" if token[-1] != "A" else "B")}
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(150):
        for kind, one in kinds.items():
            began = time.process_time()
            client.get(f"/t/{one}")
            taken[kind].append(time.process_time() - began)
    medians = {kind: statistics.median(times) for kind, times in taken.items()}
    assert max(medians.values()) < 1.3 * min(medians.values()), medians


def test_the_last_four_digits_open_more_for_a_quarter_of_an_hour(client: FlaskClient, path: str) -> None:
    other = builders.make_order((builders.make_sku("X-1"), 1), state="ready")
    Order.update(phone=builders.LI["phone"]).where(Order.id == other.id).execute()
    closed = client.get(path, headers=ENGLISH).text
    assert "Mug" not in closed and other.order_no not in closed
    answer = client.post(path, data={"last4": builders.LI["phone"][-4:]})
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "Path=/t/" in cookie and "Max-Age=900" in cookie
    opened = client.get(path, headers=ENGLISH).text
    assert "Mug × 2" in opened and other.order_no in opened
    for field in ("name", "phone", "street"):
        assert builders.LI[field] not in opened


def test_five_wrong_tries_close_it_for_the_right_digits_too(client: FlaskClient, path: str) -> None:
    for _ in range(5):
        page = client.post(path, data={"last4": "0000"}, headers=ENGLISH)
        assert page.status_code == 200 and "not the digits" in page.text
    assert "Too many wrong tries" in page.text
    assert client.post(path, data={"last4": builders.LI["phone"][-4:]}, headers=ENGLISH).status_code == 200
    assert "Mug" not in client.get(path, headers=ENGLISH).text


def test_a_cookie_of_another_voucher_opens_nothing(client: FlaskClient, path: str, bench: Bench) -> None:
    from app.shipping import proving

    client.set_cookie(proving.COOKIE, proving._signer().dumps({"voucher": 999}), path="/t/")
    assert "Mug" not in client.get(path, headers=ENGLISH).text
    client.set_cookie(proving.COOKIE, "made.up", path="/t/")
    assert client.get(path).status_code == 200


def test_the_customer_asks_for_another_address_and_the_lead_confirms(
    client: FlaskClient, path: str, bench: Bench
) -> None:
    wanted = builders.WANG | {"street": "文三路 1 号 2 幢 301 室"}
    refused = client.post(path, data=wanted, headers=ENGLISH)
    assert "First enter the last four" in refused.text
    client.post(path, data={"last4": builders.LI["phone"][-4:]})
    page = client.post(path, data=wanted, headers=ENGLISH)
    assert "Your wish was received" in page.text
    row = Readdress.select().order_by(Readdress.id.desc()).first()
    assert (row.state, row.source, row.after["street"]) == ("asked", "customer", wanted["street"])
    bench.do("readdress.approve", bench.lead, readdress_id=row.id)
    assert Order.get_by_id(row.order_id).street == wanted["street"]
    missing = client.post(path, data={"name": "Ann Xu", "phone": ""}, headers=ENGLISH)
    assert "lacks" in missing.text and 'value="Ann Xu"' in missing.text
    assert 'http-equiv="refresh"' not in missing.text, "what is being written must not go away"


def test_ones_own_orders_by_phone_and_code(
    client: FlaskClient, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    while messages.send_next():
        pass
    capsys.readouterr()
    unknown = client.post("/t/my", data={"phone": "13000000000"}, headers=ENGLISH).text
    known = client.post("/t/my", data={"phone": builders.LI["phone"]}, headers=ENGLISH).text
    assert unknown.replace("13000000000", "") == known.replace(builders.LI["phone"], "") or (
        re.sub(r'nonce="[^"]+"|\d{11}', "", unknown) == re.sub(r'nonce="[^"]+"|\d{11}', "", known)
    )
    assert PhoneCode.select().count() == 1
    assert messages.send_next() and not messages.send_next()
    said = capsys.readouterr().out
    code = re.search(r"\b(\d{6})\b", said)
    assert code and "Your code is" in said, "in the language of the page"
    wrong = client.post("/t/my", data={"phone": builders.LI["phone"], "code": "000000"}, headers=ENGLISH)
    assert "wrong or too old" in wrong.text
    answer = client.post("/t/my", data={"phone": builders.LI["phone"], "code": code[1]})
    assert answer.status_code == 303 and builders.LI["phone"] not in answer.headers["Set-Cookie"]
    page = client.get("/t/my", headers=ENGLISH).text
    assert Order.get().order_no in page and builders.LI["phone"] not in page
    again = client.post("/t/my", data={"phone": builders.LI["phone"], "code": code[1]}, headers=ENGLISH)
    assert "wrong or too old" in again.text


def test_no_more_than_three_codes_an_hour(client: FlaskClient, path: str) -> None:
    for _ in range(5):
        client.post("/t/my", data={"phone": f"+86 {builders.LI['phone']}"})
    assert PhoneCode.select().count() == 3


def test_views_are_counted_once_a_visit(client: FlaskClient, path: str, app: Flask) -> None:
    order_id = Readdress.get().order_id
    client.get(path)
    client.get(path)
    app.test_client().get(path)
    client.get("/t/" + "A" * 22)
    views.seen(10**6)  # an order that was erased meanwhile
    views.flush()
    assert views.count(order_id) == 2
    views.flush()
    assert views.count(order_id) == 2


def test_too_many_pages_from_one_place_are_refused(app: Flask, path: str) -> None:
    limiter.enabled = True
    client = app.test_client()
    answers = [client.get(path).status_code for _ in range(125)]
    assert answers[:120] == [200] * 120 and set(answers[120:]) == {429}
    page = client.get(path, headers={"Accept-Language": "zh-CN"})
    assert "打开太频繁" in page.text and page.headers["Cache-Control"] == "no-store"


def test_it_names_the_carriers_own_estimate_and_what_it_has_seen(
    client: FlaskClient, path: str, bench: Bench, clock: Clock
) -> None:
    page = client.get(path, headers=ENGLISH).text
    assert "Leaves by" in page and re.search(r"in \d+ h \d+ min", page)
    waybill = Waybill.get(Waybill.version == 2)
    bench.do("label.destroyed", label_id=1)
    bench.do("pack.label_scan", parcel_id=waybill.parcel_id, barcode=f"WL-{waybill.parcel_id}-2")
    bench.do("work.choose", work="handover")
    bench.do("handover.scan", carrier="sandbox", barcode=f"WL-{waybill.parcel_id}-2")
    out = Scan(clock.now + timedelta(hours=5), "out_for_delivery", "苏州市", "派送中")
    expected = clock.now + timedelta(hours=9)
    assert hearing.hear("sandbox", News(waybill.tracking_no, [out], expected))
    page = client.get(path, headers=ENGLISH).text
    assert "<h1>Out for delivery</h1>" in page and "The carrier expects to deliver" in page
    assert len(page.encode()) <= 20_000
    signed = Scan(clock.now + timedelta(hours=6), "signed", "苏州市", "已签收")
    assert hearing.hear("sandbox", News(waybill.tracking_no, [signed], expected))
    assert "expects to deliver" not in client.get(path, headers=ENGLISH).text


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812345678", "1********78"), ("021-5550 0100", "0********00"), ("12345", "*****"), ("", "")],
)
def test_six_digits_of_a_phone_at_least_are_hidden(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown
    assert shown.count("*") >= min(6, sum(character.isdigit() for character in phone))


@pytest.mark.parametrize(
    ("name", "shown"), [("王小芳", "王**"), ("王", "王*"), ("Ann Lee", "A** L**"), ("欧阳", "欧*")]
)
def test_a_character_of_a_name_at_least_is_hidden(name: str, shown: str) -> None:
    assert mask_name(name) == shown
