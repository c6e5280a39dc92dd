"""What a packing bench and the hand-over show."""

from typing import Any

from peewee import fn

from app import clock
from app.contracts.promising import find_cutoff
from app.contracts.tiers import get_site, get_tier
from app.ops.screens import Screen, shows
from app.orders.models import Order
from app.packing import labelling, merging, opening, second, slips
from app.packing.checking import codes_of, is_checked, list_items, name_of
from app.packing.models import Add, ItemCheck
from app.packing.ruling import rule_on
from app.packing.stopping import stop_card
from app.people.models import Operator, SignIn
from app.picking import gathering
from app.picking.models import Tote
from app.printing import jobs, telling
from app.printing.models import PrintJob
from app.printing.stations import get_station, tell_stations
from app.shipping import carriers, handing_over, labels, readdressing, waybills
from app.shipping.care import CARE
from app.shipping.models import Parcel
from app.shipping.states import ON_BENCH
from app.stock import pictures
from app.words import Words, say

STEPS = 3
WAITING_SHOWN = 30


@shows("packing")
def packing_screen(sign_in: SignIn) -> Screen:
    """station, then stop before anything else, then the parcel in hand, else what waits here."""
    lang = sign_in.operator.lang
    if sign_in.station_id is None:
        return Screen("station", {"stations": tell_stations()})
    parcel = opening.find_current(sign_in.operator_id)
    stop = readdressing.find_stop(sign_in.station_id)
    stop = stop or (readdressing.find_running(parcel.id) if parcel is not None else None)
    if stop is not None:
        return Screen("stop", stop_card(stop, lang))
    if parcel is None:
        return Screen("pack_open", _open_card(sign_in.station_id, lang))
    return _parcel_screen(parcel, lang)


def _parcel_screen(parcel: Parcel, lang: str) -> Screen:
    if parcel.state == "open":
        if is_checked(parcel.id):
            return Screen("pack_add", _head(parcel, lang, 2) | {"adds": _adds(parcel, lang)})
        return Screen("pack_check", _head(parcel, lang, 1) | {"items": _items(parcel)})
    label = labels.find_current(parcel) if parcel.state == "labelled" else None
    if label is None:
        return Screen("pack_print", _head(parcel, lang, 3) | _print_card(parcel, lang))
    if label.state == "applied":
        return Screen("pack_close", _head(parcel, lang, 3))
    job = labelling.find_label_job(parcel)
    if job is not None and job.state in labelling.OVER:
        again = {"printing": telling.tell_job(job, lang) | {"state": "failed"}}
        return Screen("pack_print", _head(parcel, lang, 3) | _carrier(parcel, lang) | again)
    told = {"code": label.code, "tracking_no": label.waybill.tracking_no}
    told["carrier"] = carriers.name_of(label.waybill.carrier, lang)
    shown = {"label": told, "printing": _printing(parcel, job, lang)}
    return Screen("pack_label", _head(parcel, lang, 3) | shown)


def face(tier_code: str, lang: str) -> dict[str, str]:
    tier = get_tier(tier_code)
    name = tier.name_zh if lang == "zh-CN" else tier.name_en
    return {"tier": tier.code, "tier_name": name, "colour": tier.colour, "icon": tier.icon}


def _head(parcel: Parcel, lang: str, step: int) -> dict[str, Any]:
    """What every packing card says."""
    order = parcel.order
    totes = Tote.select().where(Tote.order_id == order.id).order_by(Tote.code)
    return {
        "parcel_id": parcel.id,
        "order_no": order.order_no,
        "order_nos": [order.order_no],
        **face(order.tier, lang),
        "promised_at": clock.iso(order.promised_at),
        "cutoff_at": clock.iso(find_cutoff(get_site(), order.promised_at, order.paid_at)),
        "because": say(Words.from_json(order.because), lang),
        "step": step,
        "steps": STEPS,
        "progress": _progress(parcel.id),
        "totes": [tote.code for tote in totes],
        "remark": order.remark or None,
        **_ruled(parcel, lang),
    }


def _ruled(parcel: Parcel, lang: str) -> dict[str, Any]:
    """What the packing rules say, with their reasons: the box, whether the remark asks, the scale."""
    ruling, offer = rule_on(parcel), merging.find_offer(parcel)
    box, why = ruling.get("box"), ruling.why("box") or {}
    return {
        "box": {"size": str(box), "because": why.get(lang, "")} if box else None,
        "remark_asks": bool(parcel.order.remark and ruling.get("ask")),
        "weigh": bool(ruling.get("weigh")) and parcel.overridden_by is None,
        "weight_g": parcel.weight_g,
        "let_through": _let_through(parcel),
        "second": second.card_of(parcel, ruling, lang),
        "merge": {"order_id": offer.id, "order_no": offer.order_no} if offer else None,
    }


def _let_through(parcel: Parcel) -> str | None:
    """The lead who let it pass unchecked; then neither the scale nor a second person is asked for."""
    if parcel.overridden_by is None:
        return None
    return str(Operator.get_by_id(parcel.overridden_by).name)


def _progress(parcel_id: int) -> dict[str, int]:
    """Units scanned, and units in all."""
    summed: Any = ItemCheck.select(fn.SUM(ItemCheck.checked_qty), fn.SUM(ItemCheck.qty))
    done, of = summed.where(ItemCheck.parcel == parcel_id).tuples().first()
    return {"done": int(done or 0), "of": int(of or 0)}


