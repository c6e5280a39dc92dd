WORDS = {
    "stock.bad_mark": (
        "看不懂“{text}”；巷道要写成 Z1=1-4 或 3,5-7",
        "Cannot read '{text}'; aisles are Z1=1-4 or 3,5-7",
    ),
    "stock.bad_ways": (
        "单行巷道要写成 up=1,3 或 down=2,4：每条巷道只写一次，不能全部同一个方向",
        "One-way aisles are up=1,3 or down=2,4: each aisle once, and not all in one direction",
    ),
    "stock.no_such_aisle": ("库里没有这样的巷道或层", "The floor has no such aisle or level"),
    "stock.no_qty": ("数量必须大于 0，现在是 {qty}", "The quantity must be above 0, not {qty}"),
    "stock.unknown_location": ("没有库位 {location}", "There is no location {location}"),
    "stock.unknown_sku": ("没有商品 {sku}", "There is no SKU {sku}"),
    "stock.same_sku": ("{sku} 不能代替它自己", "{sku} cannot go instead of itself"),
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
    "stock.no_floor": (
        "还没有仓库布局，请先运行 wavecard floor",
        "There is no floor yet; run wavecard floor first",
    ),
    "stock.no_column": ("文件 {file} 缺少列：{column}", "{file} has no column {column}"),
    "stock.bad_number": ("“{value}”不是数量", "{value} is no quantity"),
    "stock.missing_value": ("缺少 {column}", "{column} is missing"),
    "stock.bad_row": (
        "文件 {file} 第 {row} 行：“{value}”不是编号",
        "{file}, row {row}: {value} is no number",
    ),
    "stock.no_rows": ("文件 {file} 里没有库位", "{file} has no locations in it"),
    "stock.bad_floor": ("布局参数不对：{why}", "This cannot be a floor: {why}"),
    "stock.full_floor": (
        "空库位只有 {free} 个，放不下 {skus} 种商品",
        "{free} free locations are too few for {skus} SKUs",
    ),
}
