import pytest
from flask.testing import FlaskClient

from app.people import first_admin, operators
from app.people.models import Operator


def test_the_link_makes_one_admin_and_then_nothing(client: FlaskClient) -> None:
    token = first_admin.make_link_token()
    assert client.get(f"/first/{token}").status_code == 200
    made = client.post(f"/first/{token}", data={"name": "Zhang", "pin": "2468"})
    admin = Operator.get()
    assert admin.badge in made.get_data(as_text=True) and admin.roles == ["admin", "lead"]
    assert client.get(f"/first/{token}").status_code == 404
    assert client.post(f"/first/{token}", data={"name": "Eve", "pin": "2468"}).status_code == 404
    assert first_admin.make_link_token() is None
    assert Operator.select().count() == 1


def test_a_bad_pin_says_so_and_the_link_still_works(client: FlaskClient) -> None:
    token = first_admin.make_link_token()
    assert client.post(f"/first/{token}", data={"name": "Zhang", "pin": "12"}).status_code == 400
    assert client.post(f"/first/{token}", data={"name": "Zhang", "pin": "2468"}).status_code == 200


def test_a_newer_link_ends_the_older_one(client: FlaskClient) -> None:
    old = first_admin.make_link_token()
    first_admin.make_link_token()
    assert client.get(f"/first/{old}").status_code == 404


def test_a_link_is_worth_nothing_once_somebody_is_admin(client: FlaskClient) -> None:
    token = first_admin.make_link_token()
    operators.add_operator("Zhang", ["admin"])
    assert client.post(f"/first/{token}", data={"name": "Eve", "pin": "2468"}).status_code == 404
    assert Operator.select().count() == 1


def test_an_admin_without_a_name_is_refused_and_the_link_still_works(client: FlaskClient) -> None:
    token = first_admin.make_link_token()
    refused = client.post(f"/first/{token}", data={"name": " \t", "pin": "2468"})
    assert (refused.status_code, Operator.select().count()) == (400, 0)
    assert client.post(f"/first/{token}", data={"name": "Zhang", "pin": "2468"}).status_code == 200


def test_a_bug_names_the_page_in_the_log_and_not_the_token_in_its_address(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(first_admin, "get_link", lambda token: 1 / 0)
    client.application.testing = False
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/first/secret-token").status_code == 500
    told = [record.getMessage() for record in caplog.records]
    assert any("first" in line for line in told) and "secret-token" not in " ".join(told)
