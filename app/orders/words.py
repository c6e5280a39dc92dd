WORDS = {
    "order.unknown": ("没有订单 {order}", "There is no order {order}"),
    "order.unknown_block": ("没有编号为 {block} 的拦截", "There is no block number {block}"),
    "order.blocked": ("订单 {order} 被拦截，不能继续", "Order {order} is blocked and must not go on"),
    "order.too_late": (
        "订单 {order} 已经发出或结束（{state}）",
        "Order {order} has left or ended already ({state})",
    ),
    "order.held_already": ("订单 {order} 已经暂停", "Order {order} is on hold already"),
    "order.not_held": ("订单 {order} 没有暂停", "Order {order} is not on hold"),
    "order.not_yours_to_lift": ("要由 {role} 来解除", "Only a {role} may lift this"),
    "order.held_because": ("暂停：{reason}", "On hold: {reason}"),
    "order.cancelled_because": ("取消：{reason}", "Cancelled: {reason}"),
    "order.cancelled_no_reason": ("已取消（没写原因）", "Cancelled (no reason given)"),
    "order.held_no_reason": ("已暂停（没写原因）", "On hold (no reason given)"),
    "order.address_changed": (
        "打包开始后，渠道改了收货地址，请走改址流程",
        "The channel changed the address after packing began; readdress it",
    ),
    "order.lines_changed": (
        "已开始拣货后，渠道改了商品，请核对",
        "The channel changed the items after picking began; check it",
    ),
    "order.wishes_changed": (
        "打包开始后，渠道改了备注或附加要求，请核对",
        "The channel changed the remark or the extras after packing began; check it",
    ),
}
