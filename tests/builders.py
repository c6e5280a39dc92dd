"""Rows for tests, without the verbs that would make them; and operations as a device sends them."""

import itertools
import re
from datetime import timedelta
from typing import Any

from app import clock
from app.contracts.tiers import ensure_defaults
from app.ops.performing import perform
from app.ops.verbs import Op, list_verbs
from app.orders.models import Channel, Order, OrderLine
from app.people.models import Device, Operator, SignIn
from app.picking.models import Tote
from app.printing.models import Printer, Station
from app.stock.models import Barcode, Sku

_numbers = itertools.count(1)
WANG = {
    "name": "王小芳",
    "phone": "13812345678",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "street": "文三路 259 号 3 单元 1102 室",
    "postcode": "310012",
}
LI = {
    "name": "李建国",
    "phone": "13987654321",
    "province": "江苏省",
    "city": "苏州市",
    "district": "昆山市",
    "street": "花桥镇绿地大道 8 号",
    "postcode": "215332",
}


def make_site() -> None:
    """Tiers, the site, one channel."""
    ensure_defaults()
    Channel.get_or_create(code="shop", defaults={"name": "Shop"})


def make_printer(**columns: Any) -> Printer:
    number = next(_numbers)
    return Printer.create(**{"name": f"Printer {number}", "host": "192.0.2.9", "has_echo": True, **columns})


def make_station(printer: Printer | None = None, code: str = "ST-1") -> Station:
    return Station.create(code=code, name=f"打包台 {code[3:]}", printer=printer)


def make_operator(*roles: str, name: str = "", lang: str = "en") -> Operator:
    number = next(_numbers)
    badge = f"OP-{5000 + number}"
    return Operator.create(name=name or f"Ann {number}", badge=badge, pin_hash="", roles=roles, lang=lang)


def sign_in(operator: Operator, work: str = "packing", station: Station | None = None) -> SignIn:
    now, token = clock.now(), f"token-{next(_numbers)}"
    device = Device.create(name="PDA", token_hash=token, paired_at=now, last_seen_at=now, online=True)
    return SignIn.create(
        token=token, operator=operator, device=device, work=work, at=now, station_id=station and station.id
    )


def make_sku(code: str, *barcodes: str, flags: tuple[str, ...] = (), name: str = "") -> Sku:
    sku = Sku.create(code=code, name=name or f"Thing {code}", flags=list(flags), weight_g=200)
    for barcode in barcodes:
        Barcode.create(code=barcode, sku=sku)
    return sku


def make_order(*lines: tuple[Sku, int], **columns: Any) -> Order:
    """An order to Wang, picked as far as its lines say, unless `columns` say otherwise."""
    number, now = next(_numbers), clock.now()
    known: dict[str, Any] = {
        "order_no": f"WC-{number:05d}",
        "channel": "shop",
        "channel_ref": f"REF-{number}",
        "fingerprint": "",
        "state": "picked",
        "tier": "A",
        "tier_because": {},
        "ordered_at": now,
        "paid_at": now,
        "promised_at": now + timedelta(hours=24),
        "because": {},
        "start_by_at": now + timedelta(hours=23),
        "units": sum(qty for _, qty in lines),
    }
    order = Order.create(**known | WANG | columns)
    for sku, qty in lines:
        OrderLine.create(order=order, sku_id=sku.id, qty=qty, picked_qty=qty)
    return order


def make_tote(order: Order | None = None, station: Station | None = None) -> Tote:
    code = f"T-{next(_numbers):04d}"
    return Tote.create(code=code, order_id=order and order.id, station_id=station and station.id)


def make_op(who: SignIn, kind: str = "test") -> Op:
    return Op(f"op-{next(_numbers):08d}", kind, who)


def send(who: SignIn, kind: str, op_id: str = "", **body: Any) -> dict[str, Any]:
    """One operation from this sign-in's device, and its answer; its screen must be one the verb names."""
    raw = {"op_id": op_id or f"op-{next(_numbers):08d}", "kind": kind, "by": who.token, "body": body}
    answer = perform(raw, who.device_id)
    if answer["ok"]:
        named = screens_of(kind)
        assert answer["screen"] in named | {"interrupt"}, f"{kind} led to {answer['screen']}, not {named}"
        refresh(who)
    return answer


def refresh(who: SignIn) -> None:
    fresh = SignIn.get_by_id(who.id)
    who.work, who.station_id = fresh.work, fresh.station_id


def screens_of(kind: str) -> set[str]:
    """The screens that a verb's docstring says it can lead to."""
    told = re.search(r"Screens: ([^.]+)\.", list_verbs()[kind].run.__doc__ or "")
    return set(re.split(r",\s*", told[1])) if told else set()
