"""Three pickers and a lead who do at random what their screens and roles let them do, through the verbs."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from app import clock
from app.errors import AppError
from app.lead import board, order_life, search, tickets, whatif, whatif_floor
from app.ops import screens
from app.ops.performing import perform
from app.orders.models import Block, Order
from app.orders.restocking import restock
from app.people import signing_in
from app.people.models import SignIn
from app.picking.models import FloorException
from app.picking.whole_walk import whole_walk
from app.stock.models import StockCount
from app.waves.models import Pick, Task
from tests import builders
from tests.waves.monkey_floor import AISLES
from tests.waves.monkey_hands import Act, Card, Hands, Late

WALKING = ("queued", "offered", "started")


class Monkey(Hands):
    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.acts: dict[str, Callable[[SignIn, Card], None]] = {
            "offer": self._at_offer,
            "totes": self._at_totes,
            "pick": self._at_pick,
            "zero_check": self._at_zero_check,
            "unload": self._at_unload,
        }

    def step(self) -> None:
        """Somebody does something, and the clock goes on."""
        clock.set_now(clock.now() + timedelta(seconds=self.rng.choice((1, 3, 10, 40, 200))))
        self.floor.everybody_is_here()
        chance = self.rng.random()
        if chance < 0.08:
            self._orders_come()
        elif chance < 0.22:
            self._lead_acts()
        elif chance < 0.25:
            self._send_again()
        elif chance < 0.27:
            self._restock()
        else:
            self._picker_acts(self.rng.choice(self.floor.pickers))
        if self.rng.random() < 0.6:
            self.give_out()

    def _orders_come(self) -> None:
        if self.rng.random() < 0.1:
            self.floor.take_in_alike()
            self.story.append("five alike come")
            return
        again = self.floor.drafts and self.rng.random() < 0.35
        self.floor.take_in(self.rng.choice(list(self.floor.drafts)) if again else "")
        self.story.append("order changes" if again else "order comes")

    def _restock(self) -> None:
        self.floor.load()
        restock()

    def _send_again(self) -> None:
        """The same operation once more: the same answer."""
        if not self.sent:
            return
        who, raw, answer = self.rng.choice(self.sent[-40:])
        again = perform(raw, who.device_id)
        if answer["ok"]:
            assert again == answer | {"repeated": True}, self.tell(again)

    def _picker_acts(self, who: SignIn) -> None:
        chance = self.rng.random()
        if who.id in self.outbox:
            self._comes_back(who)
        elif chance < 0.03:
            self._into_dead_spot(who)
        elif chance < 0.04:
            self._signs_in_anew(who)
        elif chance < 0.06:
            self.send(who, "help.call", reason="?")
            self.send(who, "barcode.report", barcode="0012345")
        else:
            self._looks_and_acts(who)

    def _looks_and_acts(self, who: SignIn) -> None:
        shown = screens.current(SignIn.get_by_id(who.id))
        self._same_in_dead_spot(who, shown)
        act = self.acts.get(shown.screen)
        if act is None or self.rng.random() < 0.45:
            self.follow(who)
        else:
            act(who, shown.card)

    def _same_in_dead_spot(self, who: SignIn, shown: screens.Screen) -> None:
        """What the handheld would show by itself is what the server shows."""
        walk = whole_walk(SignIn.get_by_id(who.id))["walk"]
        assert (walk is not None) or shown.screen in ("idle", "interrupt"), self.tell(shown)
        if shown.screen == "pick" and walk is not None:
            left = [pick for pick in walk["picks"] if pick["state"] == "open" and not pick["blocked"]]
            assert left[0]["pick_id"] == shown.card["pick_id"], self.tell(shown)

    def _at_offer(self, who: SignIn, card: Card) -> None:
        kind = self.rng.choice(("task.start", "task.decline", "task.hand_on"))
        cart = {"cart": self.rng.choice(("CART-4", "CART-9"))} if self.rng.random() < 0.3 else {}
        self.send(who, kind, task_id=card["task_id"], **(cart if kind == "task.start" else {}))

    def _at_totes(self, who: SignIn, card: Card) -> None:
        joined = [slot["joined"] for slot in card["slots"] if slot["joined"]]
        if joined and self.rng.random() < 0.5:
            self.send(who, "join.leave", task_id=card["task_id"], order_id=joined[0]["order_id"])
            return
        slot = self.rng.choice([one["slot"] for one in card["slots"]] + [9])
        barcode = self.rng.choice((*self._free_totes(), "T-0001", "nonsense"))
        self.send(who, "tote.scan", task_id=card["task_id"], slot=slot, barcode=barcode)

    def _at_pick(self, who: SignIn, card: Card) -> None:
        pick, left = {"pick_id": card["pick_id"]}, card["qty"] - card["done_qty"]
        found = self.rng.randint(card["done_qty"], card["qty"])
        item, undo = card["barcodes"][-1], card["undo"] or pick
        acts: tuple[Act, ...] = (
            ("pick.scan", pick | {"barcode": item}),
            ("pick.scan", pick | {"barcode": item, "qty": self.rng.randint(1, left + 1)}),
            ("pick.scan", pick | {"barcode": self.rng.choice(("M1", "4006381333931", "T-0001"))}),
            (self.rng.choice(("pick.short", "pick.damaged", "pick.wrong_label")), pick | {"found": found}),
            *(("pick.short", pick | {"found": card["done_qty"]}),) * (4 if self.floor.scarce else 1),
            ("pick.skip", pick),
            ("pick.undo", {"pick_id": undo["pick_id"]}),
            ("pick.undo", {"pick_id": self._any(Pick)}),
            ("task.hand_on", {"task_id": card["task_id"]}),
            ("task.unload", {"task_id": card["task_id"], "station": "ST-1"}),
            ("location.scan", pick | {"barcode": "A01-01-1"}),
        )
        self._do(who, self.rng.choice(acts))

    def _at_zero_check(self, who: SignIn, card: Card) -> None:
        self.send(
            who, "location.empty", location_id=card["location_id"], empty=False, left=self.rng.randint(0, 9)
        )

    def _at_unload(self, who: SignIn, card: Card) -> None:
        task = {"task_id": card["task_id"]}
        if card["undo"] and self.rng.random() < 0.5:
            self.send(who, "pick.undo", pick_id=card["undo"]["pick_id"])
        else:
            self._do(
                who, self.rng.choice((("task.unload", task | {"station": "ST-9"}), ("task.hand_on", task)))
            )

    def _into_dead_spot(self, who: SignIn) -> None:
        """What they do there is sent when the network is back, as done then."""
        walk = whole_walk(SignIn.get_by_id(who.id))["walk"]
        if walk is None or not walk["started"]:
            return
        at, task = clock.now(), {"task_id": walk["head"]["task_id"]}
        empty = [slot["slot"] for slot in walk["slots"] if slot["tote"] is None]
        free = self._free_totes(len(empty))
        kept: list[Late] = [
            (who, "tote.scan", at, task | {"slot": slot, "barcode": tote})
            for slot, tote in zip(empty, free, strict=True)
        ]
        left = [pick for pick in walk["picks"] if pick["state"] == "open" and not pick["blocked"]]
        done = self.rng.randint(0, len(left))
        for pick in left[:done]:
            body = {"pick_id": pick["pick_id"]}
            if self.rng.random() < 0.2:
                kept.append((who, "pick.short", at, body | {"found": pick["done_qty"]}))
            else:
                units = {"barcode": pick["barcodes"][0], "qty": pick["qty"] - pick["done_qty"]}
                kept.append((who, "pick.scan", at, body | units))
        if done == len(left):
            kept.append((who, "task.unload", at, task | {"station": "ST-2"}))
        self.outbox[who.id] = kept
        self.story.append(f"{who.operator.name} goes into a dead spot: {len(kept)} operations")

    def _comes_back(self, who: SignIn) -> None:
        """The outbox goes first; perhaps its sender has signed out meanwhile."""
        if self.rng.random() < 0.5:
            return
        kept = self.outbox.pop(who.id)
        if self.rng.random() < 0.2:
            self._signs_in_anew(who)
        for sender, kind, at, body in kept:
            self.send(sender, kind, at, **body)

    def _signs_in_anew(self, who: SignIn) -> None:
        signing_in.sign_out(who)
        place = self.floor.pickers.index(who)
        self.floor.pickers[place] = builders.sign_in(who.operator, work="picking")
        self.story.append(f"{who.operator.name} signs in anew")

    def _lead_acts(self) -> None:
        task = self._any(Task, Task.state.in_(WALKING))
        live = self.rng.choice((Order.state.in_(("ready", "released", "picking")), Order.id > 0))
        order = self._any(Order, live)
        picker = self.rng.choice(self.floor.pickers).operator_id
        stops = list(Pick.select().where(Pick.task == task, Pick.state == "open"))
        found = {str(pick.id): self.rng.randint(0, pick.qty - pick.done_qty) for pick in stops}
        count, fact = self._any(StockCount), self._any(FloorException)
        acts: tuple[Act, ...] = (
            ("task.assign", {"task_id": task, "operator_id": picker}),
            ("task.assign", {"task_id": task, "operator_id": picker}),
            ("task.take_back", {"task_id": task}),
            ("task.take_back", {"task_id": task}),
            ("order.pin", {"order_id": order}),
            ("order.unpin", {"order_id": order}),
            ("order.hold", {"order_id": order, "reason": "?"}),
            ("order.hold", {"order_id": order}),
            ("order.unhold", {"order_id": self._any(Order, Order.blocked)}),
            ("order.unhold", {"order_id": self._any(Order, Order.blocked)}),
            ("block.lift", {"block_id": self._any(Block)}),
            ("order.cancel", {"order_id": order, "reason": "?"}),
            ("order.cancel", {"order_id": order}),
            ("aisle.close", {"aisle": self.rng.randint(1, AISLES)}),
            ("aisle.close", {"aisle": self.rng.randint(1, AISLES)}),
            ("aisle.open", {"aisle": self.rng.randint(1, AISLES)}),
            ("aisle.open", {"aisle": self.rng.randint(1, AISLES)}),
            ("order.join", {"order_id": order, "task_id": task}),
            ("order.give", {"order_id": order, "operator_id": picker}),
            ("order.give_next", {"order_id": order, "operator_id": picker}),
            ("site.join_walks", {"on": self.rng.random() < 0.7}),
            ("count.close", {"count_id": count, "found": self.rng.choice((0, 2, 50))}),
            ("exception.resolve", {"exception_id": fact}),
            ("ticket.enter", {"task_id": task, "found": found, "station": "ST-1"}),
        )
        self._do(self.floor.lead, self.rng.choice(acts))
        self._lead_reads(task, order)

    def _lead_reads(self, task: int, order: int) -> None:
        lang = self.rng.choice(("en", "zh-CN"))
        reading: tuple[Callable[[], object], ...] = (
            lambda: board.read_board(lang),
            lambda: order_life.read_order(order, lang),
            lambda: whatif.read_rush(order, lang),
            lambda: whatif_floor.read_crew(1, "18:00", lang),
            lambda: whatif_floor.read_aisle(self.rng.randint(1, AISLES), lang),
            lambda: tickets.read_ticket(task),
            lambda: search.find_hits(self.rng.choice((f"TASK-{task}", "T-0002", "W2611230001", "M1")), lang),
        )
        for read in reading:
            with suppress(AppError):
                read()
