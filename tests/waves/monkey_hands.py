"""What everybody on the floor does: send an operation, follow the screen, and in the end finish all."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from app import clock
from app.ops import screens
from app.ops.performing import perform
from app.orders import holding
from app.orders.models import Block, Order
from app.orders.restocking import restock
from app.people.models import Operator, SignIn
from app.picking.models import Tote
from app.stock.models import Balance, StockCount
from app.waves import closing, dispatching, planning, urging
from tests import builders
from tests.waves.monkey_floor import MonkeyFloor

Answer = dict[str, Any]
Card = dict[str, Any]
Body = dict[str, Any]
Act = tuple[str, Body]
Late = tuple[SignIn, str, datetime, Body]  # kept in a dead spot: by whom, what, done when


class Hands:
    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.floor = MonkeyFloor(self.rng)
        self.ops = 0
        self.story: list[str] = []
        self.sent: list[tuple[SignIn, dict[str, Any], Answer]] = []
        self.outbox: dict[int, list[Late]] = {}

    def give_out(self) -> None:
        """What the house's loops do."""
        closing.hold_stranded()
        urging.join_urgent()
        dispatching.dispatch_idle()
        if self.rng.random() < 0.2:
            for tier in planning.list_wave_tiers():
                planning.plan(tier)

    def send(self, who: SignIn, kind: str, at: datetime | None = None, **body: Any) -> Answer:
        """One operation, answered without a bug by a screen that the verb names; `at`: in a dead spot."""
        self.ops += 1
        raw = {"op_id": f"monkey-{self.ops:06d}", "kind": kind, "by": who.token, "body": body}
        raw["at"] = (at or clock.now()).isoformat()
        answer = perform(raw, who.device_id)
        told = answer.get("code") or answer["screen"]
        self.story.append(
            f"{who.operator.name} {kind} {body} {'late ' if at else ''}-> {told} {answer['message']}"
        )
        assert answer.get("code") != "internal", self.tell(answer)
        assert "{" not in f"{answer['message']}{answer.get('attention')}", self.tell(answer)
        if answer["ok"] and at is None:  # what comes late may find any screen
            named = builders.screens_of(kind) | {"interrupt"}
            assert answer["screen"] in named, self.tell(f"{kind} led to {answer['screen']}")
        self.sent.append((who, raw, answer))
        return answer

    def tell(self, what: Any) -> str:
        return "\n".join([str(what), *self.story[-60:]])

    def _do(self, who: SignIn, act: Act) -> Answer:
        return self.send(who, act[0], **act[1])

    def follow(self, who: SignIn) -> bool:
        """The screen's one next action, which must be possible; False when there is nothing to do."""
        shown = screens.current(SignIn.get_by_id(who.id))
        step = self._next(shown.screen, shown.card)
        if step is None:
            return False
        answer = self._do(who, step)
        assert answer["ok"], self.tell(f"the screen offered it: {shown} {answer}")
        return True

    def _next(self, screen: str, card: Card) -> Act | None:
        task = {"task_id": card.get("task_id")}
        if screen == "interrupt":
            return "interrupt.seen", {"interrupt_id": card["interrupt_id"]}
        if screen == "offer":
            return "task.start", task
        if screen == "totes":
            return "tote.scan", task | {"slot": card["next_slot"], "barcode": self._free_totes()[0]}
        if screen == "pick" and card["check_location"] and not card["location_ok"]:
            return "location.scan", {"pick_id": card["pick_id"], "barcode": card["location"]}
        if screen == "pick":
            left = card["qty"] - card["done_qty"]
            return "pick.scan", {"pick_id": card["pick_id"], "barcode": card["barcodes"][0], "qty": left}
        if screen == "zero_check":
            return "location.empty", {"location_id": card["location_id"], "empty": True}
        if screen == "unload":
            bench = card["bring_to"] or self.rng.choice(card["stations"])
            return "task.unload", task | {"station": bench["code"]}
        assert screen == "idle", self.tell(screen)
        return None

    def _free_totes(self, count: int = 1) -> list[str]:
        free = Tote.select().where(Tote.task_id.is_null(), Tote.order_id.is_null())
        return [tote.code for tote in free.order_by(Tote.id).limit(count)]

    def _any(self, model: Any, *where: Any) -> int:
        found = [row.id for row in model.select(model.id).where(model.id > 0, *where)]
        return int(self.rng.choice(found[-30:])) if found else 1

    def finish(self, rounds: int = 400) -> None:
        """Nothing random any more: holds are lifted, shelves are full and counted; everybody follows."""
        self.story.append("--- finishing")
        for who in list(self.floor.pickers):
            for sender, kind, at, body in self.outbox.pop(who.id, []):
                self.send(sender, kind, at, **body)
        for aisle in closing.list_closed():
            self.send(self.floor.lead, "aisle.open", aisle=aisle)
        Operator.update(equipment="").execute()  # a walk may need more totes than a small cart holds
        self.floor.load(300)
        for _ in range(rounds):
            clock.set_now(clock.now() + timedelta(seconds=30))
            self.floor.everybody_is_here()
            busy = self._put_right() + restock()
            self.give_out()
            busy += sum([self.follow(who) for who in self.floor.pickers])
            if not busy and not self._waits_for_its_wave():
                return
            if not busy:
                clock.set_now(clock.now() + timedelta(minutes=20))
        raise AssertionError(self.tell("it never ends"))

    def _waits_for_its_wave(self) -> bool:
        return bool(Order.select().where(Order.state == "ready").exists())

    def _put_right(self) -> int:
        """The lead counts and lifts; how many things that were."""
        blocks = list(Block.select().where(Block.lifted_at.is_null()))
        for block in blocks:
            holding.lift(block.id, self.floor.lead.operator_id)
        counted = list(StockCount.select().where(StockCount.closed_at.is_null()))
        for count in counted:
            booked = Balance.get_or_none(location=count.location_id, sku=count.sku_id)
            found = booked.on_hand if booked else 0
            assert self.send(self.floor.lead, "count.close", count_id=count.id, found=found)["ok"]
        return len(blocks) + len(counted)
