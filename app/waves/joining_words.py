"""What is said of urgent orders that join a walk under way, or get one of their own."""

JOINING = {
    "join.tote": (
        "急单 {order} 加入这一趟：多 {stops} 站，多走 {metres} 米",
        "Urgent order {order} joins this walk: +{stops} stops, +{metres} m",
    ),
    "join.tote_one": (
        "急单 {order} 加入这一趟：多 {stops} 站，多走 {metres} 米",
        "Urgent order {order} joins this walk: +{stops} stop, +{metres} m",
    ),
    "join.strip": (
        "{order} 加入这一趟：多 {stops} 站，多走 {metres} 米，约 {finish} 拣完",
        "{order} joins: +{stops} stops, +{metres} m, done about {finish}",
    ),
    "join.strip_one": (
        "{order} 加入这一趟：多 {stops} 站，多走 {metres} 米，约 {finish} 拣完",
        "{order} joins: +{stops} stop, +{metres} m, done about {finish}",
    ),
    "join.nearly_done": ("这一趟已经拣完，正去交货", "This walk has no stops left"),
    "join.not_suited": ("{name} 不能拣这些库位", "{name} cannot pick from these shelves"),
    "join.no_tote": ("拣货车上没有空格了", "There is no free tote on this cart"),
    "join.crowded": ("窄巷道里人已经够多了", "A narrow aisle on the way is full"),
    "join.no_way": ("这一趟现在走不到这些库位", "This walk cannot reach these shelves now"),
    "join.far": ("要多走 {metres} 米，不顺路", "{metres} m extra: not on the way"),
    "join.promise": (
        "会让订单 {order} 赶不上承诺时间",
        "Order {order} would miss its promise or be later still",
    ),
    "join.order_moved": (
        "订单 {order} 刚刚有变动，请重新看一下方案",
        "Order {order} has just moved on; look at the choices again",
    ),
    "join.walk_moved": (
        "这一趟刚刚有变动，请重新看一下方案",
        "This walk has just moved on; look at the choices again",
    ),
    "join.later": (
        "现在要到 {finish} 才能拣完，请重新看一下方案",
        "It would now be done at {finish}; look at the choices again",
    ),
    "join.unknown": ("这个订单不在这一趟里", "This order did not join this walk"),
    "join.begun": ("这个订单已经开始拣了", "This order is being picked already"),
    "join.left": ("已退回队列，由别人来拣", "Back in the queue; somebody else picks it"),
    "join.joined": ("已加入这一趟", "It joins the walk"),
    "join.switched": ("已保存", "Saved"),
    "aisle.unknown": ("没有 {aisle} 号巷道", "There is no aisle {aisle}"),
    "aisle.closed": ("{aisle} 号巷道已封闭", "Aisle {aisle} is closed"),
    "aisle.opened": ("{aisle} 号巷道已开放", "Aisle {aisle} is open again"),
    "aisle.closed_already": ("{aisle} 号巷道已经封闭了", "Aisle {aisle} is closed already"),
    "aisle.no_way_round": (
        "封闭 {aisle} 号巷道后，剩下的单行巷道走不回来",
        "Without aisle {aisle} the one-way aisles lead nobody back",
    ),
    "aisle.not_closed": ("{aisle} 号巷道没有封闭", "Aisle {aisle} is not closed"),
    "aisle.closed_title": ("{aisle} 号巷道封闭，不要进去", "Aisle {aisle} is closed: do not go in"),
    "aisle.closed_text": (
        "这一趟里那边的 {stops} 站不用去了，其余照常。",
        "Leave out its stops on this walk ({stops}); go on with the others.",
    ),
    "order.aisle_closed": ("{aisle} 号巷道封闭，等开放", "Aisle {aisle} is closed; waits until it opens"),
    "give.because": ("组长单独派出", "Sent alone by the shift lead"),
    "give.away": ("{name} 的设备现在没有连接", "{name} is not connected now"),
    "give.busy": (
        "{name} 刚刚接了别的任务，请重新看一下方案",
        "{name} has just taken another task; look at the choices again",
    ),
    "give.gone": (
        "{name} 这一趟刚刚结束或收回，请重新看一下方案",
        "{name} is no longer on that walk; look at the choices again",
    ),
}
