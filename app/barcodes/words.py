WORDS = {
    "barcode.item": ("商品 {name}（{sku}）", "item {name} ({sku})"),
    "barcode.carton": ("{name}（{sku}）的整箱码，请扫单件", "the carton of {name} ({sku}); scan one item"),
    "barcode.location": ("库位 {code}", "location {code}"),
    "barcode.tote": ("周转箱 {code}", "tote {code}"),
    "barcode.station": ("打包台 {code}", "packing station {code}"),
    "barcode.badge": ("工牌 {code}", "badge {code}"),
    "barcode.label": ("面单 {code}", "label {code}"),
    "barcode.task": ("拣货单 {code}", "pick ticket {code}"),
    "barcode.pairing": ("配对二维码", "a pairing code"),
    "barcode.unknown": ("系统不认识的条码 {code}", "a code nobody knows: {code}"),
    "barcode.reported": ("已告诉组长，请先跳过或报缺货", "The lead knows; skip this stop or report it short"),
    "barcode.reported_bench": (
        "已告诉组长，请先放一边，继续核对别的",
        "The lead knows; put it aside and go on with the others",
    ),
    "barcode.no_item": ("没有商品 {item}", "There is no item {item}"),
    "barcode.known": ("这个条码已经有了：{what}", "This code is known already: {what}"),
    "barcode.taught": ("学会了：{code} 就是 {name}（{sku}）", "Learned: {code} is {name} ({sku})"),
    "exception.unknown_code": (
        "{name} 拿到的 {sku} 上是不认识的条码 {code}：在手持端用组长身份教它，或检查标签",
        "{name} holds {sku} with an unknown code {code}: teach it on a handheld as lead, or check the label",
    ),
}
