"""The lead gives an urgent order a walk of its own: to somebody who is free, or to whoever is free next."""

from datetime import datetime, timedelta

from app import clock
from app.db import lock_row, transaction
from app.errors import NotFound, Stale
from app.orders.models import Order
from app.orders.ordering import get_order
from app.people import presence
from app.people.models import Operator
from app.timeline.recording import record
from app.waves import assigning, dispatching, floorplan, joining, releasing, underway
from app.waves.filling import fill_totes
from app.waves.joining import LATER_THAN_SHOWN, Load, site_time
from app.waves.pace import Pace
from app.words import Words


def alone_s(load: Load, pace: Pace) -> float:
    """A walk for this order alone."""
    return pace.walk_s(load.alone_mm, len(load.pieces), load.units, len(load.totes))


def suits(operator_id: int, load: Load) -> bool:
    """Whether this picker may pick all of it, and it fits what they push."""
    operator = Operator.get_or_none(Operator.id == operator_id)
    if operator is None or not underway.may_pick(operator, load.locations):
        return False
    cart = underway.cart_of(operator)
    return len(fill_totes(load.pieces, cart)) <= cart.totes


def give(order_id: int, operator_id: int, by: int, shown_at: datetime | None = None) -> None:
    """A walk for this order, offered to this picker now. Stale when either is not free for it any more."""
    with transaction():
        lock_row(Order, order_id)
        load = _still_waiting(order_id)
        operator = _get_operator(operator_id)
        if operator_id not in presence.list_working("picking"):
            raise Stale("give.away", name=operator.name)
        if dispatching.find_task_of(operator_id) is not None:
            raise Stale("give.busy", name=operator.name)
        if not underway.may_pick(operator, load.locations):
            raise Stale("join.not_suited", name=operator.name)
        _check_time(clock.now() + timedelta(seconds=alone_s(load, underway.measured_pace())), shown_at)
        task = releasing.release([load.order], Words("give.because"))[0]
        dispatching.offer(task, operator_id)
        record("task:assigned", task.id, order_id=order_id, task_id=task.id, by=by, data={"to": operator_id})


def give_next(order_id: int, operator_id: int, by: int, shown_at: datetime | None = None) -> None:
    """First in the queue, for this picker's next walk: whoever is free before takes it, so much the better.

    Stale when that would be more than a minute later than shown.
    """
    with transaction():
        lock_row(Order, order_id)
        load, pace, layout = _still_waiting(order_id), underway.measured_pace(), floorplan.get_layout()
        left = [
            walk.left_s(layout, pace) for walk in underway.list_walks() if walk.operator.id == operator_id
        ]
        wait_s = 0.0 if dispatching.list_idle() else min(left, default=None)
        if wait_s is None:
            raise Stale("give.gone", name=_get_operator(operator_id).name)
        _check_time(clock.now() + timedelta(seconds=wait_s + alone_s(load, pace)), shown_at)
        assigning.pin(order_id, by)


def _still_waiting(order_id: int) -> Load:
    order = get_order(order_id)
    load = joining.load_of(order, floorplan.get_layout())
    if order.state != "ready" or order.blocked or load is None:
        raise Stale("join.order_moved", order=order.order_no)
    return load


def _get_operator(operator_id: int) -> Operator:
    found = Operator.get_or_none(Operator.id == operator_id, Operator.active)
    if found is None:
        raise NotFound("people.no_operator")
    return found


def _check_time(finish_at: datetime, shown_at: datetime | None) -> None:
    if shown_at is not None and finish_at > shown_at + LATER_THAN_SHOWN:
        raise Stale("join.later", finish=site_time(finish_at))
