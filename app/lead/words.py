"""What the console says; the timeline's sentences stand in happened.py."""

from app.lead.happened import HAPPENED
from app.lead.whatif_words import WHATIF

WORDS = {
    "lead.no_order": ("没有这个订单", "There is no such order"),
    "lead.no_sku": ("没有这个 SKU", "There is no such SKU"),
    "lead.at_bench": ("{station}：{what}", "{station}: {what}"),
    "lead.readdress.asked": (
        "{order_no}：{who}要求改地址，请确认{cost}",
        "{order_no}: {who} asks for another address{cost}; confirm it",
    ),
    "lead.readdress.by_lead": ("组长", "a lead"),
    "lead.readdress.by_customer_service": ("客服", "customer service"),
    "lead.readdress.by_channel": ("渠道", "the channel"),
    "lead.readdress.by_customer": ("客户", "the customer"),
    "lead.readdress.costs": ("（快递改派收费 ¥{fee}）", " (the carrier takes ¥{fee})"),
    "lead.readdress.pending": (
        "{order_no}：已请快递改派，还没有答复，可打电话问快递",
        "{order_no}: the carrier was asked to redirect it and has not answered; you may call it",
    ),
    "lead.readdress.slow": (
        "{order_no}：改地址超过 2 分钟还没有完成",
        "{order_no}: the address change has been going on for over 2 min",
    ),
    "lead.away": (
        "{name} 手上有任务，但设备未连接",
        "{name} has a task in hand, but the handheld is not connected",
    ),
    "lead.where.new": ("还没有备好：库存不够", "Not ready: there is not enough stock"),
    "lead.where.queue": ("在队列里等待拣货", "In the queue, waiting to be picked"),
    "lead.where.waits": ("已备好任务，等人来拣", "On a task that waits for a picker"),
    "lead.where.offered": ("已派给拣货员，还没开始", "Offered to a picker, not started"),
    "lead.where.cart": ("在拣货车上，下一站 {location}", "On a cart, next stop {location}"),
    "lead.where.to_bench": ("已拣完，正送往打包台", "Picked, on its way to packing"),
    "lead.where.tote": ("周转箱 {totes}，在{station}", "Tote {totes} at {station}"),
    "lead.where.and": ("{first}；{then}", "{first}; {then}"),
    "lead.where.picked": ("已拣完，等待打包", "Picked, waiting to be packed"),
    "lead.where.bench": ("在{station}", "At {station}"),
    "lead.where.outgoing": (
        "已封箱，在出货区等{carrier}来取",
        "Closed, waits for {carrier} on the outgoing side",
    ),
    "lead.where.packing": ("在打包区", "In packing"),
    "lead.where.shipped": (
        "已交给{carrier}，运单号 {tracking_no}",
        "Handed over to {carrier}, tracking {tracking_no}",
    ),
    "lead.where.delivered": (
        "{carrier}已送达，运单号 {tracking_no}",
        "Delivered by {carrier}, tracking {tracking_no}",
    ),
    "lead.where.exception": (
        "{carrier}运输异常，运单号 {tracking_no}",
        "A problem on the way with {carrier}, tracking {tracking_no}",
    ),
    "lead.where.returned": (
        "已由{carrier}退回，运单号 {tracking_no}",
        "Returned by {carrier}, tracking {tracking_no}",
    ),
    "lead.where.cancelled": ("订单已取消", "The order is cancelled"),
    "lead.where.at_bench": ("在{station}等待打包", "At {station}, waiting to be packed"),
    "lead.where.on_cart": ("在拣货车上，{slot} 号格", "On a cart, slot {slot}"),
    "lead.where.walk_over": ("这一趟已经结束", "This walk is over"),
    "lead.where.free": ("空箱，没有在用", "Empty, not in use"),
    "lead.sku.none": ("没有库存", "No stock"),
    "lead.sku.more": ("，另有 {n} 个库位", ", and {n} more"),
    "lead.no_such_walk": ("没有这趟拣货", "There is no such walk"),
    "lead.walk_is_over": ("这趟拣货已经结束", "This walk is over"),
    "shift.shipped": ("已交快递", "Parcels handed over"),
    "shift.in_time": ("{tier} 级按时", "{tier} on time"),
    "shift.short": ("缺货", "Short picks"),
    "shift.late": ("{order} 已超时", "{order} is late"),
    **HAPPENED,
    **WHATIF,
}
