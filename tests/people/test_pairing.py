import pytest
from flask.testing import FlaskClient

from app.errors import Denied
from app.people import pairing
from app.people.models import Device, PairingCode
from tests.people.conftest import OURS


def test_a_code_pairs_one_device_once(client: FlaskClient) -> None:
    code, _ = pairing.make_code()
    answer = client.post("/api/devices/pair", json={"code": f"{code[:4]}-{code[4:].lower()}"}, headers=OURS)
    token = answer.json["device_token"]
    assert pairing.device_by_token(token).id == answer.json["device_id"]
    assert client.post("/api/devices/pair", json={"code": code}, headers=OURS).status_code == 403
    assert Device.select().count() == 1


def test_a_code_ends_after_five_minutes(database: str, clock) -> None:
    code, _ = pairing.make_code()
    clock.advance(minutes=5, seconds=1)
    with pytest.raises(Denied):
        pairing.pair(code)


def test_neither_codes_nor_tokens_can_be_read_from_the_database(database: str) -> None:
    code, _ = pairing.make_code()
    _, token = pairing.pair(code)
    assert code not in str(list(PairingCode.select().dicts()))
    assert token not in str(list(Device.select().dicts()))


def test_a_revoked_device_is_shut_out(database: str) -> None:
    device, token = pairing.pair(pairing.make_code()[0])
    pairing.revoke_device(device.id)
    with pytest.raises(Denied):
        pairing.device_by_token(token)


def test_codes_cannot_be_guessed_for_long(client: FlaskClient) -> None:
    tries = [client.post("/api/devices/pair", json={"code": f"AAAA{n:04d}"}, headers=OURS) for n in range(32)]
    assert [one.status_code for one in tries][-1] == 429
    assert tries[-1].json["code"] == "invalid"
