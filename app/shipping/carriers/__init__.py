"""Every carrier this house can book with."""

from app.db import transaction
from app.errors import NotFound
from app.shipping.carriers.base import Booked, Booking, Can, Interception, Line, Suspended
from app.shipping.carriers.cainiao import Cainiao
from app.shipping.carriers.kuaidi100 import Kuaidi100
from app.shipping.carriers.manual import Manual
from app.shipping.carriers.sandbox import Sandbox
from app.shipping.carriers.sf import Sf
from app.shipping.carriers.sto import Sto
from app.shipping.carriers.yto import Yto
from app.shipping.carriers.yunda import Yunda
from app.shipping.carriers.zto import Zto
from app.shipping.models import Carrier

__all__ = [
    "LINKS",
    "Booked",
    "Booking",
    "Can",
    "Interception",
    "Line",
    "Suspended",
    "can_of",
    "ensure_carriers",
    "get_link",
    "name_of",
]

LINKS: dict[str, Line] = {
    link.code: link
    for link in (Sandbox(), Manual(), Zto(), Sf(), Yto(), Yunda(), Sto(), Kuaidi100(), Cainiao())
}


def get_link(code: str) -> Line:
    try:
        return LINKS[code]
    except KeyError:
        raise NotFound("carrier.unknown", carrier=code[:16]) from None


def can_of(code: str) -> Can:
    """What a carrier can do; one we no longer know can do nothing."""
    link = LINKS.get(code)
    return link.can if link is not None else Can()


def ensure_carriers() -> None:
    """A row for every carrier, switched on when it needs no contract; an edited one stays as it is."""
    rows = [
        {"code": link.code, "name_zh": link.name_zh, "name_en": link.name_en, "active": not link.needs}
        for link in LINKS.values()
    ]
    with transaction():
        Carrier.insert_many(rows).on_conflict_ignore().execute()


def name_of(code: str, lang: str) -> str:
    row = Carrier.get_or_none(Carrier.code == code)
    if row is None:
        return code
    return str(row.name_zh if lang == "zh-CN" else row.name_en)
