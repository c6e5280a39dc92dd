from pathlib import Path

import pytest

from app import config, create_app

SOCKET = "/socket.io/?EIO=4&transport=polling"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", [SOCKET, SOCKET.replace("/socket", "//socket")])
def test_the_second_listener_has_no_socket(database: str, tmp_path: Path, path: str) -> None:
    given = config.from_environment(database_url=database, var=tmp_path, public_port=8443)
    client = create_app(given, connect=False).test_client()
    assert client.get(path, environ_overrides={"SERVER_PORT": "8443"}).status_code == 404
    assert client.get(SOCKET).status_code == 400  # there, only not by polling
