import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from app.people import pairing
from app.people.models import Device, SignIn
from tests.lead.conftest import SignedIn
from tests.lead.floor import Floor

OURS = {"X-Wavecard": "1"}
READS = [
    "/api/lead/board",
    "/api/lead/devices",
    "/api/lead/search?q=W1",
    "/api/lead/orders/1",
    "/api/lead/skus/1",
    "/api/lead/whatif/orders/1",
    "/api/lead/whatif/crew?more=2&until=18:00",
    "/api/lead/whatif/aisle?aisle=7",
]
WRITES = ["/api/lead/pairing", "/api/lead/devices/1/revoke"]


@pytest.mark.parametrize("path", READS)
def test_nobody_and_a_picker_read_nothing(signed_in: SignedIn, path: str) -> None:
    assert signed_in().get(path).status_code == 401
    answer = signed_in("picker", "packer").get(path)
    assert (answer.status_code, answer.json["code"]) == (403, "denied")


@pytest.mark.parametrize("path", WRITES)
def test_nobody_and_a_picker_change_nothing(signed_in: SignedIn, path: str) -> None:
    assert signed_in().post(path, json={}, headers=OURS).status_code == 401
    assert signed_in("picker").post(path, json={}, headers=OURS).status_code == 403


@pytest.mark.parametrize("path", WRITES)
def test_a_foreign_page_changes_nothing_with_the_leads_cookie(signed_in: SignedIn, path: str) -> None:
    assert signed_in("lead").post(path, json={}).status_code == 403


def test_customer_service_searches_and_reads_orders_but_sees_no_board(
    signed_in: SignedIn, floor: Floor
) -> None:
    order = floor.order()
    client = signed_in("customer_service")
    (hit,) = client.get(f"/api/lead/search?q={order.order_no}").json["hits"]
    assert client.get(f"/api/lead/orders/{hit['order_id']}").json["order"]["address"]["name"] == "王芳"
    assert client.get("/api/lead/board").status_code == client.get("/api/lead/devices").status_code == 403


def test_the_board_speaks_the_readers_language(signed_in: SignedIn, floor: Floor) -> None:
    floor.order("A")
    english, chinese = signed_in("lead").get("/api/lead/board").json, signed_in("admin", lang="zh-CN")
    assert english["tiers"][0]["tier_name"] == "Urgent"
    assert chinese.get("/api/lead/board").json["tiers"][0]["tier_name"] == "医药急单"
    assert (english["operator"]["name"], english["now"]) == ("Lea", "2026-11-23T01:00:00.000Z")


def test_the_pairing_code_is_in_the_qr_and_pairs_once(signed_in: SignedIn) -> None:
    told = signed_in("lead").post("/api/lead/pairing", json={}, headers=OURS).json
    code = told["code"].replace("-", "")
    assert told["url"].endswith(f"/#pair={code}")
    assert "localhost" not in told["url"]
    assert read_qr(told["qr_svg"]) == told["url"]
    device, _ = pairing.pair(told["code"])
    names = [found["name"] for found in signed_in("lead").get("/api/lead/devices").json["devices"]]
    assert device.id and f"PDA-{device.id}" in names


def read_qr(svg: str) -> str:
    """What a camera reads from the SVG's path of unit squares."""
    size = int(float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1]))  # type: ignore[index]
    image = Image.new("L", (size * 8, size * 8), 255)
    draw = ImageDraw.Draw(image)
    for x, y in re.findall(r"M([\d.]+),([\d.]+)H", svg):
        left, top = float(x) * 8, float(y) * 8
        draw.rectangle((left, top, left + 7, top + 7), fill=0)
    png = BytesIO()
    image.save(png, "PNG")
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)


def test_a_revoked_device_is_shut_out_and_stays_listed_as_such(signed_in: SignedIn, floor: Floor) -> None:
    lost = floor.signed_in(floor.person("Ann"))
    client = signed_in("lead")
    assert client.post(f"/api/lead/devices/{lost.device_id}/revoke", json={}, headers=OURS).json == {
        "ok": True
    }
    devices = {found["device_id"]: found for found in client.get("/api/lead/devices").json["devices"]}
    assert devices[lost.device_id]["revoked"] and not devices[lost.device_id]["online"]
    assert SignIn.get_by_id(lost.id).ended_at is not None
    assert Device.get_by_id(lost.device_id).revoked_at is not None
    again = client.post(f"/api/lead/devices/{lost.device_id}/revoke", json={}, headers=OURS)
    assert again.status_code == 404


def test_the_pages_send_everybody_else_to_sign_in(signed_in: SignedIn) -> None:
    for client, page in [
        (signed_in(), "/lead"),
        (signed_in("picker"), "/lead"),
        (signed_in("picker"), "/printers"),
    ]:
        answer = client.get(page)
        assert (answer.status_code, answer.location) == (302, f"/?next={page}")


def test_a_search_of_odd_characters_finds_nothing_and_a_long_one_is_refused(signed_in: SignedIn) -> None:
    client = signed_in("lead")
    assert client.get("/api/lead/search?q=%00").json == {"hits": []}
    assert client.get(f"/api/lead/search?q={'x' * 81}").status_code in (400, 422)
