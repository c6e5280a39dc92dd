"""What a parcel costs with a carrier and how long it travels: rows the site enters, side by side for the
lead.

A rate is `{provinces: ["浙江", ...] (none: everywhere), first_g, first_cents, next_g, next_cents, hours}`;
the first that fits the province counts.
"""

from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from app.shipping.divisions import name_province
from app.shipping.models import Carrier

NUMBERS = ("first_g", "first_cents", "next_g", "next_cents", "hours")
MOST = 10_000_000


@dataclass(frozen=True)
class Offer:
    """A carrier for one parcel; without a rate nobody knows price or time."""

    carrier: Carrier
    cents: int | None
    hours: int | None

    def tell(self, lang: str) -> str:
        name = self.carrier.name_zh if lang == "zh-CN" else self.carrier.name_en
        if self.cents is None:
            return str(name)
        hours = f"{self.hours} 小时" if lang == "zh-CN" else f"{self.hours} h"
        return f"{name} ¥{self.cents / 100:.2f} / {hours}"


def price(carrier: Carrier, province: str, weight_g: int) -> Offer:
    province = name_province(province)
    for rate in carrier.rates or []:
        provinces = rate.get("provinces") or []
        if not provinces or any(province.startswith(name) for name in provinces):
            over = max(0, weight_g - rate["first_g"])
            steps = -(-over // rate["next_g"]) if rate["next_g"] else 0
            return Offer(carrier, rate["first_cents"] + steps * rate["next_cents"], rate["hours"])
    return Offer(carrier, None, None)


def list_offers(province: str, weight_g: int, taking: list[Carrier] | None = None) -> list[Offer]:
    """Every carrier that takes parcels now, the cheapest first; those without a rate last."""
    if taking is None:
        taking = list(Carrier.select().where(Carrier.active, Carrier.suspended_at.is_null()))
    offers = [price(row, province, weight_g) for row in taking]
    return sorted(offers, key=lambda one: (one.cents is None, one.cents or 0, one.carrier.code))


def check_rates(rates: Any) -> list[dict[str, Any]]:
    """Rates as somebody wrote them; Invalid names what is wrong."""
    if not isinstance(rates, list) or len(rates) > 100:
        raise Invalid("carrier.bad_rates", why="not a list of at most 100 rates")
    for rate in rates:
        if not isinstance(rate, dict) or not isinstance(rate.get("provinces", []), list):
            raise Invalid("carrier.bad_rates", why="a rate is an object with a list of provinces")
        for name in NUMBERS:
            if not isinstance(rate.get(name), int) or not 0 <= rate[name] <= MOST:
                raise Invalid("carrier.bad_rates", why=f"{name} is not a whole number")
    return rates
