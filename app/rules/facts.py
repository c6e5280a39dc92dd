"""What rules may ask about: for each kind of rule its facts, each with a value of the type it will have."""

from typing import Any

ORDER_FACTS: dict[str, Any] = {
    "channel": "",
    "customer_group": "",
    "coupon": "",
    "tags": [""],
    "wants": [""],
    "value": 1.0,  # in the order's currency, not cents
    "currency": "CNY",
    "units": 1,
    "lines": 1,
    "country": "",
    "province": "",
    "city": "",
}
PARCEL_FACTS: dict[str, Any] = ORDER_FACTS | {"tier": "", "weight_g": 1, "volume_ml": 1, "flags": [""]}
PACKING_FACTS: dict[str, Any] = PARCEL_FACTS | {"remark": ""}

SHORT_FACTS: dict[str, Any] = ORDER_FACTS | {"tier": ""}
STUCK_FACTS: dict[str, Any] = PARCEL_FACTS | {"hours": 24, "carrier": ""}  # hours without a scan

FACTS: dict[str, dict[str, Any]] = {
    "tier": ORDER_FACTS,
    "carrier": PARCEL_FACTS,
    "packing": PACKING_FACTS,
    "short": SHORT_FACTS,
    "stuck": STUCK_FACTS,
}
