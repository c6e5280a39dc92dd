import pytest
from flask.testing import FlaskClient

from app.errors import Denied, Invalid
from app.people import operators, pairing, pins, signing_in
from app.people.models import Device, Operator, SignIn
from app.timeline.models import Entry
from tests.people.conftest import OURS


@pytest.fixture
def device(database: str) -> Device:
    return pairing.pair(pairing.make_code()[0])[0]


def test_badge_and_pin_sign_in_and_the_answer_names_the_screen(client: FlaskClient) -> None:
    _, token = pairing.pair(pairing.make_code()[0])
    ann, pin = operators.add_operator("Ann", ["picker"])
    body = {"device_token": token, "badge": ann.badge.lower(), "pin": pin}
    answer = client.post("/api/session", json=body, headers=OURS)
    assert (answer.json["screen"], answer.json["operator"]["name"]) == ("idle", "Ann")
    assert client.get("/api/screen").json["screen"] == "idle"
    assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert client.delete("/api/session", headers=OURS).json == {"ok": True}
    assert client.get("/api/screen").status_code == 401


def test_pins_are_argon2id_and_random(database: str) -> None:
    made = [operators.add_operator(f"P{n}", ["picker"]) for n in range(6)]
    assert all(operator.pin_hash.startswith("$argon2id$") for operator, _ in made)
    assert len({pin for _, pin in made}) > 1


def test_five_wrong_pins_lock_the_badge_for_five_minutes(device: Device, clock) -> None:
    ann, pin = operators.add_operator("Ann", ["picker"], pin="2468")
    for _ in range(signing_in.MAX_TRIES):
        with pytest.raises(Denied, match="Badge or PIN"):
            signing_in.sign_in(device, ann.badge, "1357")
    with pytest.raises(Denied, match="Too many"):
        signing_in.sign_in(device, ann.badge, pin)
    clock.advance(minutes=5, seconds=1)
    assert signing_in.sign_in(device, ann.badge, pin).operator_id == ann.id


def test_many_tries_at_the_same_moment_are_no_more_than_five(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try comes while the one before is still being checked."""
    ann, _ = operators.add_operator("Ann", ["picker"], pin="2468")
    checked: list[str] = []

    def check_and_try_again(pin_hash: str, pin: str) -> bool:
        checked.append(pin)
        if len(checked) < 20:
            with pytest.raises(Denied):
                signing_in.sign_in(device, ann.badge, pin)
        return False

    monkeypatch.setattr(pins, "_verify", check_and_try_again)
    with pytest.raises(Denied):
        signing_in.sign_in(device, ann.badge, "1357")
    assert len(checked) == signing_in.MAX_TRIES
    assert Entry.select().where(Entry.what == "operator:locked").count() == 1


def test_the_fifth_try_may_be_right_and_after_a_lock_five_more_are_counted(device: Device, clock) -> None:
    ann, pin = operators.add_operator("Ann", ["picker"], pin="2468")
    wrong = [*["1357"] * (signing_in.MAX_TRIES - 1)]
    for tried in (*wrong, pin, *wrong, "1357"):
        if tried == pin:
            assert signing_in.sign_in(device, ann.badge, pin)
            continue
        with pytest.raises(Denied, match="Badge or PIN"):
            signing_in.sign_in(device, ann.badge, tried)
    clock.advance(minutes=5, seconds=1)
    for _ in range(signing_in.MAX_TRIES):
        with pytest.raises(Denied, match="Badge or PIN"):
            signing_in.sign_in(device, ann.badge, "1357")
    with pytest.raises(Denied, match="Too many"):
        signing_in.sign_in(device, ann.badge, pin)


@pytest.mark.parametrize(("role", "digits"), [("picker", 4), ("lead", 6), ("admin", 6)])
def test_who_may_do_more_gets_a_longer_pin(database: str, role: str, digits: int) -> None:
    made, pin = operators.add_operator("Ann", ["packer", role])
    assert (len(pin), len(operators.reset_pin(made.badge)[1])) == (digits, digits)


def test_a_new_pin_lifts_the_lock(device: Device) -> None:
    ann, _ = operators.add_operator("Ann", ["picker"], pin="2468")
    for _ in range(signing_in.MAX_TRIES):
        with pytest.raises(Denied):
            signing_in.sign_in(device, ann.badge, "1357")
    _, pin = operators.reset_pin(ann.badge)
    assert signing_in.sign_in(device, ann.badge, pin)


def test_one_operator_is_signed_in_on_one_device(device: Device) -> None:
    other, _ = pairing.pair(pairing.make_code()[0])
    ann, pin = operators.add_operator("Ann", ["picker"])
    signing_in.sign_in(device, ann.badge, pin)
    signing_in.sign_in(other, ann.badge, pin)
    assert [one.device_id for one in SignIn.select().where(SignIn.ended_at.is_null())] == [other.id]


def test_an_unknown_badge_costs_a_hash_too(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    monkeypatch.setattr(pins, "_verify", lambda pin_hash, pin: bool(checked.append(pin_hash)))
    with pytest.raises(Denied):
        signing_in.sign_in(device, "OP-9999", "1234")
    assert len(checked) == 1


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "", "１２３４"])
def test_a_pin_is_four_to_eight_digits(database: str, pin: str) -> None:
    with pytest.raises(Invalid):
        operators.check_pin(pin)


def test_roles_are_known_ones(database: str) -> None:
    with pytest.raises(Invalid):
        operators.add_operator("Ann", ["queen"])
    assert Operator.select().count() == 0


def test_a_pin_is_whole_with_its_own_digits_and_an_unknown_badge_looks_like_a_pickers(database: str) -> None:
    picker, pin = operators.add_operator("Ann", ["picker"])
    lead, long_pin = operators.add_operator("Bea", ["lead"])
    assert signing_in.is_whole(picker.badge, pin)
    assert not signing_in.is_whole(lead.badge, long_pin[:4])
    assert signing_in.is_whole(lead.badge, long_pin)
    assert signing_in.is_whole("OP-9999", "1234")
    operators.reset_pin(picker.badge, "123456")
    assert not signing_in.is_whole(picker.badge, "1234")
