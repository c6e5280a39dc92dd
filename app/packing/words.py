WORDS = {
    "pack.unknown_station": ("没有打包台 {code}", "There is no packing station {code}"),
    "pack.choose_station": ("请先选择打包台", "Choose your packing station first"),
    "pack.unknown_code": (
        "不认识 {barcode}，请扫描周转箱",
        "Nobody knows {barcode}; scan a tote",
    ),
    "pack.tote_empty": ("周转箱 {tote} 是空的", "Tote {tote} carries no order"),
    "pack.finish_first": (
        "请先完成手上的订单 {order}",
        "Finish the order in your hands first: {order}",
    ),
    "pack.taken": ("{name} 正在打包这一单", "{name} is packing this one"),
    "pack.not_picked": ("订单 {order} 还没拣完", "Order {order} is not picked yet"),
    "pack.closed_already": (
        "订单 {order} 已经打包好，请送去交接",
        "Order {order} is packed already; take it to the hand-over",
    ),
    "pack.nothing_picked": (
        "订单 {order} 一件也没拣到，请找组长",
        "Nothing of order {order} was picked; ask the shift lead",
    ),
    "pack.totes_missing": (
        "订单 {order} 还有周转箱没到：{totes}",
        "Order {order} is not complete: tote {totes} is still away",
    ),
    "pack.not_yours": (
        "这个包裹不归你打包，请看新的画面",
        "This parcel is not in your hands; look at the new screen",
    ),
    "pack.other_step": (
        "这个包裹已到下一步，请看新的画面",
        "This parcel has moved on; look at the new screen",
    ),
    "pack.wrong_item": (
        "拿错了！这个包裹还要：{expected}",
        "Wrong item. This parcel still needs: {expected}",
    ),
    "pack.already_checked": ("{name} 已经够了，不要再放", "There is enough of {name}; put no more in"),
    "pack.too_many": ("太多了，只还要 {left} 件", "Too many: only {left} more needed"),
    "pack.check_first": (
        "请先扫完所有商品，完成附加事项",
        "First scan every item and do what the order asks",
    ),
    "pack.print_first": ("请先打印面单", "Print the label first"),
    "pack.is_closed": ("这个包裹已经封箱", "This parcel is closed already"),
    "pack.printed_already": (
        "面单已经打印，请扫描面单；没有出纸请在提示里回答",
        "The label is printed already: scan it, or answer when asked whether it came out",
    ),
    "pack.no_such_add": ("没有这一项", "The order does not ask for that"),
    "pack.add_want": ("放入：{what}", "Add: {what}"),
    "pack.add_fragile": ("易碎：加缓冲，贴易碎标", "Fragile: cushion it and put the fragile mark on"),
    "pack.add_cold": ("冷藏：放冰袋，用保温袋", "Cold: ice pack and insulated bag"),
    "pack.add_liquid": ("液体：套防漏袋", "Liquid: seal it in a leak-proof bag"),
    "pack.add_upright": ("不可倒置：贴向上标", "Keep upright: put the arrow mark on"),
    "pack.add_remark": ("客户备注，请照做：{remark}", "The customer asks: {remark}"),
    "pack.fragile_note": ("易碎", "Fragile"),
    "pack.booking": ("正在向{carrier}取运单号…", "Asking {carrier} for a number..."),
    "pack.carrier_slow": (
        "{carrier}没有给出运单号，正在重试，组长能看到",
        "{carrier} gave no number yet; it is asked again, and the shift lead sees it",
    ),
    "pack.printing": ("正在打印", "Printing"),
    "pack.closed": ("订单 {order} 已封箱", "Order {order} is closed"),
    "pack.overridden": (
        "订单 {order} 已放行，不再核对",
        "Order {order} goes on without further checks",
    ),
    "pack.override_why": ("请写明放行原因", "Say why it may go on unchecked"),
    "pack.weighed": ("已记录 {grams} 克", "Noted: {grams} g"),
    "pack.held_title": ("停！订单被暂停", "STOP: the order is on hold"),
    "pack.held_text": (
        "把订单 {order} 的箱子放到一边，先打包别的。{why}",
        "Put the box of order {order} aside and pack another one. {why}",
    ),
    "stop.title": ("停！地址变了", "STOP: the address changed"),
    "stop.text": (
        "订单 {order} 的旧面单已作废，这个包裹不能按旧面单发出。请按步骤换单。",
        "The old label of order {order} is void: the parcel must not leave with it. Follow the steps.",
    ),
    "stop.destroy": (
        "撕毁旧面单 {code}：扫描它或长按确认",
        "Destroy the old label {code}: scan it, or hold the button",
    ),
    "stop.wait": ("正在向快递取新单号…", "A new number is being asked for..."),
    "stop.wait_trouble": (
        "快递还没有给出新单号，正在重试，组长能看到",
        "The carrier gave no new number yet; it is asked again, and the shift lead sees it",
    ),
    "stop.take": ("取新面单 {code}。{printing}", "Take the new label {code}. {printing}"),
    "stop.voucher": ("把地址变更凭证和包裹放在一起", "Put the address-change voucher with the parcel"),
    "stop.scan": ("贴上新面单 {code} 并扫描", "Put the new label {code} on and scan it"),
}
