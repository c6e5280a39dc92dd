from pathlib import Path

import pytest
from flask import request

from app import config, create_app
from app.errors import Invalid

SOCKET = "/socket.io/?EIO=4&transport=polling"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", [SOCKET, SOCKET.replace("/socket", "//socket")])
def test_the_second_listener_has_no_socket(database: str, tmp_path: Path, path: str) -> None:
    given = config.from_environment(database_url=database, var=tmp_path, public_port=8443)
    client = create_app(given, connect=False).test_client()
    assert client.get(path, environ_overrides={"SERVER_PORT": "8443"}).status_code == 404
    assert client.get(SOCKET).status_code == 400  # there, only not by polling


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("proxies", "address"), [(0, "192.0.2.1"), (1, "203.0.113.9")])
def test_a_callers_address_is_believed_only_from_a_proxy_of_ours(
    database: str, tmp_path: Path, proxies: int, address: str
) -> None:
    given = config.from_environment(database_url=database, var=tmp_path, proxies=proxies)
    app = create_app(given, connect=False)
    seen = []
    app.before_request(lambda: seen.append((request.remote_addr, request.environ["SERVER_PORT"])))
    app.test_client().get(
        "/healthz",
        environ_overrides={"REMOTE_ADDR": "192.0.2.1", "SERVER_PORT": "8000"},
        headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9", "X-Forwarded-Host": "inside:8443"},
    )
    assert seen == [(address, "8000")]


@pytest.mark.parametrize("value", ["eighty", "-1", "70000"])
def test_a_port_that_is_none_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("WAVECARD_PORT", value)
    with pytest.raises(Invalid, match=f"WAVECARD_PORT must be a whole number from 0 to 65535, not .{value}"):
        config.from_environment()
