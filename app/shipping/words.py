WORDS = {
    "parcel.unknown": ("没有这个包裹", "There is no such parcel"),
    "parcel.blocked": (
        "停！订单 {order} 不能继续。{why}",
        "STOP: order {order} must not go on. {why}",
    ),
    "parcel.order_cancelled": (
        "停！订单 {order} 已取消，请交给组长",
        "STOP: order {order} was cancelled; hand it to the shift lead",
    ),
    "parcel.cancelled_title": ("停！订单已取消", "STOP: the order was cancelled"),
    "parcel.cancelled_text": (
        "订单 {order} 不再发货。请撕毁面单，把商品交给组长。",
        "Order {order} is not sent. Destroy its label and hand the items to the shift lead.",
    ),
    "label.mark_fragile": ("易碎", "FRAGILE"),
    "label.mark_cold": ("冷藏", "KEEP COLD"),
    "label.mark_liquid": ("液体", "LIQUID"),
    "label.mark_upright": ("请勿倒置", "THIS WAY UP"),
    "label.unknown": ("没有面单 {code}", "There is no label {code}"),
    "label.no_such": ("没有这张面单", "There is no such label"),
    "label.void": (
        "作废面单！{code} 是旧地址的单，不能发出。请撕毁，换上新面单（订单 {order}）",
        "VOID LABEL: {code} carries an old address and must not be sent. Destroy it; use the new one"
        " (order {order})",
    ),
    "label.void_cancelled": (
        "作废面单！{code} 的订单 {order} 已取消，不能发出，请交给组长",
        "VOID LABEL: order {order} of {code} was cancelled. Do not send it; hand it to the shift lead",
    ),
    "label.not_dead": (
        "面单 {code} 没有作废，不要撕毁",
        "Label {code} is not void; do not destroy it",
    ),
    "label.not_a_label": ("这不是面单：{barcode}", "This is not a label: {barcode}"),
    "label.other_parcel": (
        "面单贴错了！这个包裹的面单是 {expected}",
        "Wrong label: this parcel's is {expected}",
    ),
    "label.old_first": (
        "请先撕毁旧面单 {code}（扫描它，或报告丢失）",
        "First destroy the old label {code}: scan it, or report it lost",
    ),
    "label.scan_first": (
        "请先贴好面单并扫描",
        "Put the label on the parcel and scan it first",
    ),
    "label.fits": ("面单正确", "The label is right"),
    "label.destroyed": ("旧面单已记录为撕毁", "Noted: the old label is destroyed"),
    "label.lost_noted": ("已记录为丢失，组长会知道", "Noted as lost; the shift lead is told"),
    "exception.label_lost": (
        "作废面单 {code}（订单 {order}）找不到了，若出现请撕毁",
        "The void label {code} of order {order} cannot be found; destroy it if it turns up",
    ),
    "readdress.why": (
        "收件地址正在更改，旧面单已作废",
        "Its address is being changed; the old label is void",
    ),
    "readdress.stopped": (
        "订单 {order} 已叫停，新面单和凭证正在打印",
        "Order {order} is stopped; the new label and the voucher are being printed",
    ),
    "readdress.changed": (
        "订单 {order} 的地址已更改，面单还没打印，不影响打包",
        "The address of order {order} is changed; no label existed yet",
    ),
    "readdress.done": (
        "新面单已贴好，请把凭证随包裹放好，继续",
        "The new label is on. Put the voucher with the parcel and go on",
    ),
    "readdress.over": ("这个包裹没有在改地址", "No address change is running for this parcel"),
    "readdress.no_change": ("新地址和原地址一样", "The new address is the one it has"),
    "readdress.missing": ("请补全地址：{fields}", "The address lacks: {fields}"),
    "readdress.too_late": (
        "已交给快递，系统改不了。请联系快递拦截或改派；拦截不了就等退回后重发",
        "It has left already. Ask the carrier to intercept or redirect it; failing that, send it anew when it"
        " comes back",
    ),
    "readdress.cancelled": (
        "订单已取消，不用改地址",
        "The order is cancelled; there is nothing to readdress",
    ),
    "carrier.unknown": ("没有快递 {carrier}", "There is no carrier {carrier}"),
    "carrier.no_numbers": (
        "手工运单号用完了，请录入新的号段",
        "The typed waybill numbers are used up; add more",
    ),
    "carrier.broke": ("快递接口出错，稍后自动重试", "The carrier's interface broke; it is asked again"),
    "carrier.because": ("{why}", "{why}"),
    "carrier.off": (
        "规则选的快递 {carrier} 已停用，改用默认快递",
        "The rules' carrier {carrier} is switched off; the default one is used",
    ),
    "handover.unknown": (
        "系统里没有这个单号：{barcode}，请放到一边问组长",
        "Nobody knows this number: {barcode}. Put it aside and ask the shift lead",
    ),
    "handover.not_closed": (
        "订单 {order} 的包裹还没封好，请送回打包台",
        "The parcel of order {order} is not closed; take it back to its packing station",
    ),
    "handover.other_carrier": ("放错了！这件发{expected}", "Wrong carrier: this one goes with {expected}"),
    "handover.already": ("{tracking_no} 已经交接过了", "{tracking_no} was handed over already"),
    "handover.done": ("已交接 {tracking_no}", "Handed over: {tracking_no}"),
    "track.title": ("包裹查询", "Your parcel"),
    "track.preparing": ("正在打包", "Being packed"),
    "track.packed": ("已打包，等待快递取件", "Packed, waiting for the carrier"),
    "track.readdressing": ("正在更改地址", "Its address is being changed"),
    "track.handed_over": ("已交给快递", "Handed over to the carrier"),
    "track.cancelled": ("订单已取消", "The order was cancelled"),
    "track.order": ("订单", "Order"),
    "track.number": ("运单号", "Tracking number"),
    "track.no_number": ("新运单号生成中，请稍后刷新", "A new number is on its way; reload in a moment"),
    "track.carrier": ("快递", "Carrier"),
    "track.to": ("寄往", "Goes to"),
    "track.leaves_by": ("最晚发出", "Leaves by"),
    "track.code": ("查询码", "Code"),
    "track.journey": ("包裹动态", "Journey"),
    "track.nothing_yet": ("还没有动态", "Nothing yet"),
    "track.event.packed": ("已打包", "Packed"),
    "track.event.readdressed": ("地址已更改，换了新运单", "Address changed, new waybill"),
    "track.event.handed_over": ("已交给快递", "Handed over to the carrier"),
    "track.missing": (
        "没有找到这个包裹。链接可能已过期，请核对凭证或联系商家。",
        "No parcel was found. The link may have expired: check your voucher or ask the shop.",
    ),
}
