"""Each carrier's request and signature, byte for byte, against published examples and a server that checks
them.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from app.errors import Denied, Unavailable
from app.shipping.carriers import LINKS, Booking, Interception, calling, settings, sf
from tests import builders
from tests.shipping.post_office import PostOffice

SENDER = {
    "name": "仓库",
    "phone": "02155500100",
    "province": "上海市",
    "city": "上海市",
    "street": "示例路 100 号",
}
WANTED = Booking(7, 2, "WC-00007", builders.WANG, SENDER, 480)
REFERENCE = "WC-7-2"
CONTRACTS: dict[str, dict[str, Any]] = {
    "zto": {"app_key": "key", "app_secret": "secret", "account_id": "KDGJ1", "account_password": "pw"},
    "sf": {"partner_id": "P1", "checkword": "word", "monthly_card": "7551234567"},
    "yto": {"app_key": "key", "secret": "secret", "customer_code": "K1"},
    "yunda": {"app_key": "key", "app_secret": "secret", "partner_id": "p", "secret": "s"},
    "sto": {"app_key": "CAK1", "secret": "secret", "from_code": "CAC1"},
    "kuaidi100": {"key": "k", "customer": "c", "secret": "s", "company": "zhongtong", "salt": "pepper"},
}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """Every carrier's contract, and all of them behind one local window."""
    made = PostOffice()
    file = tmp_path / "carriers.json"
    file.write_text(json.dumps({code: told | {"url": made.url} for code, told in CONTRACTS.items()}))
    monkeypatch.setenv("WAVECARD_CARRIERS", str(file))
    settings.FILE.forget()
    yield made
    made.close()


def md5(text: str) -> bytes:
    return hashlib.md5(text.encode()).digest()


def test_sf_signs_as_its_published_example() -> None:
    """The example on open.sf-express.com's page about digital signatures."""
    data = '{"language":"zh-CN","orderId":"QIAO-20200618-004"}'
    told = sf.digest(data, "12312334453453", "fjcg5PGKaNpPSHFAZ4QsCOkV71R3zVci")
    assert told == "IIKJtuLVzoFTu4kHI8M8vA=="


def test_zto_signs_as_its_own_page_says() -> None:
    """The inputs of open.zto.com's example: the body as it is sent, then the secret, MD5, base64."""
    body, secret = '{"pageNo1":33,"pageSize2":23,"data":"test"}', "6fecf57d0f3e1c2100eac4810aa90b54"
    assert calling.md5_base64(body + secret) == base64.b64encode(md5(body + secret)).decode()


def test_zto_books(office: PostOffice) -> None:
    mark = {"mark": "300-01 02", "bagAddr": "杭州"}
    office.answers = [{"status": True, "result": {"billCode": "73111435816656", "bigMarkInfo": mark}}]
    booked = LINKS["zto"].book(WANTED)
    assert (booked.tracking_no, booked.sort_code) == ("73111435816656", "300-01 02")
    path, headers, body = office.asked[0]
    assert path == "/zto.open.createOrder"
    assert headers["x-appkey"] == "key"
    assert headers["x-datadigest"] == base64.b64encode(hashlib.md5(body + b"secret").digest()).decode()
    sent = json.loads(body)
    assert (sent["partnerOrderCode"], sent["partnerType"], sent["orderType"]) == (REFERENCE, "2", "1")
    assert sent["receiveInfo"]["receiverCity"] == "杭州市" and b"\\u" not in body


def test_zto_is_asked_for_the_first_number_before_a_second_try(office: PostOffice) -> None:
    office.answers = [{"status": True, "result": [{"billCode": "731"}]}, {"status": True, "result": []}]
    found = LINKS["zto"].find(WANTED)
    assert found is not None and found.tracking_no == "731"
    assert LINKS["zto"].find(WANTED) is None
    assert not LINKS["zto"].can.key


def test_zto_limits_are_asked_again_and_a_bad_signature_is_not(office: PostOffice) -> None:
    office.answers = [{"status": False, "statusCode": "S206"}, {"status": False, "statusCode": "S211"}]
    for permanent in (False, True):
        with pytest.raises(Unavailable) as raised:
            LINKS["zto"].book(WANTED)
        assert raised.value.permanent is permanent


def sf_answer(data: dict[str, Any], code: str = "S0000") -> dict[str, Any]:
    told = {"success": code == "S0000", "errorCode": code, "errorMsg": None, "msgData": data}
    return {"apiResultCode": "A1000", "apiErrorMsg": "", "apiResultData": json.dumps(told)}


