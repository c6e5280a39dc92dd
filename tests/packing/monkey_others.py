"""The monkey's others: a hand-over clerk, the lead, customer service, a customer, carriers, printers."""

from collections.abc import Callable
from typing import Any

from app import clock
from app.errors import AppError
from app.orders.models import Block, Order
from app.people.models import SignIn
from app.picking.models import FloorException
from app.printing import setting_up
from app.printing.models import Printer
from app.shipping import asking, hearing
from app.shipping.addresses import Address
from app.shipping.carriers.seen import News, Scan
from app.shipping.models import Label, Parcel, Readdress, Waybill
from app.shipping.readdressing import Wish
from tests import builders
from tests.packing.monkey_packers import Packers

CITIES = (("江苏省", "苏州市"), ("江苏省", "无锡市"), ("上海市", "上海市"), ("浙江省", "宁波市"))
FAULTS = ("", "", "unknown", "lost", "sent", "blocked", "nothing_taken")
SCANS = ("moving", "moving", "signed", "problem", "returned", "out_for_delivery")


class Others(Packers):
    def clerk(self) -> None:
        labels = Label.select().join(Parcel).where(Parcel.state == "closed", Label.state == "applied")
        codes = [paper.code for paper in self.floor.out if paper.code]
        code = self.draw.choice([*[one.code for one in labels] * 4, *codes[-6:], "x"])
        for carrier in ("sandbox", "zto", "manual"):
            if self.send(self.floor.clerk, "handover.scan", carrier=carrier, barcode=code)["ok"]:
                return

    def lead(self) -> None:
        draw, who = self.draw, self.draw.choice([self.floor.lead, self.floor.lead, self.floor.service])
        ids = [one.id for one in self.some(Order)]
        busy = [one.id for one in Order.select().where(Order.state.in_(("packing", "packed")))] or ids
        line, parcels = draw.choice(["sandbox", "zto"]), [one.id for one in self.some(Parcel)]
        acts: list[Callable[[], Any]] = [
            lambda: self.send(who, "order.hold", order_id=draw.choice(ids + busy), reason="look"),
            lambda: self.unhold(who),
            lambda: self.unhold(who),
            *[lambda: self.readdress(who, draw.choice(ids + busy * 2))] * 4,
            lambda: self.customer(draw.choice(ids + busy)),
            lambda: self.answer_questions(who),
            lambda: self.answer_questions(who),
            lambda: self.send(who, "carrier.suspend", carrier=line, reason="snow"),
            lambda: self.send(who, "carrier.resume", carrier=line),
            lambda: self.resolve(who),
            self.type_numbers,
            lambda: self.send(who, "order.cancel", order_id=draw.choice(ids + busy), reason="no more"),
        ]
        if parcels:
            parcel_id = draw.choice(parcels)
            acts.append(lambda: self.send(who, "pack.override", parcel_id=parcel_id, reason="seen"))
            acts.append(lambda: self.send(who, "parcel.carrier", parcel_id=parcel_id, carrier=line))
            acts.append(lambda: self.send(who, "parcel.error", parcel_id=parcel_id, what="missing"))
        draw.choice(acts)()

    def address(self) -> dict[str, str]:
        province, city = self.draw.choice(CITIES)
        street = f"路 {self.draw.randint(1, 9)} 号"
        return builders.LI | {"province": province, "city": city, "district": "", "street": street}

    def readdress(self, who: SignIn, order_id: int) -> None:
        self.send(who, "order.readdress", order_id=order_id, address=self.address())

    def customer(self, order_id: int) -> None:
        try:
            asking.readdress(order_id, Address(**self.address()), Wish("customer"))
            self.told.append(f"customer asks for order {order_id}")
        except AppError as error:
            self.told.append(f"customer asks for order {order_id}: {error.key}")

    def unhold(self, who: SignIn) -> None:
        held = Block.select().where(Block.lifted_at.is_null(), Block.kind != "stop")
        for block in list(held.limit(2)):
            self.send(who, "block.lift", block_id=block.id)

    def answer_questions(self, who: SignIn) -> None:
        for row in list(Readdress.select().where(Readdress.closed_at.is_null()).limit(4)):
            if row.state == "asked":
                verb = self.draw.choice(["readdress.approve", "readdress.approve", "readdress.decline"])
                self.send(who, verb, readdress_id=row.id)
            elif row.state == "refused":
                self.send(who, "readdress.settle", readdress_id=row.id)
            elif row.state == "pending" and self.draw.random() < 0.3:
                said = {"accepted": self.draw.random() < 0.5, "said": "-"}
                self.send(who, "readdress.answer", readdress_id=row.id, **said)

    def type_numbers(self) -> None:
        asked = Waybill.select().where(Waybill.state == "booking", Waybill.carrier == "manual")
        for row in list(asked):
            self.send(self.floor.lead, "waybill.type", parcel_id=row.parcel_id, barcode=f"HAND{row.id:05d}")

    def resolve(self, who: SignIn) -> None:
        for row in list(FloorException.select().where(FloorException.resolved_at.is_null()).limit(2)):
            self.send(who, "exception.resolve", exception_id=row.id)

    def carrier(self) -> None:
        """It drops answers, changes what it can do, suspends its line, answers twice, tells of parcels."""
        draw, link = self.draw, self.floor.carriers[self.draw.choice(["sandbox", "zto"])]
        acts: list[Callable[[], Any]] = [
            lambda: setattr(link, "late", not link.late),
            lambda: setattr(link, "change", draw.choice(["rebook", "update"])),
            lambda: setattr(link, "redirect", draw.random() < 0.6),
            lambda: setattr(link.house.faults, "suspended", draw.choice(["", "", "爆仓"])),
            self.answer_interceptions,
            self.scans,
        ]
        draw.choice(acts)()
        self.told.append(f"{link.code}: late={link.late} {link.change} {link.house.faults.suspended}")

    def answer_interceptions(self) -> None:
        for row in list(Readdress.select().where(Readdress.ticket.is_null(False)).limit(3)):
            accepted = self.draw.random() < 0.6
            for _ in range(self.draw.choice([1, 2])):
                hearing.hear(row.parcel.carrier, News(ticket=row.ticket, accepted=accepted, said="-"))

    def scans(self) -> None:
        gone = Waybill.select().join(Parcel).where(Parcel.state == "handed_over")
        numbers = [(one.carrier, one.tracking_no) for one in gone if one.tracking_no]
        if numbers:
            carrier, number = self.draw.choice(numbers)
            scan = Scan(at=clock.now(), what=self.draw.choice(SCANS))
            hearing.hear(carrier, News(tracking_no=number, scans=[scan, scan]))

    def printer(self) -> None:
        """A fault, or none any more; switched off or on; at another bench; looked at."""
        printer = Printer.get_by_id(self.draw.choice(self.floor.printers).id)
        kind = self.draw.choice([*FAULTS, "off", "move", "look"])
        changes: dict[str, dict[str, Any]] = {
            "off": {"active": not printer.active},
            "move": {"station": self.draw.choice(self.floor.stations).code},
        }
        if kind in changes:
            try:
                setting_up.set_printer(printer.id, changes[kind], self.floor.lead.operator_id)
            except AppError as error:
                kind = error.key
        elif kind == "look":
            Printer.update(status="ok").where(Printer.id == printer.id).execute()
        else:
            self.floor.faults[printer.id] = kind
        self.told.append(f"printer {printer.id}: {kind or 'fine'}")
