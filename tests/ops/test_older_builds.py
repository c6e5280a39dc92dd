"""A handheld that sat in a dead spot during the update still runs the build before, or the one before."""

import json
from pathlib import Path
from typing import Any

import pytest

from app import features
from app.ops.verbs import get_verb, read_body

RECORDED = Path(__file__).parent / "recorded"  # each kind of operation as that build's screens sent it
ROLES = ["picker", "packer", "lead", "admin"]


def list_recorded() -> list[Any]:
    return [
        pytest.param(one["kind"], one["body"], id=f"{build}-{number}-{one['kind']}")
        for build in ("last", "before-last")
        for number, one in enumerate(json.loads((RECORDED / f"{build}.json").read_text("utf-8")))
    ]


@pytest.mark.parametrize(("kind", "body"), list_recorded())
def test_what_the_two_builds_before_send_is_understood(kind: str, body: dict[str, Any]) -> None:
    features.load_verbs()
    read = read_body(get_verb(kind, ROLES), body)
    assert {name: read[name] for name in body} == body
