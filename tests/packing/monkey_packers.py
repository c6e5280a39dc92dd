"""The monkey's packers: they do what their screen says, or anything else, through the real verbs."""

from collections.abc import Callable
from typing import Any

from app.ops import screens
from app.orders.models import Order
from app.packing import cards, parking, unmerging, weighing
from app.packing.ruling import rule_on
from app.people.models import SignIn
from app.picking.models import Tote
from app.printing.models import PrintJob
from app.shipping import claiming, readdressing, withdrawing
from app.shipping.models import Label, Parcel, Readdress, Waybill
from app.shipping.states import ON_BENCH
from tests import builders
from tests.conftest import Clock
from tests.packing.monkey_floor import CODES, Floor


class Finding(AssertionError):
    """What the monkey found; the steps before it are in `told`."""


class Packers:
    """Three packers at three benches. `told`: what everybody did, and what was said to it."""

    def __init__(self, floor: Floor, time: Clock) -> None:
        self.floor, self.time, self.draw = floor, time, floor.random
        self.told: list[str] = []
        self.done: list[tuple[SignIn, str, str, dict[str, Any], dict[str, Any]]] = []
        self.ops, self.ending = 0, False

    def send(self, who: SignIn, kind: str, **body: Any) -> dict[str, Any]:
        """Whatever the answer: a refusal is one, a bug is not."""
        self.ops += 1
        op_id = f"monkey-{self.ops:08d}"
        answer = builders.send(who, kind, op_id, **body)
        said = answer["screen"] if answer["ok"] else answer["code"]
        self.told.append(
            f"{who.operator.name} at {who.station_id}: {kind} {body}: {said} {answer['message']}"
        )
        if answer["ok"]:
            self.done.append((who, kind, op_id, body, answer))
        elif answer["code"] == "internal":
            raise Finding(f"internal error: {kind} {body}")
        return answer

    def act(self, who: SignIn, kind: str, **body: Any) -> bool:
        """What the screen itself offers, and nothing changed meanwhile: it must not be refused."""
        before = screens.current(SignIn.get_by_id(who.id))
        answer = self.send(who, kind, **body)
        if not answer["ok"] and not self.is_other_box(body):
            raise Finding(f"{before.screen} offers {kind} {body}: {answer['message']}\n{before.card}")
        return bool(answer["ok"])

    def is_other_box(self, body: dict[str, Any]) -> bool:
        """Another box of its order is stopped: this one waits."""
        parcel = Parcel.get_or_none(Parcel.id == body.get("parcel_id"))
        if parcel is None:
            return False
        stops = Readdress.select().where(Readdress.order == parcel.order_id, Readdress.closed_at.is_null())
        return bool(stops.where(Readdress.parcel != parcel.id).exists())

    def follow(self, who: SignIn) -> bool:
        """One step on; False while the screen says to wait."""
        self.quick_loops()
        shown = screens.current(SignIn.get_by_id(who.id))
        return bool(getattr(self, f"_at_{shown.screen}")(who, shown.card or {}))

    def quick_loops(self) -> None:
        """What happens within the blink of an eye."""
        steps = (parking.park_next, withdrawing.withdraw_next, claiming.claim_next, unmerging.unmerge_next)
        for step in steps:
            if all(step() for _ in range(30)):
                raise Finding(f"{step.__name__} never rests")

    def _at_interrupt(self, who: SignIn, card: dict[str, Any]) -> bool:
        return self.act(who, "interrupt.seen", interrupt_id=card["interrupt_id"])

    def _at_station(self, who: SignIn, card: dict[str, Any]) -> bool:
        station = self.draw.choice(card["stations"])
        return self.act(who, "work.choose", work="packing", station=station["code"])

    def _at_handover(self, who: SignIn, card: dict[str, Any]) -> bool:
        return self.act(who, "work.choose", work="packing")

    def _at_pack_open(self, who: SignIn, card: dict[str, Any]) -> bool:
        if not card["waiting"]:
            return self.ending and self.go_where_work_is(who)
        first = card["waiting"][0]
        code = self.draw.choice([first["order_no"], *first["totes"]])
        return self.act(who, "pack.open", barcode=first["away"][0].split(" ")[0] if first["away"] else code)

    def go_where_work_is(self, who: SignIn) -> bool:
        for station in self.floor.stations:
            if station.id != who.station_id and (
                cards._open_card(station.id, "en")["waiting"] or readdressing.find_stop(station.id)
            ):
                return self.act(who, "work.choose", work="packing", station=station.code)
        return False

    def _merge(self, who: SignIn, card: dict[str, Any]) -> bool:
        answer = {"order_id": card["merge"]["order_id"], "accept": self.draw.random() < 0.6}
        return self.act(who, "pack.merge", parcel_id=card["parcel_id"], **answer)

    def _at_pack_check(self, who: SignIn, card: dict[str, Any]) -> bool:
        if card["merge"] and self.draw.random() < 0.7:
            return self._merge(who, card)
        if 0 < card["progress"]["done"] < card["progress"]["of"] and self.draw.random() < 0.12:
            return self.act(who, "pack.split", parcel_id=card["parcel_id"])
        item = next(one for one in card["items"] if one["checked_qty"] < one["qty"])
        left = item["qty"] - item["checked_qty"]
        scan = {"barcode": self.draw.choice(item["barcodes"]), "qty": self.draw.randint(1, left)}
        return self.act(who, "pack.check", parcel_id=card["parcel_id"], **scan)

    def _at_pack_add(self, who: SignIn, card: dict[str, Any]) -> bool:
        one = next(add for add in card["adds"] if not add["done"])
        if one["scan"]:
            return self.act(who, "pack.check", parcel_id=card["parcel_id"], barcode=one["scan"])
        return self.act(who, "pack.add", parcel_id=card["parcel_id"], what=one["what"])

    def _at_pack_print(self, who: SignIn, card: dict[str, Any]) -> bool:
        printing = card["printing"]
        if printing is None or printing["state"] == "failed":
            return self.act(who, "pack.print", parcel_id=card["parcel_id"])
        return self._printer(who, printing)

    def _printer(self, who: SignIn, printing: dict[str, Any] | None) -> bool:
        if printing is None:
            return False
        if printing["state"] == "unknown":
            truth = self.floor.job_is_out(printing["job_id"])
            return self.act(who, "print.answer", job_id=printing["job_id"], came_out=truth)
        if printing.get("helper"):
            return self.act(who, "print.move", job_id=printing["job_id"])
        return False

    def _at_pack_label(self, who: SignIn, card: dict[str, Any]) -> bool:
        if self._printer(who, card["printing"]):
            return True
        if not self.floor.is_out(card["label"]["code"]):
            return False
        code = self.draw.choice([card["label"]["code"], card["label"]["tracking_no"]])
        if self.send(who, "pack.label_scan", parcel_id=card["parcel_id"], barcode=code)["ok"]:
            return True
        return self.act(who, "pack.label_scan", parcel_id=card["parcel_id"], barcode=card["label"]["code"])

    def _at_pack_close(self, who: SignIn, card: dict[str, Any]) -> bool:
        parcel = Parcel.get_by_id(card["parcel_id"])
        if card["weigh"]:
            expected = weighing.expect_weight(parcel, rule_on(parcel))
            if expected and (card["weight_g"] is None or weighing.compare(parcel, card["weight_g"])):
                return self.act(who, "pack.weigh", parcel_id=parcel.id, grams=expected.grams)
        if card["second"] and not card["second"]["by"]:
            badge = next(one.badge for one in self.floor.operators if one.id != who.operator_id)
            return self.act(who, "pack.second", parcel_id=parcel.id, badge=badge)
        return self.act(who, "pack.close", parcel_id=parcel.id)

    def _at_stop(self, who: SignIn, card: dict[str, Any]) -> bool:
        if card["label"]:
            how = self.draw.choice(["label.destroyed", "label.destroyed", "label.lost"])
            return self.act(who, how, label_id=card["label"]["label_id"])
        printing = card.get("printing")
        if printing and printing["state"] in ("failed", "expired", "cancelled"):
            return self.act(who, "pack.print", parcel_id=card["parcel_id"])
        if self._printer(who, printing):
            return True
        parcel = Parcel.get_by_id(card["parcel_id"])
        code = f"WL-{parcel.id}-{parcel.label_version}"
        if self.floor.is_out(code) and Label.get(Label.code == code).state in ("printed", "applied"):
            return self.act(who, "pack.label_scan", parcel_id=parcel.id, barcode=code)
        return False

    def stray(self, who: SignIn) -> None:
        """Anything that the work of a packer has."""
        draw, n = self.draw, self.floor.packers.index(who)
        codes = [paper.code for paper in self.floor.out if paper.code]
        codes += [one.tracking_no for one in self.some(Waybill) if one.tracking_no]
        opens = [one.order_no for one in self.some(Order)] + [one.code for one in self.some(Tote)] + codes
        station = draw.choice(self.floor.stations)
        acts: list[Callable[[], Any]] = [
            lambda: self.send(
                who, "pack.open", barcode=draw.choice([*opens, *CODES.values(), "TASK-1", "x"])
            ),
            lambda: self.send(who, "work.choose", work="packing", station=station.code),
            lambda: self.send(who, "work.choose", work=draw.choice(["handover", "packing"])),
            lambda: self.floor.sign_in(n),
            lambda: self.jobs(who),
        ]
        parcel = draw.choice(self.mine(who) * 8 + self.some(Parcel) or [None])
        if parcel is not None and who.work == "packing" and who.station_id:
            acts += [lambda: self.stray_with(who, parcel.id, [*codes, "x"])] * 8
        draw.choice(acts)()

    def stray_with(self, who: SignIn, parcel_id: int, codes: list[str]) -> None:
        draw = self.draw
        bodies: list[tuple[str, dict[str, Any]]] = [
            ("pack.check", {"barcode": draw.choice(list(CODES.values())), "qty": draw.choice([1, 1, 9])}),
            ("pack.label_scan", {"barcode": draw.choice(codes)}),
            ("pack.label_scan", {"barcode": draw.choice(codes)}),
            ("pack.weigh", {"grams": draw.choice([100, 280, 480, 680, 1080])}),
            ("pack.add", {"what": draw.choice(["remark", "want-1", "fragile", "insert-1"])}),
            ("pack.second", {"badge": draw.choice(self.floor.operators).badge}),
            ("pack.print", {}),
            ("pack.close", {}),
            ("pack.split", {}),
            ("label.destroyed", {"label_id": draw.choice(self.some(Label) or [Label(id=1)]).id}),
        ]
        kind, body = draw.choice(bodies)
        self.send(who, kind, **({} if kind == "label.destroyed" else {"parcel_id": parcel_id}), **body)

    def jobs(self, who: SignIn) -> None:
        job = self.draw.choice(self.some(PrintJob) or [None])
        if job is None:
            return
        if self.draw.random() < 0.5:
            self.send(who, "print.move", job_id=job.id)
        elif self.floor.job_is_out(job.id) or job.state != "sent":
            self.send(who, "print.answer", job_id=job.id, came_out=self.floor.job_is_out(job.id))

    def mine(self, who: SignIn) -> list[Parcel]:
        in_hand = Parcel.state.in_(ON_BENCH) & (Parcel.packer_id == who.operator_id)
        return list(Parcel.select().where(in_hand))

    def some(self, model: Any) -> list[Any]:
        return list(model.select().order_by(model.id.desc()).limit(12))