NUMBERED = {
    "orderId": REFERENCE,
    "waybillNoInfoList": [{"waybillType": 1, "waybillNo": "SF7444407670710"}],
    "routeLabelInfo": [{"code": "1000", "routeLabelData": {"destRouteLabel": "020"}}],
}


def test_sf_books_with_our_order_id_and_asks_when_it_says_repeated(office: PostOffice) -> None:
    office.answers = [sf_answer({}, "8016"), sf_answer(NUMBERED)]
    booked = LINKS["sf"].book(WANTED)
    assert (booked.tracking_no, booked.sort_code) == ("SF7444407670710", "020")
    form = office.form()
    assert form["serviceCode"] == "EXP_RECE_SEARCH_ORDER_RESP"
    text = form["msgData"] + form["timestamp"] + "word"
    assert form["msgDigest"] == base64.b64encode(md5(quote(text, safe="*").replace("%20", "+"))).decode()
    assert json.loads(form["msgData"])["orderId"] == REFERENCE
    assert office.asked[0][1]["content-type"] == "application/x-www-form-urlencoded;charset=UTF-8"


def test_sf_changes_cancels_and_redirects(office: PostOffice) -> None:
    office.answers = [sf_answer({}), sf_answer({}), sf_answer({})]
    LINKS["sf"].change_address(WANTED, "SF1")
    sent = json.loads(office.form()["msgData"])
    assert (sent["dealType"], sent["isConfirmNew"], sent["destContactInfo"]["city"]) == (1, "1", "杭州市")
    LINKS["sf"].cancel(WANTED, "SF1")
    assert json.loads(office.form()["msgData"]) == {"orderId": REFERENCE, "dealType": 2}
    assert LINKS["sf"].intercept(Interception("WC-R-1", "SF1", builders.LI)) == "WC-R-1"
    sent = json.loads(office.form()["msgData"])
    assert (office.form()["serviceCode"], sent["serviceCode"]) == ("EXP_RECE_WANTED_INTERCEPT", "1")
    assert sent["newDestAddress"]["city"] == "苏州市"


def test_sf_routes_are_our_states_in_utc(office: PostOffice) -> None:
    route = {
        "acceptTime": "2026-11-23 09:30:00",
        "acceptAddress": "杭州市",
        "remark": "已收取快件",
        "opCode": "50",
    }
    office.answers = [
        sf_answer({"routeResps": [{"mailNo": "SF1", "routes": [route, route | {"opCode": "80"}]}]})
    ]
    news = LINKS["sf"].track("SF1", builders.WANG["phone"])
    assert [scan.what for scan in news.scans] == ["picked_up", "signed"]
    assert news.scans[0].at.isoformat() == "2026-11-23T01:30:00+00:00"
    assert json.loads(office.form()["msgData"])["checkPhoneNo"] == "5678"


def test_yto_books(office: PostOffice) -> None:
    office.answers = [{"mailNo": "YT1", "shortAddress": "330-1"}]
    assert LINKS["yto"].book(WANTED).tracking_no == "YT1"
    path, _, body = office.asked[0]
    sent = json.loads(body)
    assert path == "/open/korder_create_adapter/v1/K1/key"
    signed = f"{sent['param']}korder_create_adapterv1secret"
    assert sent["sign"] == base64.b64encode(md5(signed)).decode()
    assert json.loads(sent["param"])["logisticsNo"] == REFERENCE and sent["format"] == "JSON"


def test_yto_intercepts_with_the_new_address(office: PostOffice) -> None:
    office.answers = [{"success": True}]
    assert LINKS["yto"].intercept(Interception("WC-R-1", "YT1", builders.LI)) == "WC-R-1"
    path, _, body = office.asked[0]
    assert "/wanted_change_adapter/" in path
    assert "苏州市" in json.loads(json.loads(body)["param"])["wantedDesc"]


def test_sto_books_and_cancels(office: PostOffice) -> None:
    office.answers = [{"success": "true", "data": {"waybillNo": "777", "bigWord": "A1"}}, {"success": "true"}]
    assert LINKS["sto"].book(WANTED).sort_code == "A1"
    form = office.form()
    assert (form["api_name"], form["to_appkey"]) == ("OMS_EXPRESS_ORDER_CREATE", "sto_oms")
    assert form["data_digest"] == base64.b64encode(md5(form["content"] + "secret")).decode()
    LINKS["sto"].cancel(WANTED, "777")
    assert office.form()["api_name"] == "EDI_MODIFY_ORDER_CANCEL"
    with pytest.raises(Unavailable):
        LINKS["sto"].intercept(Interception("WC-R-1", "777", builders.LI))


