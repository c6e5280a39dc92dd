"""PostgreSQL: whoever gives or takes promises waits for its turn before it touches a row."""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from app import db
from app.clock import now
from app.orders import checks as order_checks
from app.orders import holding, taking_in
from app.orders.draft import OrderDraft
from app.orders.models import Order, OrderLine
from app.orders.restocking import restock
from app.picking import cancelling, scanning, shortages
from app.stock import moving, stocking
from app.stock.listing import Standing
from app.stock.models import Balance, Location, Sku
from app.stock.sql import lock_promises
from app.waves.models import Pick
from tests.picking.conftest import start_walk
from tests.waves.conftest import Shop, shop

__all__ = ["shop"]

pytestmark = [
    pytest.mark.pg,
    pytest.mark.timeout(60),
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database = %s"


def meanwhile(url: str, work: Callable[[], Any], ours: Callable[[], Any]) -> None:
    """Hold the turn, let `work` begin and wait for it, do `ours`, end our turn; both must succeed."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with db.connection():
                work()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    with db.transaction():
        lock_promises()
        thread.start()
        _await_waiter(url)
        ours()
    thread.join(timeout=20)
    assert not failed and not thread.is_alive()


def _await_waiter(url: str) -> None:
    until = time.monotonic() + 15
    with psycopg.connect(url, autocommit=True) as watching:
        oid = watching.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()[0]
        while not watching.execute(WAITING, (oid,)).fetchone()[0]:
            assert time.monotonic() < until, "nobody waits for our turn"
            time.sleep(0.02)


def touch_all() -> None:
    """What others do in their turn may be about any of these rows."""
    Balance.update(reserved=Balance.reserved).execute()
    Pick.update(qty=Pick.qty).execute()
    Sku.insert(code="NEW", name="").execute()


@pytest.mark.parametrize("kind", ["short", "undo", "put_back"])
def test_a_pick_waits_before_it_touches_its_rows(database: str, shop: Shop, kind: str) -> None:
    walk = start_walk(shop, 0, qty=3)
    pick, by = walk.picks()[0], walk.ann.operator_id
    walk.scan(qty=1)
    if kind == "put_back":
        cancelling.cancel(walk.order.id, "", by)
    if kind == "undo":
        Order.update(state="cancelled").where(Order.id == walk.order.id).execute()
    work = {
        "short": lambda: shortages.short(pick.id, 1, by),
        "undo": lambda: scanning.undo(pick.id, by),
        "put_back": lambda: cancelling.put_back(walk.order.id, by),
    }
    meanwhile(database, work[kind], touch_all)


def test_an_import_waits_before_it_touches_its_rows(database: str, shop: Shop) -> None:
    draft = OrderDraft.model_validate(
        {"channel": "shop", "channel_ref": "1", "ordered_at": now(), "lines": [{"sku": "NEW", "qty": 1}]}
    )
    meanwhile(database, lambda: taking_in.take_in([draft]), touch_all)
    assert OrderLine.get().sku_id == Sku.get(Sku.code == "NEW").id


def test_a_list_of_stock_waits_before_it_touches_its_rows(database: str, shop: Shop) -> None:
    rows = [Standing("list.csv", 1, Location.get().code, "NEW", 7)]
    meanwhile(database, lambda: stocking.set_stock(rows), touch_all)
    assert Balance.get(Balance.sku == Sku.get(Sku.code == "NEW").id).on_hand == 7


def test_an_order_that_is_cancelled_while_stock_is_given_out_gets_none(database: str, shop: Shop) -> None:
    order = shop.order("A", 0)
    line = order.lines.get()
    holding.cancel(order.id, "", None)
    Order.update(state="new").where(Order.id == order.id).execute()
    moving.load(Location.get().id, line.sku_id, 1)
    meanwhile(
        database, restock, lambda: Order.update(state="cancelled").where(Order.id == order.id).execute()
    )
    assert Order.get().state == "cancelled"
    assert [told for told in order_checks.list_problems() if "promised" in told] == []
