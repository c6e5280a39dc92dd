WORDS = {
    "stock.no_qty": ("数量必须大于 0，现在是 {qty}", "The quantity must be above 0, not {qty}"),
    "stock.unknown_location": ("没有库位 {location}", "There is no location {location}"),
    "stock.unknown_sku": ("没有商品 {sku}", "There is no SKU {sku}"),
    "stock.unknown_reservation": ("没有预留记录 {reservation}", "There is no reservation {reservation}"),
    "stock.not_promised": (
        "这里没有为本单预留 {qty} 件，请看新的画面",
        "{qty} units are no longer promised here; look at the new screen",
    ),
    "stock.promised": (
        "盘点 {found} 件，少于已预留的 {reserved} 件，请先处理短缺",
        "{found} counted, but {reserved} are promised; settle the short picks first",
    ),
    "stock.moved": ("库存刚刚变动，请重新盘点", "Stock has just moved here; count again"),
    "stock.floor_exists": (
        "仓库布局已经建好（{locations} 个库位），不能重建",
        "There is a floor already ({locations} locations); it cannot be made anew",
    ),
    "stock.bad_floor": ("布局参数不对：{why}", "This cannot be a floor: {why}"),
    "stock.full_floor": (
        "空库位只有 {free} 个，放不下 {skus} 种商品",
        "{free} free locations are too few for {skus} SKUs",
    ),
}
