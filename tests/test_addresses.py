"""Where one is told to go, and the pairing code as a QR code in the terminal."""

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from app.serving import addresses
from tests.orders.files import wavecard

MODULES = {" ": (0, 0), "\u2580": (255, 0), "\u2584": (0, 255), "\u2588": (255, 255), "\xa0": (0, 0)}


def read_qr(printed: str) -> str:
    """What a phone reads from half blocks on a terminal, light on dark."""
    rows = [line for line in printed.splitlines() if line and set(line) <= MODULES.keys()]
    halves = [[MODULES[one][half] for one in row] for row in rows for half in (0, 1)]
    drawn = Image.new("L", (len(halves[0]), len(halves)))
    drawn.putdata([light for row in halves for light in row])
    [found] = zxingcpp.read_barcodes(
        drawn.resize((drawn.width * 8, drawn.height * 8), Image.Resampling.NEAREST)
    )
    return str(found.text)


def test_pair_shows_a_qr_code_that_opens_the_house_that_serves(tmp_path: Path) -> None:
    addresses.keep(tmp_path, "http://192.168.1.20:8080")
    told = wavecard(tmp_path, "pair").stdout
    code = re.sub("-", "", told.split()[0])
    assert read_qr(told) == f"http://192.168.1.20:8080/#pair={code}"


def test_pair_takes_the_name_behind_a_proxy_and_refuses_what_is_no_address(tmp_path: Path) -> None:
    told = wavecard(tmp_path, "pair", "--url", "https://wms.example.cn/").stdout
    assert read_qr(told).startswith("https://wms.example.cn/#pair=")
    wrong = wavecard(tmp_path, "pair", "--url", "wms.example.cn")
    assert (wrong.exit_code, "wms.example.cn" in wrong.output) == (1, True)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://10.0.0.7:8000"),
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_who_listens_on_one_address_names_no_other(
    host: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "lan_address", lambda: "10.0.0.7")
    assert addresses.base_url("http", host, 8000) == url
