"""An order as a channel tells it, before it is ours: every field has its limit."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from app import clock
from app.stock.skus import MAX_CODE, normal

OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)  # a channel's clock, or its zone, may be that wrong
MAX_LINES = 5_000
MAX_QTY = 1_000_000
MAX_TOTAL = 2_000_000_000  # units, cents, millilitres, grams: PostgreSQL's integer
CHANNEL = re.compile(r"^[a-z0-9][a-z0-9-]{0,31}$")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ud800-\udfff]")
BLANKS = re.compile(r"\s+")


def _text(value: Any) -> Any:
    """Numbers as text, blanks in a row as one; control characters are for the sender to remove."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return value
    if value.isprintable() and "  " not in value:
        return value.strip()
    told = BLANKS.sub(" ", value).strip()
    if CONTROL.search(told):
        raise ValueError("control characters")
    return told


def _moment(value: datetime) -> datetime:
    if not OLDEST <= value <= clock.now() + AHEAD:
        raise ValueError(f"not between {OLDEST:%Y-%m-%d} and {AHEAD.days} days from now")
    return value.astimezone(UTC)


Clean = BeforeValidator(_text)
Ref = Annotated[str, Clean, Field(min_length=1, max_length=80)]
Tag = Annotated[str, Clean, Field(min_length=1, max_length=40)]
Want = Annotated[str, Clean, Field(min_length=1, max_length=200)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
SkuCode = Annotated[str, Clean, Field(min_length=1, max_length=MAX_CODE), AfterValidator(normal)]


class LineDraft(BaseModel):
    model_config = ConfigDict(extra="ignore")
    sku: SkuCode
    qty: Annotated[int, Field(ge=1, le=MAX_QTY)]
    name: Annotated[str, Clean, Field(max_length=200)] = ""
    price_cents: Annotated[int, Field(ge=0, le=MAX_TOTAL)] = 0


class Address(BaseModel):
    """Where it goes. A file that knows nothing of it leaves it empty."""

    model_config = ConfigDict(extra="ignore")
    name: Annotated[str, Clean, Field(max_length=120)] = ""
    phone: Annotated[str, Clean, Field(max_length=40)] = ""
    province: Annotated[str, Clean, Field(max_length=60)] = ""
    city: Annotated[str, Clean, Field(max_length=60)] = ""
    district: Annotated[str, Clean, Field(max_length=60)] = ""
    street: Annotated[str, Clean, Field(max_length=300)] = ""
    postcode: Annotated[str, Clean, Field(max_length=20)] = ""
    country: Annotated[str, Clean, Field(max_length=60)] = ""
    oaid: Annotated[str, Clean, Field(max_length=200)] = ""


class OrderDraft(Address):
    """One order. Lines of one SKU are added up; `value_cents` is what the lines come to, unless told."""

    channel: Annotated[str, Field(pattern=CHANNEL.pattern)]
    channel_ref: Ref
    ordered_at: Moment
    paid_at: Moment | None = None  # when it is not known: ordered_at
    customer_group: Annotated[str, Clean, Field(max_length=40)] = ""
    customer_key: Annotated[str, Clean, Field(max_length=64)] = ""
    coupon: Annotated[str, Clean, Field(max_length=80)] = ""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    tags: Annotated[list[Tag], Field(max_length=20)] = []
    wants: Annotated[list[Want], Field(max_length=20)] = []
    remark: Annotated[str, Clean, Field(max_length=1_000)] = ""
    value_cents: Annotated[int, Field(ge=0, le=MAX_TOTAL)] | None = None
    lines: Annotated[list[LineDraft], Field(min_length=1, max_length=MAX_LINES)]

    @model_validator(mode="after")
    def _add_up(self) -> "OrderDraft":
        value = sum(line.qty * line.price_cents for line in self.lines)
        self.lines = _added_up(self.lines)
        if max(value, self.units) > MAX_TOTAL or any(line.qty > MAX_QTY for line in self.lines):
            raise ValueError("more than an order may hold")
        if self.value_cents is None:
            self.value_cents = value
        return self

    @property
    def units(self) -> int:
        return sum(line.qty for line in self.lines)

    @property
    def address(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in Address.model_fields}

    def fingerprint(self) -> str:
        """Changes when what is wanted changes; not with the hour of an export or a shift of its dates."""
        told = self.model_dump(exclude={"ordered_at", "paid_at", "lines"})
        if not self.oaid:
            del told["oaid"]  # an order that came before there was one is still unchanged
        told["lines"] = sorted((line.sku, line.qty) for line in self.lines)
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _added_up(lines: list[LineDraft]) -> list[LineDraft]:
    """One line a SKU, in the order of first appearance."""
    kept: dict[str, LineDraft] = {}
    for line in lines:
        first = kept.setdefault(line.sku, line)
        if first is not line:
            first.qty += line.qty
            first.name = first.name or line.name
    return list(kept.values())
