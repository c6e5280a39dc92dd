from flask.testing import FlaskClient

from app.people import first_admin
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
