WORDS = {
    "order.unknown": ("没有订单 {order}", "There is no order {order}"),
    "order.unknown_block": ("没有编号为 {block} 的拦截", "There is no block number {block}"),
    "order.blocked": ("订单 {order} 被拦截，不能继续", "Order {order} is blocked and must not go on"),
    "order.too_late": (
        "订单 {order} 已经发出或结束",
        "Order {order} has left or ended already",
    ),
    "order.held_already": ("订单 {order} 已经暂停", "Order {order} is on hold already"),
    "order.not_held": ("订单 {order} 没有暂停", "Order {order} is not on hold"),
    "order.not_yours_to_lift": ("要由{role}来解除", "Only {role} may lift this"),
    "order.lifted_by_label": (
        "包裹要换新面单，扫描新面单后才会恢复",
        "Its parcel waits for a new label; scanning that lets it go on",
    ),
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
    "intake.unknown_preset": (
        "没有预设 {preset}，可用的有：{known}",
        "There is no preset {preset}; there are {known}",
    ),
    "intake.no_preset": (
        "文件 {file} 的表头认不出来；通用格式还缺这些列：{columns}",
        "{file}: no preset fits its columns; our own format lacks {columns}",
    ),
    "intake.missing_column": ("文件 {file} 缺少列：{columns}", "{file} has no column {columns}"),
    "intake.no_json": ("预设 {preset} 不读 JSON（{file}）", "The preset {preset} reads no JSON ({file})"),
    "intake.no_orders": (
        "文件 {file} 里没有 {preset} 格式的订单",
        "{file} holds no orders in the form of {preset}",
    ),
    "intake.too_many": (
        "文件 {file} 超过 {most} 单，请分开",
        "{file} holds more than {most} orders; split it",
    ),
    "intake.no_order_number": ("缺少订单号", "The order number is missing"),
    "intake.no_sku": ("缺少商品编码", "The SKU is missing"),
    "intake.bad_quantity": ("数量“{value}”不是整数", "The quantity {value} is no whole number"),
    "intake.bad_money": ("金额“{value}”看不懂", "{value} is no amount of money"),
    "intake.bad_date": (
        "日期“{value}”看不懂，请写成 2026-11-22 08:05:00",
        "{value} is no date; write it like 2026-11-22 08:05:00",
    ),
    "intake.bad_field": ("{field}：{why}", "{field}: {why}"),
    "intake.credit_note": ("红字发票（退货），不是订单", "A credit note, not an order"),
    "intake.no_product": ("不是商品（运费、手续费等）", "Not a product (postage, fees)"),
    "intake.no_quantity": ("数量不大于 0", "The quantity is not above 0"),
    "intake.not_shipped": ("不需要发货的商品", "Nothing to ship"),
    "intake.cancelled": ("渠道已取消", "Cancelled in the channel"),
    "intake.not_paid": ("未付款或已退款", "Not paid, or refunded"),
    "intake.sent_already": ("渠道已发货", "Sent already in the channel"),
    "intake.new_sku": ("新商品，还没有库位", "A new SKU, without a place yet"),
    "intake.no_report": ("报告 {file} 写不了：{why}", "The report {file} cannot be written: {why}"),
    "intake.read": (
        "读了 {files} 个文件 {rows} 行：{orders} 单、{lines} 行、{units} 件、{skus} 种商品",
        "Read {rows} rows in {files} files: {orders} orders, {lines} lines, {units} units, {skus} SKUs",
    ),
    "intake.did": (
        "新建 {created} 单，变更 {changed} 单，未变 {unchanged} 单；可拣 {readied} 单",
        "{created} created, {changed} changed, {unchanged} unchanged; {readied} became ready",
    ),
    "intake.would": (
        "试运行，什么也没保存：将新建 {created} 单，变更 {changed} 单，未变 {unchanged} 单",
        "Dry run, nothing saved: would create {created}, change {changed}, leave {unchanged}",
    ),
    "intake.nothing_new": (
        "没有任何变化：{unchanged} 单都已导入过",
        "Nothing changed: all {unchanged} orders were taken in before",
    ),
    "intake.skipped": ("跳过 {rows} 行：{why}", "Skipped {rows} rows: {why}"),
    "intake.new_skus": (
        "新商品 {count} 种，还没有库位：{codes}",
        "{count} new SKUs, without a place yet: {codes}",
    ),
    "intake.wrong_row": (
        "{file} 第 {row} 行，订单 {order}：{why}",
        "{file}, row {row}, order {order}: {why}",
    ),
    "intake.more_wrong": ("……还有 {rows} 行，见报告", "... and {rows} more rows; see the report"),
    "intake.refused": (
        "有 {orders} 单因此没有导入",
        "{orders} orders were not taken in because of that",
    ),
    "intake.no_files": ("请写上要读的文件", "Name the files to read"),
    "intake.files_without_for": (
        "文件前要写 --for（订单文件）或 --load（库位清单）",
        "Put --for before files of orders, or --load before a list of locations",
    ),
    "intake.no_orders_in_files": ("这些文件里没有订单", "There are no orders in these files"),
    "intake.bad_channel": (
        "渠道名“{channel}”只能用小写字母、数字和连字符，最多 32 个",
        "A channel is named in lower-case letters, digits and hyphens, 32 at most; not {channel}",
    ),
    "intake.bad_body": (
        "请求体应为一个订单、订单列表或 orders 字段，最多 {most} 单",
        "The body is one order, a list of orders, or an object with orders; {most} at most",
    ),
    "hook.not_signed": ("签名缺失或不正确", "The signature is missing or wrong"),
    "intake.bad_key": ("Idempotency-Key 最多 200 个字符", "An Idempotency-Key has 200 characters at most"),
    "intake.other_body": (
        "这个 Idempotency-Key 用过别的内容，什么也没保存",
        "This Idempotency-Key came with another body before; nothing was saved",
    ),
    "order.part_gone": (
        "订单 {order} 已有箱子发走，不能取消；剩下的照常发走，再请快递退回",
        "A box of order {order} has left: it cannot be cancelled. Let the rest follow, or have it returned",
    ),
}
