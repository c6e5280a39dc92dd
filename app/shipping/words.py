from app.shipping.tracking_words import TRACKING

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
    "label.use_own_code": (
        "这个单号有新旧两张面单，请扫描面单上的 {code}",
        "An old and a new label carry this number: scan {code} on the label instead",
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
    "readdress.asked": (
        "订单 {order} 的改地址申请已记下，等组长确认",
        "Noted: the address change of order {order} waits for the shift lead",
    ),
    "readdress.sent": (
        "已请快递把订单 {order} 改派到新地址，等快递答复",
        "The carrier is asked to take order {order} to the new address; its answer is awaited",
    ),
    "readdress.accepted": ("快递已同意改派", "The carrier takes it to the new address"),
    "readdress.refused_noted": ("已记录：快递没有同意", "Noted: the carrier refused"),
    "readdress.carrier_refused": (
        "快递不能改派：{why}。请让快递拦截退回，或等退回后按新地址重发",
        "The carrier does not redirect it: {why}. Have it recalled, or send it anew when it comes back",
    ),
    "readdress.declined": ("已拒绝改地址申请", "The address change was declined"),
    "readdress.answered": ("这个申请已经处理过了", "This one was answered already"),
    "readdress.unknown": ("没有这个改地址申请", "There is no such address change"),
    "readdress.settled": ("已处理", "Settled"),
    "readdress.fee": (
        "快递改派收费 ¥{fee}，请确认费用后再提交",
        "The carrier takes ¥{fee} to redirect it; confirm the fee",
    ),
    "readdress.platform": (
        "这是平台加密订单，只能在 {channel} 后台改地址，改好后这里会自动换单",
        "Its recipient is encrypted: change the address in {channel}; the parcel follows by itself",
    ),
    "readdress.building": (
        "请补全门牌号或楼栋；确实没有时请勾选“没有门牌号”",
        "The street lacks a house number; if there is none, say so",
    ),
    "readdress.over_with": (
        "订单已经送达或退回，不能再改地址",
        "It was delivered or came back; it goes nowhere any more",
    ),
    "readdress.ask_us": (
        "这里已不能改地址，请直接联系商家",
        "The address can no longer be changed here: please contact the shop",
    ),
    "readdress.unreadable": ("看不懂渠道发来的地址", "The channel's address cannot be read"),
    "readdress.channel_failed": (
        "渠道要改地址，但没有改成：{why}",
        "The channel asks for another address, and it could not be done: {why}",
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
    "carrier.no_answer": ("快递没有回应，稍后自动重试", "The carrier does not answer; it is asked again"),
    "carrier.http": ("快递接口返回 {status}", "The carrier's interface answered {status}"),
    "carrier.said": ("{carrier}拒绝：{what}", "{carrier} refused: {what}"),
    "carrier.cannot": ("{carrier}没有这个功能：{what}", "{carrier} cannot do this: {what}"),
    "carrier.suspended": ("{carrier}停收：{what}", "{carrier} takes nothing now: {what}"),
    "carrier.not_signed": ("签名不对", "It is not signed by the carrier"),
    "carrier.bad_callback": ("无法读取", "It cannot be read"),
    "carrier.not_ours_yet": ("暂时没有这个单号，请稍后再发", "Nobody knows this number yet; send it again"),
    "carrier.no_contract": (
        "快递 {carrier} 的账号还没有录入 carriers.json：{needs}",
        "The contract of {carrier} is not in carriers.json: {needs}",
    ),
    "carrier.bad_time": ("时间要写成 17:30 的样子：{time}", "A time is written like 17:30, not {time}"),
    "carrier.bad_rates": ("价格表有误：{why}", "The price list is wrong: {why}"),
    "carrier.not_suspended": ("快递 {carrier} 没有停收", "{carrier} is not suspended"),
    "carrier.takes_nothing": ("快递 {carrier} 现在不收件", "{carrier} takes nothing now"),
    "carrier.booked_already": (
        "订单 {order} 已经有运单号，不能换快递",
        "Order {order} has its number already; its carrier stays",
    ),
    "carrier.gone_already": (
        "订单 {order} 的包裹已经交接或取消",
        "The parcel of order {order} has left already, or was cancelled",
    ),
    "carrier.by_lead": ("组长指定", "Chosen by the shift lead"),
    "carrier.chosen": ("订单 {order} 改发 {carrier}", "Order {order} goes with {carrier}"),
    "carrier.suspended_now": (
        "已停收，{count} 个包裹换了快递",
        "Suspended; {count} parcels changed their carrier",
    ),
    "carrier.resumed": ("线路已恢复", "The line takes parcels again"),
    "carrier.next": ("{off}现在不收件；{why}", "{off} takes nothing now; {why}"),
    "carrier.no_such_number": ("这不是运单号：{number}", "This is no waybill number: {number}"),
    "carrier.number_taken": ("运单号 {number} 已被别的包裹使用", "Another parcel has the number {number}"),
    "carrier.wants_no_number": ("订单 {order} 不需要手工单号", "Order {order} waits for no typed number"),
    "carrier.number_typed": ("运单号已录入", "The number is noted"),
    "exception.line": (
        "{carrier}停收：{why}。{count} 个包裹已换快递。可选：{offers}",
        "{carrier} takes nothing: {why}. {count} parcels changed their carrier. To choose from: {offers}",
    ),
    "exception.void_moves": (
        "作废的运单号 {number}（订单 {order}）在快递那里有动静，请查：旧面单可能被发走了",
        "The void number {number} of order {order} is moving: an old label may have been sent. Look for it",
    ),
    "exception.stuck": (
        "订单 {order}：{carrier}已经 {hours} 小时没有新物流。{why}",
        "Order {order}: no scan by {carrier} for {hours} h. {why}",
    ),
    "parcel.take_out": (
        "订单 {other} 已取消：请从订单 {order} 的箱子里取出它的商品，再解除暂停",
        "Order {other} was cancelled: take its items out of the box of order {order}, then let it go on",
    ),
    "message.voucher": (
        "【{site}】您的包裹已更改收件地址，新运单号 {number}，查看进度：{url}",
        "[{site}] The address of your parcel was changed. New number {number}, follow it: {url}",
    ),
    "message.voucher_kept": (
        "【{site}】您的包裹已更改收件地址，运单号 {number} 不变，查看进度：{url}",
        "[{site}] The address of your parcel was changed. Its number stays {number}, follow it: {url}",
    ),
    "message.code": (
        "【{site}】查询验证码 {code}，10 分钟内有效",
        "[{site}] Your code is {code}, good for 10 minutes",
    ),
    "carrier.because": ("{why}", "{why}"),
    "carrier.off": (
        "{carrier}没有启用，改用默认快递",
        "{carrier} is not in use here; the usual carrier goes",
    ),
    "handover.unknown": (
        "系统里没有这个单号：{barcode}，请放到一边问组长",
        "Nobody knows this number: {barcode}. Put it aside and ask the shift lead",
    ),
    "handover.not_closed": (
        "订单 {order} 的包裹还没封好，请送回打包台",
        "The parcel of order {order} is not closed; take it back to its packing station",
    ),
    "handover.not_alone": (
        "订单 {order} 还有箱子没打包好，合同不允许分批发货",
        "Order {order} has another box that is not ready, and its contract wants them together",
    ),
    "handover.other_carrier": ("放错了！这件发{expected}", "Wrong carrier: this one goes with {expected}"),
    "handover.already": ("{tracking_no} 已经交接过了", "{tracking_no} was handed over already"),
    "handover.done": ("已交接 {tracking_no}", "Handed over: {tracking_no}"),
    **TRACKING,
}
