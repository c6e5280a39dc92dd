"""The bench of tests/packing, and what address changes are looked at with."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.printing.models import PrintJob
from app.shipping import links
from app.shipping.carriers import settings
from app.shipping.models import Label, Parcel, Readdress
from app.shipping.sandbox.server import Courier
from tests import builders
from tests.packing.conftest import Bench, Papers, bench, papers

__all__ = ["Bench", "Papers", "bench", "papers"]


@pytest.fixture(autouse=True)
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_given", {"base": "https://track.example.com/"})


def screen(bench: Bench) -> dict[str, object]:
    return builders.send(bench.packer, "lang.choose", lang="en")


def states(parcel: Parcel) -> tuple[str, str]:
    """Of the last address change and of the parcel."""
    last = Readdress.select().where(Readdress.parcel == parcel.id).order_by(Readdress.id.desc()).first()
    return last.state, Parcel.get_by_id(parcel.id).state


def destroy(bench: Bench, parcel: Parcel, version: int = 1) -> dict[str, object]:
    label = Label.get(Label.parcel == parcel.id, Label.version == version)
    return bench.do("label.destroyed", label_id=label.id)


def label_jobs() -> list[PrintJob]:
    return list(PrintJob.select().where(PrintJob.layout == "parcel_label").order_by(PrintJob.id))


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def enter(**told: Any) -> None:
        file = tmp_path / "carriers.json"
        file.write_text(json.dumps({"sandbox": told}))
        settings.FILE.forget()
        monkeypatch.setenv("WAVECARD_CARRIERS", str(file))

    return enter


@pytest.fixture
def courier(configure: Any) -> Iterator[Courier]:
    with Courier() as made:
        configure(url=made.url, timeout_s=5)
        yield made


@pytest.fixture
def redirecting(courier: Courier, configure: Any) -> Courier:
    """A carrier that takes a new address after hand-over, for nothing, and answers when it is told to."""
    courier.house.faults.decides = "wait"
    configure(url=courier.url, redirect=True)
    return courier


def left(bench: Bench, order: Any) -> Parcel:
    """A parcel that its carrier has."""
    parcel = bench.closed(order)
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    bench.do("handover.scan", porter, carrier=parcel.carrier, barcode=bench.label_of(parcel).code)
    return Parcel.get_by_id(parcel.id)
