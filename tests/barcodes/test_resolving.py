import pytest
from flask import Flask

from app.barcodes.resolving import resolve
from app.picking.models import FloorException
from app.stock.models import Barcode, Sku
from app.words import Words, say
from tests import builders
from tests.picking.conftest import Walk, walk
from tests.waves.conftest import shop

__all__ = ["shop", "walk"]


@pytest.fixture
def goods(walk: Walk) -> Sku:
    sku = Sku.create(code="TEA-1", name="Tea")
    Barcode.create(code="6902538005141", sku=sku)
    Barcode.create(code="84501446314", sku=sku)
    return sku


@pytest.mark.parametrize(
    "code", ["6902538005141", "0084501446314", "084501446314", "84501446314", "tea-1", "]C10106902538005141"]
)
def test_goods_are_known_in_every_spelling(goods: Sku, code: str) -> None:
    found = resolve(code)
    assert (found.kind, found.details["id"]) == ("item", goods.id)


def test_lot_and_expiry_come_along(goods: Sku) -> None:
    told = resolve("(01)06902538005141(17)271231(10)AB-1").details
    assert (told["lot"], told["expires_on"], told["serial"]) == ("AB-1", "2027-12-31", None)


def test_a_carton_is_never_taken_for_an_item(goods: Sku) -> None:
    assert resolve("16902538005148").kind == "carton"


def test_our_own_codes_are_told_apart(walk: Walk) -> None:
    pick = walk.picks()[0]
    badge = walk.ann.operator.badge
    codes = {pick.location.code: "location", "t-0001": "tote", "ST-1": "station", badge: "badge"}
    codes[f"TASK-{walk.task.id}"] = "task"
    assert {code: resolve(code).kind for code in codes} == codes
    assert resolve("http://10.0.0.1:8000/#pair=ABCD2345").kind == "pairing"
    assert resolve("4711-unknown").kind == "unknown"


def test_an_unknown_code_is_reported_and_taught_by_the_lead_and_then_picks(walk: Walk) -> None:
    code, pick = "2000000000015", walk.picks()[0]
    assert walk.send("barcode.report", barcode=code, sku=pick.sku.code)["ok"]
    assert FloorException.get().kind == "unknown-code"
    assert walk.send("barcode.teach", barcode=code, item=pick.sku.code)["code"] == "denied"
    lead = builders.sign_in(builders.make_operator("lead"), work="lead")
    assert builders.send(lead, "barcode.teach", barcode=code, item="nobody")["code"] == "not_found"
    assert builders.send(lead, "barcode.teach", barcode=code, item=pick.sku.code)["ok"]
    assert builders.send(lead, "barcode.teach", barcode=code, item=pick.sku.code)["code"] == "refused"
    assert walk.scan(barcode=code)["card"]["done_qty"] == 1


def test_a_packer_is_told_what_to_do_with_an_unknown_code_at_the_bench(walk: Walk) -> None:
    ben = builders.sign_in(builders.make_operator("packer"), work="packing")
    told = builders.send(ben, "barcode.report", barcode="4711", sku="S01 / S05")
    assert told["message"] == say(Words("barcode.reported_bench"), ben.operator.lang)


def test_who_is_signed_in_may_ask_and_nobody_else(app: Flask, walk: Walk) -> None:
    client = app.test_client()
    asked = {"json": {"barcode": "T-0001"}, "headers": {"X-Wavecard": "1"}}
    assert client.post("/api/barcodes/resolve", **asked).status_code == 401
    with client.session_transaction() as session:
        session["by"] = walk.ann.token
    assert client.post("/api/barcodes/resolve", **asked).get_json()["kind"] == "tote"
