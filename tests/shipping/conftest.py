"""The bench of tests/packing, and what address changes are looked at with."""

import pytest

from app.printing.models import PrintJob
from app.shipping import links
from app.shipping.models import Label, Parcel, Readdress
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