def test_yunda_updates_an_order_that_exists(office: PostOffice) -> None:
    exists = {"code": "0000", "data": [{"msg": "更新订单请使用更新接口"}]}
    office.answers = [exists, {"code": "0000", "data": [{"mail_no": "4321", "position": "P1"}]}]
    assert LINKS["yunda"].book(WANTED).tracking_no == "4321"
    paths = [path for path, _, _ in office.asked]
    assert paths == [f"/openapi-api/v1/accountOrder/{name}" for name in ("createBmOrder", "updateBmOrder")]
    _, headers, body = office.asked[1]
    assert headers["sign"] == hashlib.md5(body + b"_secret").hexdigest()
    assert headers["app-key"] == "key" and json.loads(body)["orders"][0]["order_serial_no"] == REFERENCE


def test_kuaidi100_books_once_and_asks_with_capitals(office: PostOffice) -> None:
    office.answers = [
        {"success": True, "code": 200, "data": {"kuaidinum": "ZT1", "bulkpen": "B"}},
        {
            "status": "200",
            "nu": "ZT1",
            "data": [{"time": "2026-11-23 09:00:00", "context": "x", "statusCode": "3"}],
        },
    ]
    assert LINKS["kuaidi100"].book(WANTED).tracking_no == "ZT1"
    form = office.form()
    assert form["sign"] == md5(form["param"] + form["t"] + "k" + "s").hex().upper()
    told = json.loads(form["param"])
    assert (form["method"], told["orderId"], told["reorder"]) == ("order", REFERENCE, False)
    news = LINKS["kuaidi100"].track("ZT1", "13812345678")
    assert [scan.what for scan in news.scans] == ["signed"]
    form = office.form()
    assert form["sign"] == md5(form["param"] + "k" + "c").hex().upper() and form["customer"] == "c"


def test_kuaidi100_carries_a_platforms_token(office: PostOffice) -> None:
    office.answers = [{"success": True, "data": {"kuaidinum": "ZT1"}}]
    LINKS["kuaidi100"].book(Booking(7, 2, "WC", builders.WANG | {"oaid": "TOKEN"}, SENDER))
    assert json.loads(office.form()["param"])["oaid"] == "TOKEN"


def test_callbacks_count_only_with_their_signature(office: PostOffice) -> None:
    param = json.dumps({"status": "polling", "lastResult": {"nu": "ZT1", "state": "0", "data": []}})
    good = urlencode({"param": param, "sign": md5(param + "pepper").hex()}).encode()
    assert LINKS["kuaidi100"].read_callback({}, good)[0].tracking_no == "ZT1"
    assert json.loads(LINKS["kuaidi100"].acknowledge())["returnCode"] == "200"
    data = json.dumps(
        {"billCode": "73", "scanType": "签收", "scanDate": "2026-11-23 10:00:00", "desc": "已签收"}
    )
    digest = base64.b64encode(md5(data + "secret")).decode()
    zto = urlencode({"data": data, "data_digest": digest, "company_id": "c"}).encode()
    assert LINKS["zto"].read_callback({}, zto)[0].scans[0].what == "signed"
    for code, raw in (("kuaidi100", good[:-1] + b"0"), ("zto", zto.replace(b"73", b"74", 1)), ("sf", b"{}")):
        with pytest.raises(Denied):
            LINKS[code].read_callback({}, raw)


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [((500, {}), False), ((429, {}), False), ((400, {}), True), (b"<html>", False), ((302, {}), False)],
)
def test_what_is_no_answer_is_asked_again(office: PostOffice, answer: Any, permanent: bool) -> None:
    office.answers = [answer]
    with pytest.raises(Unavailable) as raised:
        LINKS["yunda"].book(WANTED)
    assert raised.value.permanent is permanent


def test_nobody_there_is_no_answer() -> None:
    with pytest.raises(Unavailable) as raised:
        calling.post("http://127.0.0.1:9/x", b"", {}, timeout_s=0.5)
    assert not raised.value.permanent


def test_without_a_contract_a_carrier_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WAVECARD_CARRIERS", str(tmp_path / "none.json"))
    assert [code for code, link in LINKS.items() if link.ready] == ["sandbox", "manual"]


def test_every_ability_names_its_source() -> None:
    assert all(link.can.source for link in LINKS.values())
    assert {link.can.change for link in LINKS.values()} == {"update", "rebook"}
