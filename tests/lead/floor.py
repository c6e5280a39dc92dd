"""A small warehouse in rows: what the lead's reads look at, without the verbs that would make it."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.contracts.tiers import ensure_defaults
from app.orders.models import Block, Channel, Order, OrderLine
from app.people.models import Device, Operator, SignIn
from app.picking.models import Tote
from app.printing.models import Printer, Station
from app.shipping.models import Carrier, Label, Parcel, Waybill
from app.stock.models import Balance, Location, Sku
from app.waves.models import Pick, Task, TaskOrder
from app.words import Words

ADDRESS = {
    "name": "王芳",
    "phone": "13800000000",
    "province": "浙江省",
    "city": "杭州市",
    "street": "文三路 1 号",
}


class Floor:
    def __init__(self) -> None:
        ensure_defaults()
        self._numbers = itertools.count(1)
        self.channel = Channel.create(code="shop", name="Shop")
        self.printer = Printer.create(name="P1", status="ok")
        self.station = Station.create(code="ST-1", name="打包台 1", printer=self.printer)
        Carrier.create(code="sandbox", name_zh="测试快递", name_en="Sandbox Express")

    def person(self, name: str, *roles: str, lang: str = "en") -> Operator:
        number = next(self._numbers)
        return Operator.create(
            name=name, badge=f"OP-{1000 + number}", pin_hash="", roles=roles or ["picker"], lang=lang
        )

    def signed_in(self, operator: Operator, work: str = "picking", online: bool = True) -> SignIn:
        token = f"token-{next(self._numbers)}"
        now = clock.now()
        device = Device.create(
            name=f"PDA {operator.name}", token_hash=token, paired_at=now, last_seen_at=now, online=online
        )
        return SignIn.create(token=token, operator=operator, device=device, work=work, at=now)

    def order(self, tier: str = "A", in_hours: float = 24, **columns: Any) -> Order:
        number = next(self._numbers)
        now = clock.now()
        promised_at = now + timedelta(hours=in_hours)
        known = {
            "order_no": f"W{number:06d}",
            "channel": self.channel,
            "channel_ref": f"REF-{number}",
            "fingerprint": "",
            "state": "ready",
            "tier": tier,
            "tier_because": {},
            "ordered_at": now,
            "paid_at": now,
            "promised_at": promised_at,
            "because": {},
            "start_by_at": promised_at - timedelta(hours=1),
            "units": 3,
        }
        return Order.create(**known | ADDRESS | columns)

    def sku(self, code: str, shelf: str = "A01-01-1", on_hand: int = 40) -> Sku:
        sku = Sku.create(code=code, name=f"Thing {code}")
        aisle, bay, level = (int(part) for part in shelf[1:].split("-"))
        location = Location.get_or_none(Location.code == shelf)
        location = location or Location.create(code=shelf, aisle=aisle, bay=bay, level=level)
        Balance.create(location=location, sku=sku, on_hand=on_hand)
        return sku

    def line(self, order: Order, sku: Sku, qty: int = 3) -> OrderLine:
        return OrderLine.create(order=order, sku_id=sku.id, qty=qty)

    def task(self, *orders: Order, operator: Operator | None = None, state: str = "started") -> Task:
        task = Task.create(
            state=state,
            tier=orders[0].tier,
            operator=operator,
            promised_at=min(order.promised_at for order in orders),
            start_by_at=min(order.start_by_at for order in orders),
            because=Words("rank.pinned").to_json(),
            created_at=clock.now(),
        )
        for slot, order in enumerate(orders, 1):
            TaskOrder.create(task=task, order=order, slot=slot)
            Order.update(state="picking").where(Order.id == order.id).execute()
            order.state = "picking"
        return task

    def pick(self, task: Task, order: Order, sku: Sku, seq: int, state: str = "open") -> Pick:
        shelf = Balance.get(Balance.sku == sku).location
        return Pick.create(
            task=task,
            order=order,
            line_id=1,
            reservation_id=next(self._numbers),
            location=shelf,
            sku=sku,
            qty=1,
            done_qty=1 if state == "picked" else 0,
            slot=1,
            seq=seq,
            state=state,
        )

    def held(self, order: Order, why: Words, kind: str = "hold") -> Block:
        Order.update(blocked=True).where(Order.id == order.id).execute()
        return Block.create(kind=kind, order=order, why=why.to_json(), at=clock.now())

    def tote(self, code: str, order: Order | None = None, **columns: Any) -> Tote:
        return Tote.create(code=code, order_id=order.id if order else None, **columns)

    def parcel(self, order: Order, tracking_no: str, state: str = "labelled", **columns: Any) -> Parcel:
        now: datetime = clock.now()
        parcel = Parcel.create(order=order, state=state, station_id=self.station.id, opened_at=now, **columns)
        waybill = Waybill.create(
            parcel=parcel,
            version=1,
            carrier="sandbox",
            state="printed",
            tracking_no=tracking_no,
            recipient={},
            asked_at=now,
        )
        Label.create(code=f"WL-{parcel.id}-1", parcel=parcel, waybill=waybill, version=1, at=now)
        return parcel
