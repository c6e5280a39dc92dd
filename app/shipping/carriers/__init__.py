"""Every carrier this house can book with."""

from app.db import transaction
from app.errors import NotFound
from app.shipping.carriers.base import Booked, Booking, CarrierLink
from app.shipping.carriers.manual import Manual
from app.shipping.carriers.sandbox import Sandbox
from app.shipping.models import Carrier

__all__ = ["LINKS", "Booked", "Booking", "CarrierLink", "ensure_carriers", "get_link", "name_of"]

LINKS: dict[str, CarrierLink] = {link.code: link for link in (Sandbox(), Manual())}


def get_link(code: str) -> CarrierLink:
    try:
        return LINKS[code]
    except KeyError:
        raise NotFound("carrier.unknown", carrier=code[:16]) from None


def ensure_carriers() -> None:
    """A row for every carrier; an edited one stays as it is."""
    rows = [{"code": link.code, "name_zh": link.name_zh, "name_en": link.name_en} for link in LINKS.values()]
    with transaction():
        Carrier.insert_many(rows).on_conflict_ignore().execute()


def name_of(code: str, lang: str) -> str:
    row = Carrier.get_or_none(Carrier.code == code)
    if row is None:
        return code
    return str(row.name_zh if lang == "zh-CN" else row.name_en)
