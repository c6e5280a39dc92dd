"""Two people act on one parcel at the same moment, on both databases."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from app.orders.models import Order
from app.shipping import checks, handing_over, readdressing
from app.shipping.models import Parcel, Readdress
from tests import builders
from tests.packing.conftest import Bench

Answer = dict[str, Any]


class Held:
    """Pauses whoever calls `name` of `module` inside their transaction, until `go`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.there, self.go = threading.Event(), threading.Event()
        real = getattr(module, name)

        def wait(*args: Any) -> Any:
            self.there.set()
            assert self.go.wait(10)
            return real(*args)

        monkeypatch.setattr(module, name, wait)


def both(held: Held, first: Callable[[], Answer], second: Callable[[], Answer]) -> tuple[Answer, Answer]:
    """`first` is in the middle of its transaction when `second` begins; their answers."""
    answers: dict[str, Answer] = {}
    threads = [
        threading.Thread(target=lambda: answers.update(first=first())),
        threading.Thread(target=lambda: answers.update(second=second())),
    ]
    threads[0].start()
    assert held.there.wait(10)
    threads[1].start()
    threads[1].join(0.3)
    waited = threads[1].is_alive()
    held.go.set()
    for thread in threads:
        thread.join(10)
    assert waited, "nobody waited for the other"
    return answers["first"], answers["second"]


def test_a_parcel_being_stopped_does_not_slip_out(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    code = bench.label_of(parcel).code
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    held = Held(monkeypatch, readdressing.labels, "retire")
    stopped, refused = both(
        held,
        lambda: builders.send(bench.lead, "order.readdress", order_id=order.id, address=builders.LI),
        lambda: builders.send(porter, "handover.scan", carrier="sandbox", barcode=code),
    )
    assert stopped["ok"]
    assert not refused["ok"] and ("STOP" in refused["message"] or "VOID" in refused["message"])
    assert Parcel.get_by_id(parcel.id).state == "closed"
    assert checks.list_problems() == []


def test_a_parcel_on_its_way_out_is_not_stopped_too_late(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = bench.order()
    parcel = bench.closed(order)
    code = bench.label_of(parcel).code
    porter = builders.sign_in(builders.make_operator("packer"), "handover")
    held = Held(monkeypatch, handing_over, "_go")
    left, refused = both(
        held,
        lambda: builders.send(porter, "handover.scan", carrier="sandbox", barcode=code),
        lambda: builders.send(bench.lead, "order.readdress", order_id=order.id, address=builders.LI),
    )
    assert left["ok"] and Order.get_by_id(order.id).state == "shipped"
    assert not refused["ok"] and "intercept" in refused["message"]
    assert not Readdress.select().exists()
    assert checks.list_problems() == []
