"""What an order asks for besides its items: wishes, the customer's remark, care for fragile things."""

from typing import Any

from app import clock
from app.packing.models import Add
from app.packing.ruling import Ruling, rule_on
from app.prepared import Prepared, given, update
from app.shipping.care import CARE, list_care
from app.shipping.models import Parcel
from app.timeline.recording import record
from app.words import Words

LONGEST = 200
OPEN = Prepared(
    lambda: Add.select().where(Add.parcel == given("parcel_id"), Add.done_at.is_null()).order_by(Add.id)
)


def make_adds(parcel: Parcel) -> None:
    """One row for each thing the packer must do, in the order in which it is done."""
    order, ruling = parcel.order, rule_on(parcel)
    wanted: list[tuple[str, Words, str]] = []
    wishes = [Words("pack.add_want", {"what": text_of(want)}) for want in order.wants]
    wanted += [(f"want-{number}", wish, "") for number, wish in enumerate(wishes, 1)]
    for number, (code, why) in enumerate(ruling.list_all("insert"), 1):
        text = Words("pack.add_insert", {"code": str(code), "why": why})
        wanted.append((f"insert-{number}", text, str(code)[:64]))
    wanted += [(flag, Words(f"pack.add_{flag}"), "") for flag in _marks(order.id, ruling)]
    if order.remark.strip():
        asks = bool(ruling.get("ask"))
        wanted.append(("remark", Words("pack.add_remark_asks" if asks else "pack.add_remark"), ""))
    for what, text, code in wanted:
        Add.create(parcel=parcel, what=what, text=text.to_json(), code=code)


def _marks(order_id: int, ruling: Ruling) -> list[str]:
    """What the items themselves need, and what a rule asks to mind."""
    known = list_care(order_id)
    told = [str(mark) for mark, _ in ruling.list_all("mark") if mark in CARE]
    return list(dict.fromkeys([*known, *told]))


def text_of(want: Any) -> str:
    """A wish as the channel told it: a text, or something with one inside."""
    told = want.get("text") or want.get("name") or want.get("what") if isinstance(want, dict) else want
    return str(told or "")[:LONGEST]


def list_open(parcel_id: int) -> list[Add]:
    return OPEN.list(parcel_id=parcel_id)


def add(parcel: Parcel, what: str, by: int) -> bool:
    """One of them is done; False when it was, or never asked for."""
    mine = {"parcel": parcel.id, "what": what, "done_at": None}
    if not update(Add, mine, done_at=clock.now(), by=by):
        return False
    record("parcel:add_done", parcel.id, order_id=parcel.order_id, by=by, data={"what": what})
    return True
