"""People on walks, picking stop after stop."""

from typing import Any

from app.people.models import SignIn
from app.picking import totes
from app.stock.models import Location
from app.waves import dispatching
from app.waves.models import Pick, Task
from tests import builders
from tests.waves.conftest import Shop

LONG = (0, 2, 4, 6, 8, 30, 32, 34, 36, 38)  # up the first aisle, down the last: 26 m in them, 24 m across
ON_THE_WAY, FAR = 5, 15  # in the first aisle; in the second, which the walk does not enter


def walking(shop: Shop, name: str, *numbers: int, tier: str = "C", done: int = 2, **columns: Any) -> SignIn:
    """Somebody who has started a walk over these SKUs and picked the first stops."""
    shop.order(tier, *numbers, **columns)
    who = shop.picker(name)
    dispatching.dispatch_idle()
    task = task_of(who)
    code = f"T-{totes.make_totes(task.id + 1) and task.id:04d}"
    builders.send(who, "task.start", task_id=task.id)
    assert builders.send(who, "tote.scan", task_id=task.id, slot=1, barcode=code)["ok"]
    for _ in range(done):
        pick_next(who)
    return who


def pick_next(who: SignIn) -> dict[str, Any]:
    card = screen(who)["card"]
    body = {"pick_id": card["pick_id"], "barcode": card["barcodes"][0], "qty": card["qty"]}
    return builders.send(who, "pick.scan", **body)


def screen(who: SignIn, lang: str = "en") -> dict[str, Any]:
    return builders.send(who, "lang.choose", lang=lang)


def task_of(who: SignIn) -> Task:
    return Task.get_by_id(dispatching.find_task_of(who.operator_id).id)


def bays(task: Task) -> list[str]:
    query = Pick.select(Pick, Location).join(Location).where(Pick.task == task.id, Pick.state == "open")
    return [pick.location.code for pick in query.order_by(Pick.seq)]
