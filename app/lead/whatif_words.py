WHATIF = {
    "whatif.not_waiting": (
        "订单 {order} 不在等待拣货，没有可选的方案",
        "Order {order} is not waiting to be picked; there is nothing to choose",
    ),
    "whatif.nothing_to_pick": (
        "订单 {order} 没有可以拣的库存",
        "There is nothing on the shelves to pick for order {order}",
    ),
    "whatif.no_walk": ("现在没有人在拣货途中", "Nobody is on a walk now"),
    "whatif.cannot_join": ("在途的都加不了：{why}", "No walk under way can take it: {why}"),
    "whatif.nobody_free": ("现在没有空闲的拣货员", "No picker is free now"),
    "whatif.join": ("加入{name}正在走的这一趟", "Joins the walk that {name} is on"),
    "whatif.free": ("单独派给空闲的{name}", "A walk of its own for {name}, who is free"),
    "whatif.next": ("{name}做完这一趟后第一个拣", "First thing after the walk that {name} is on"),
    "whatif.bad_time": ("时间要写成 18:00 这样，不是 {time}", "Write the time like 18:00, not {time}"),
    "whatif.no_aisle": ("没有 {aisle} 号巷道", "There is no aisle {aisle}"),
    "whatif.assumed_pace": (
        "速度：按最近完成的任务实测，是标准时间的 {percent}%",
        "Pace: as measured on the latest finished walks, {percent} % of the standard times",
    ),
    "whatif.assumed_pace_table": (
        "速度：完成的任务还太少，按标准时间估算",
        "Pace: by the standard times, too few walks are finished to measure it",
    ),
    "whatif.assumed_crew": (
        "人手：现在在线的 {pickers} 名拣货员都继续拣，中间不休息",
        "People: all pickers connected now ({pickers}) go on without a break",
    ),
    "whatif.assumed_at": (
        "按 {time} 的现场情况；没有算上之后才来的订单",
        "The floor as it was at {time}; orders that come later are not counted",
    ),
    "whatif.assumed_seen": (
        "只算最急的 {seen} 单，后面还有 {behind} 单没有算",
        "The {seen} most pressing orders are counted; {behind} behind them are not",
    ),
    "whatif.assumed_come": (
        "新增的人 {minutes} 分钟后开始，{until} 前能做完的才接",
        "Those who come begin after {minutes} min and take only walks that end by {until}",
    ),
    "whatif.assumed_going": (
        "已经开始的任务照走",
        "Walks that have begun go on as they are",
    ),
    "whatif.assumed_waits": (
        "{orders} 单只有这个巷道有货，只能等，算作赶不上",
        "Orders with stock in that aisle alone: {orders}; they wait, and count as missed",
    ),
}
