import json
from typing import Any

import pytest
from socketio.packet import ACK

from app.plain import encode
from app.push import TextPacket


@pytest.mark.parametrize(
    "value",
    [
        {"name": '货架 "3" \\ \u2028 \x00\x1f', "qty": 2, "of": None, "ok": [True, False]},
        [0.1, 1e22, -1e-7, 123456789012345680.0, 2**70],
        {},
        "",
    ],
)
def test_plain_data_reads_back_as_what_it_was(value: Any) -> None:
    assert json.loads(encode(value)) == value


def test_what_is_kept_is_written_as_it_always_was() -> None:
    kept = {"货": [1, 2.5, "</a>\n"], "none": None}
    assert encode(kept) == json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def test_what_is_no_plain_data_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown type"):
        encode({"of": object()})


def test_an_answer_is_sent_even_with_half_a_character_in_it() -> None:
    assert TextPacket(ACK, ["货"], id=7).encode() == '37["货"]'
    assert TextPacket(ACK, ["\ud83d"], id=7).encode() == '37["\\ud83d"]'
