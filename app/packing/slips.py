"""The packing slip: what is in the box."""

from typing import Any

from app import clock
from app.contracts.tiers import get_tier
from app.orders.models import Channel
from app.packing.adding import text_of
from app.packing.checking import list_items, name_of
from app.people.models import Operator
from app.printing.jobs import Document, print_document
from app.printing.models import PrintJob
from app.printing.moments import local_iso
from app.printing.stations import get_station
from app.shipping.labels import lang_of
from app.shipping.models import Parcel
from app.words import Words, say


def key_of(parcel_id: int) -> str:
    return f"parcel:{parcel_id}:slip"


def print_slip(parcel: Parcel) -> PrintJob:
    order = parcel.order
    document = Document(
        key_of(parcel.id),
        "packing_slip",
        _content(parcel),
        tier=order.tier,
        order_id=order.id,
        parcel_id=parcel.id,
    )
    return print_document(parcel.station_id or 0, document)


def _content(parcel: Parcel) -> dict[str, Any]:
    """What the layout `packing_slip` is filled with, in the language of the paper's printer."""
    order, lang = parcel.order, lang_of(parcel.station_id)
    tier, packer = get_tier(order.tier), Operator.get_or_none(Operator.id == parcel.packer_id)
    channel = Channel.get_or_none(Channel.code == order.channel_id)
    return {
        "order_no": order.order_no,
        "barcode": order.order_no,
        "tier": {"code": tier.code, "word": tier.name_zh if lang == "zh-CN" else tier.name_en},
        "channel": channel.name if channel else "",
        "channel_ref": order.channel_ref,
        "promised_at": local_iso(order.promised_at),
        "lines": [
            {
                "sku": item.sku.code,
                "name": name_of(item.sku),
                "qty": item.qty,
                "note": say(Words("pack.fragile_note"), lang) if "fragile" in item.sku.flags else "",
            }
            for item in list_items(parcel.id)
        ],
        "extras": [text_of(want) for want in order.wants],
        "remark": order.remark,
        "station": get_station(parcel.station_id or 0).name,
        "packed_by": packer.name if packer else "",
        "printed_at": local_iso(clock.now()),
    }
