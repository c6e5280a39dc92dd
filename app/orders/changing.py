"""An order that comes again with other content: changed as far as its life allows, else left to a person."""

from typing import Any

from app import push
from app.orders.deciding import decide_on
from app.orders.draft import Address, OrderDraft
from app.orders.holding import Why, block, find_block
from app.orders.models import Block, Order, OrderLine
from app.orders.ordering import advance, line_ids_of
from app.orders.restocking import make_ready
from app.orders.saving import Prepared, insert_lines, size_of
from app.orders.states import BEFORE_SHIPPED, CHANGEABLE, UNLABELLED
from app.stock import reserving, skus
from app.stock.models import Sku
from app.timeline.recording import record
from app.words import Words

FACTS = ("customer_group", "customer_key", "coupon", "currency", "tags", "value_cents")
PACKED_BY = ("remark", "wants")  # what the packer reads


def change(order: Order, new: Prepared) -> str | None:
    """Bring a known order up to its new draft. The key of a sentence when a person must look at it."""
    draft = new.draft
    saved: dict[str, Any] = {"fingerprint": new.fingerprint}
    saved |= {name: getattr(draft, name) for name in FACTS}
    open_questions = []
    if _differs(order, draft, Address.model_fields):
        open_questions += _change_address(order, draft, saved)
    if _differs(order, draft, PACKED_BY):
        if order.state in UNLABELLED:
            saved |= {name: getattr(draft, name) for name in PACKED_BY}
        else:
            open_questions.append(Words("order.wishes_changed"))
    lines_differ = _lines_of(order) != {line.sku: line.qty for line in draft.lines}
    lines_may_change = order.state in CHANGEABLE and not _has_begun(order)
    if order.state in CHANGEABLE:
        saved |= decide_on(draft, order.paid_at).columns()
        if saved["tier"] != order.tier:
            saved["release_by_at"] = new.release_by_at
    if lines_differ and not lines_may_change:
        open_questions.append(Words("order.lines_changed"))
    Order.update(**saved).where(Order.id == order.id).execute()
    record("order:changed", order.id, order_id=order.id, data={"lines": lines_differ})
    if lines_differ and lines_may_change:
        _replace_lines(order, draft)
    _ask(order, open_questions)
    push.announce("order", order.id, "lead")
    push.announce("queue", None, "lead", "floor")
    return open_questions[0].key if open_questions else None


def _change_address(order: Order, draft: OrderDraft, saved: dict[str, Any]) -> list[Words]:
    """An address on paper is for readdressing to change: the block carries the one that is asked for."""
    if order.state in UNLABELLED:
        saved.update(draft.address)
        return []
    return [Words("order.address_changed", {"address": draft.address})]


def _replace_lines(order: Order, draft: OrderDraft) -> None:
    """Promises of the old lines end; the order is ready again when the new ones can be promised."""
    old = line_ids_of(order.id)
    reserving.forget_lines(old)
    OrderLine.delete().where(OrderLine.id.in_(old)).execute()
    known, _ = skus.ensure({line.sku: line.name for line in draft.lines})
    insert_lines([(order.id, draft)], known)
    Order.update(**size_of(draft, known)).where(Order.id == order.id).execute()
    if order.state == "ready":
        advance(order, "unready")
    make_ready([order.id])


def _ask(order: Order, open_questions: list[Words]) -> None:
    """One review at a time, with the newest question; what was delivered or has ended raises none."""
    if order.state not in (*BEFORE_SHIPPED, "shipped"):
        return
    for words in open_questions[:1]:
        waiting = find_block(order.id, "review")
        if waiting is None:
            block(order.id, Why("review", words, lifted_by_role="customer_service"))
        else:
            Block.update(why=words.to_json()).where(Block.id == waiting.id).execute()


def _differs(order: Order, draft: OrderDraft, names: Any) -> bool:
    return any(getattr(order, name) != getattr(draft, name) for name in names)


def _has_begun(order: Order) -> bool:
    """Whether units of it lie in a tote or were sought in vain, though the rest waits for a new walk."""
    done = OrderLine.picked_qty + OrderLine.short_qty > 0
    return bool(OrderLine.select().where(OrderLine.order == order.id, done).exists())


def _lines_of(order: Order) -> dict[str, int]:
    query = OrderLine.select(Sku.code, OrderLine.qty).join(Sku, on=(Sku.id == OrderLine.sku_id))
    return dict(query.where(OrderLine.order == order.id).tuples().execute())