def _items(parcel: Parcel) -> list[dict[str, Any]]:
    items = list_items(parcel.id)
    codes = codes_of(items)
    return [
        {
            "sku": item.sku.code,
            "name": name_of(item.sku),
            "barcodes": codes[item.sku_id],
            "qty": item.qty,
            "checked_qty": item.checked_qty,
            "flags": item.sku.flags,
            "picture": pictures.url_of(item.sku.picture),
        }
        for item in items
    ]


def _adds(parcel: Parcel, lang: str) -> list[dict[str, Any]]:
    """The customer's own words are said here and kept nowhere but on the order."""
    shown = []
    for add in Add.select().where(Add.parcel == parcel.id).order_by(Add.id):
        text = Words.from_json(add.text)
        if add.what.endswith("remark"):
            text = Words(text.key, {"remark": _remark_of(parcel, add.what)})
        done = add.done_at is not None
        mark = add.what.rsplit("-", 1)[-1] in CARE  # those of another order in the box: o17-fragile
        row = {
            "what": add.what,
            "text": say(text, lang),
            "done": done,
            "scan": add.code or None,
            "mark": mark,
        }
        shown.append(row)
    return shown


def _remark_of(parcel: Parcel, what: str) -> str:
    """The order's own, or that of another one in the same box: `o17-remark`."""
    other = what.removeprefix("o").removesuffix("-remark")
    if not other.isdigit():
        return str(parcel.order.remark)
    return str(Order.select(Order.remark).where(Order.id == int(other)).scalar() or "")


def _carrier(parcel: Parcel, lang: str) -> dict[str, Any]:
    because = say(Words.from_json(parcel.carrier_because), lang)
    return {"carrier": carriers.name_of(parcel.carrier, lang), "carrier_because": because}


def _print_card(parcel: Parcel, lang: str) -> dict[str, Any]:
    """Before the label exists: which carrier, and how far its number is."""
    waybill = waybills.find_living(parcel.id)
    if waybill is None:
        return _carrier(parcel, lang) | {"printing": None}
    slip = next(iter(jobs.list_copies(slips.key_of(parcel.id), 1)), None)
    if slip is not None and slip.state == "unknown":
        return _carrier(parcel, lang) | {"printing": telling.tell_job(slip, lang)}
    key = "pack.carrier_slow" if waybill.problem else "pack.booking"
    text = say(Words(key, {"carrier": carriers.name_of(waybill.carrier, lang)}), lang)
    asked = {"job_id": slip.id if slip else 0, "state": "booking", "text": text}
    return _carrier(parcel, lang) | {"printing": asked}


def _printing(parcel: Parcel, label_job: PrintJob | None, lang: str) -> dict[str, Any] | None:
    """The paper that somebody must answer for, else the label's."""
    slip = next(iter(jobs.list_copies(slips.key_of(parcel.id), 1)), None)
    shown = [job for job in (slip, label_job) if job is not None and job.state == "unknown"]
    job = shown[0] if shown else label_job
    return telling.tell_job(job, lang) if job is not None else None


def _open_card(station_id: int, lang: str) -> dict[str, Any]:
    station = get_station(station_id)
    totes: dict[int, list[str]] = {}
    for tote in Tote.select().where(Tote.station_id == station_id, Tote.order_id.is_null(False)):
        totes.setdefault(tote.order_id or 0, []).append(tote.code)
    in_hand = Parcel.state.in_(ON_BENCH) & Parcel.packer_id.in_(opening.list_packing())
    taken = Parcel.select(Parcel.order).where(in_hand | (Parcel.state == "merged"))
    lying = Parcel.select(Parcel.order).where(Parcel.state.in_(ON_BENCH), Parcel.station_id == station_id)
    here = Order.id.in_(list(totes)) | Order.id.in_(lying)
    orders = Order.select().where(here, ~Order.blocked, Order.id.not_in(taken))
    ready = orders.where(Order.state.in_(("picked", "packing"))).order_by(Order.promised_at)
    first = sorted(ready, key=lambda order: get_tier(order.tier).position)[:WAITING_SHOWN]
    away = gathering.list_away([order.id for order in first], [station_id])
    return {
        "station": {"code": station.code, "name": station.name},
        "waiting": [
            {
                "order_no": order.order_no,
                **face(order.tier, lang),
                "promised_at": clock.iso(order.promised_at),
                "totes": sorted(totes.get(order.id, [])),
                "away": away.get(order.id, []),
            }
            for order in first
        ],
    }


@shows("handover")
def handover_screen(sign_in: SignIn) -> Screen:
    lang = sign_in.operator.lang
    last = handing_over.find_last(sign_in)
    waybill = waybills.find_living(last.id) if last is not None else None
    return Screen(
        "handover",
        {
            "carriers": [
                {
                    "code": row.carrier.code,
                    "name": row.carrier.name_zh if lang == "zh-CN" else row.carrier.name_en,
                    "waiting": row.waiting,
                }
                for row in handing_over.list_waiting()
            ],
            "carrier": waybill.carrier if waybill else None,
            "last": {"tracking_no": waybill.tracking_no, "ok": True} if waybill else None,
        },
    )
