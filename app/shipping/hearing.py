"""What carriers tell of parcels on their way: each scan once, in whatever order it arrives."""

from datetime import datetime

from app import clock
from app.db import transaction
from app.orders import ordering
from app.orders.models import Order
from app.picking.exceptions import open_exception
from app.prepared import update
from app.shipping import rerouting, vouchers
from app.shipping.carriers.seen import News, Scan
from app.shipping.models import Parcel, Readdress, TrackEvent, Waybill
from app.shipping.parcels import get_parcel, tell
from app.timeline.recording import record
from app.words import Words

MOST_SCANS = 200


def hear(carrier: str, news: News) -> bool:
    """Keep what is new in it. False when it is about nothing of ours (yet): the carrier may tell it again."""
    known = True
    if news.accepted is not None:
        known = _answer(news)
    if news.scans or news.expected_at:
        known = _scans(carrier, news) and known
    return known


def _answer(news: News) -> bool:
    row = rerouting.find_by_ticket(news.ticket) if news.ticket else None
    if row is None and news.tracking_no:
        asked = Readdress.select().join(Waybill).where(Waybill.tracking_no == news.tracking_no)
        row = asked.where(Readdress.state == "pending").order_by(Readdress.id.desc()).first()
    if row is None:
        return False
    rerouting.answered(row.id, bool(news.accepted), news.said)
    return True


def _scans(carrier: str, news: News) -> bool:
    mine = (Waybill.carrier == carrier) & (Waybill.tracking_no == news.tracking_no)
    waybill = Waybill.select().where(mine).order_by(Waybill.version.desc()).first()
    if waybill is None:
        return False
    with transaction():
        parcel = get_parcel(waybill.parcel_id)
        waybill = Waybill.get_by_id(waybill.id)
        fresh = [scan for scan in news.scans[:MOST_SCANS] if _keep(parcel, waybill, scan)]
        if news.expected_at:
            Parcel.update(expected_at=news.expected_at).where(Parcel.id == parcel.id).execute()
        if fresh:
            _follow(parcel, waybill, fresh)
            tell(parcel)
    return True


def _keep(parcel: Parcel, waybill: Waybill, scan: Scan) -> bool:
    """Whether this scan is new."""
    known = (TrackEvent.waybill == waybill.id) & (TrackEvent.digest == scan.digest)
    if TrackEvent.select().where(known).exists():
        return False
    row = {"parcel": parcel, "waybill": waybill, "at": scan.at, "what": scan.what, "digest": scan.digest}
    TrackEvent.create(**row, place=scan.place[:80], said=scan.said[:200])
    about = {"what": scan.what, "place": scan.place[:80]}
    record("parcel:scanned", parcel.id, order_id=parcel.order_id, data=about)
    return True


def _follow(parcel: Parcel, waybill: Waybill, fresh: list[Scan]) -> None:
    if waybill.state not in ("active", "printed"):
        told = {"number": waybill.tracking_no, "order": parcel.order.order_no}
        open_exception("void-moves", Words("exception.void_moves", told), order_id=parcel.order_id)
        return
    newest = max(scan.at for scan in fresh)
    if parcel.moved_at is None or newest > parcel.moved_at:
        kept = Parcel.update(moved_at=newest, stuck_h=0)
        kept.where(Parcel.id == parcel.id).execute()
    _settle(parcel, _last(waybill))


def _last(waybill: Waybill) -> TrackEvent:
    """The newest by the carrier's own clock, whatever came last; of one moment, the one told last."""
    seen = TrackEvent.select().where(TrackEvent.waybill == waybill.id, TrackEvent.digest.is_null(False))
    return seen.order_by(TrackEvent.at.desc(), TrackEvent.id.desc()).first()


def _settle(parcel: Parcel, last: TrackEvent) -> None:
    """The order's state follows its parcels: delivered when all are, an exception while one is in trouble."""
    if last.what == "signed" and parcel.delivered_at is None:
        _deliver(parcel, last.at)
    order = ordering.get_order(parcel.order_id)
    if last.what == "problem" and order.state == "shipped":
        ordering.advance(order, "fail")
    elif last.what in ("moving", "out_for_delivery", "signed") and order.state == "exception":
        ordering.advance(order, "resume")
    elif last.what == "returned":
        if order.state == "shipped":
            ordering.advance(order, "fail")
        if order.state in ("exception", "delivered"):
            ordering.advance(order, "return")
    _finish(order)


def _deliver(parcel: Parcel, at: datetime) -> None:
    Parcel.update(delivered_at=at).where(Parcel.id == parcel.id).execute()
    Waybill.update(poll_at=None).where(Waybill.parcel == parcel.id).execute()
    vouchers.keep_after_delivery(parcel.id)
    record("parcel:delivered", parcel.id, order_id=parcel.order_id)


def _finish(order: Order) -> None:
    """Its own boxes and those it shares have all arrived."""
    rest = Parcel.select().where(Parcel.order == order.id, Parcel.state.not_in(("cancelled", "merged")))
    if order.state == "shipped" and not rest.where(Parcel.delivered_at.is_null()).exists():
        ordering.advance(order, "deliver")
        for other in Order.select().where(Order.id.in_(_inside(order.id)), Order.state == "shipped"):
            ordering.advance(other, "deliver")


def _inside(order_id: int) -> list[int]:
    boxes = Parcel.select(Parcel.id).where(Parcel.order == order_id)
    return [
        row.order_id for row in Parcel.select().where(Parcel.inside_id.in_(boxes), Parcel.state == "merged")
    ]


def now_moving(parcel_id: int) -> None:
    """It was handed over: the clock of its first scan runs."""
    update(Parcel, parcel_id, moved_at=clock.now(), stuck_h=0)
