"""The wire's verbs over the queue: the lead's, and declining an offer."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from app.contracts.settings import change_setting
from app.ops.verbs import Id, Op, Qty, Text, verb
from app.orders import holding
from app.waves import assigning, closing, giving, joining, stopping, urging
from app.words import Words

Moment = Annotated[AwareDatetime, Field(strict=False)]


@verb("task.assign", "lead", "admin")
def assign(op: Op, task_id: Id, operator_id: Id) -> Words:
    """Drag a task to a person. Screens: lead."""
    assigning.assign(task_id, operator_id, op.by)
    return Words("task.assigned")


@verb("task.take_back", "lead", "admin")
def take_back(op: Op, task_id: Id, operator_id: Id | None = None) -> Words:
    """Put a task back into the queue. Screens: lead."""
    assigning.take_back(task_id, op.by)
    return Words("task.taken_back")


@verb("task.decline", "picker")
def decline(op: Op, task_id: Id, reason: Text = "") -> None:
    """Do not take what is offered. Screens: idle, offer."""
    assigning.decline(task_id, op.by)


@verb("order.pin", "lead", "admin")
def pin(op: Op, order_id: Id, reason: Text = "") -> Words:
    """First in the queue. Screens: lead."""
    assigning.pin(order_id, op.by)
    return Words("order.pinned")


@verb("order.unpin", "lead", "admin")
def unpin(op: Op, order_id: Id) -> Words:
    """Back to where the rules put it. Screens: lead."""
    assigning.unpin(order_id, op.by)
    return Words("order.unpinned")


@verb("order.hold", "lead", "admin", "customer_service")
def hold(op: Op, order_id: Id, reason: Text = "") -> Words:
    """Stop an order where it is. Screens: lead."""
    stopping.hold(order_id, reason, op.by)
    return Words("order.held")


@verb("order.unhold", "lead", "admin", "customer_service")
def unhold(op: Op, order_id: Id) -> Words:
    """Let a held order go on where it stood. Screens: lead."""
    holding.unhold(order_id, op.by, op.operator.roles)
    return Words("order.unheld")


@verb("block.lift", "lead", "admin", "customer_service")
def lift(op: Op, block_id: Id) -> Words:
    """Let an order go on that waited for somebody to look. Screens: lead."""
    holding.lift(block_id, op.by, op.operator.roles)
    return Words("order.unheld")


@verb("order.join", "lead", "admin")
def join(op: Op, order_id: Id, task_id: Id, shown_at: Moment | None = None) -> Words:
    """Put an order onto a walk under way, if it is still done by then. Screens: lead."""
    joining.join(order_id, task_id, op.by, shown_at)
    return Words("join.joined")


@verb("order.give", "lead", "admin")
def give(op: Op, order_id: Id, operator_id: Id, shown_at: Moment | None = None) -> Words:
    """A walk of its own, offered to somebody who is free. Screens: lead."""
    giving.give(order_id, operator_id, op.by, shown_at)
    return Words("task.assigned")


@verb("order.give_next", "lead", "admin")
def give_next(op: Op, order_id: Id, operator_id: Id, shown_at: Moment | None = None) -> Words:
    """The next walk of somebody who is still busy. Screens: lead."""
    giving.give_next(order_id, operator_id, op.by, shown_at)
    return Words("order.pinned")


@verb("aisle.open", "lead", "admin")
def open_aisle(op: Op, aisle: Qty) -> Words:
    """Its shelves serve again. Screens: lead."""
    closing.reopen(aisle, op.by)
    return Words("aisle.opened", {"aisle": aisle})


@verb("site.join_walks", "lead", "admin")
def join_walks(op: Op, on: bool) -> Words:
    """Whether urgent orders join walks under way by themselves. Screens: lead."""
    change_setting(urging.SETTING, on, op.by)
    return Words("join.switched")
