from app.waves.joining_words import JOINING

WORDS = {
    "rank.pinned": ("组长置顶", "Pinned by the shift lead"),
    "rank.urgent": ("急单：须在 {minutes} 分钟内开始", "Urgent: start within {minutes} min"),
    "rank.urgent_hours": ("急单：须在 {hours} 小时内开始", "Urgent: start within {hours} h"),
    "rank.urgent_late": (
        "急单：{minutes} 分钟前就该开始",
        "Urgent: should have started {minutes} min ago",
    ),
    "rank.rescued": (
        "快超时，提前：须在 {minutes} 分钟内开始",
        "Moved up: start within {minutes} min",
    ),
    "rank.rescued_hours": (
        "人手不够，提前：须在 {hours} 小时内开始",
        "Moved up, too few hands: start within {hours} h",
    ),
    "rank.rescued_late": (
        "快超时，提前：{minutes} 分钟前就该开始",
        "Moved up: should have started {minutes} min ago",
    ),
    "rank.waited": (
        "等得够久了：{minutes} 分钟内必须放出",
        "Waited long enough: goes within {minutes} min",
    ),
    "rank.waited_late": (
        "等得太久：超过最长等待 {minutes} 分钟",
        "Has waited {minutes} min longer than it should",
    ),
    "rank.last_start": (
        "快到截单：须在 {minutes} 分钟内开始",
        "Truck leaves soon: start within {minutes} min",
    ),
    "rank.last_start_late": (
        "赶截单：{minutes} 分钟前就该开始",
        "Truck leaves soon: should have started {minutes} min ago",
    ),
    "rank.newest": ("促销单：最新付款优先", "Newest payment first"),
    "rank.merged": ("普通单：等待合并拣货", "Waits to be merged"),
    "rank.merged_with": ("{orders} 单合并，一趟拣完", "{orders} orders merged into one walk"),
    "wave.picker_free": ("有拣货员空闲", "A picker is free"),
    "rank.fast": (
        "{orders} 单同一商品，一起拣，直接打包",
        "{orders} orders of one SKU, picked together for packing",
    ),
    "wave.dense": ("一趟够密：每条巷道 {units} 件", "Dense enough: {units} units an aisle"),
    "wave.last_start": ("到了截单前最后的安全开始时间", "The last safe start before the cutoff is reached"),
    "wave.waited": ("最早的一单等满了最长等待时间", "The oldest order has waited its bound"),
    "outlook.wait": (
        "{time} 起，{orders} 单“{tier}”会等超过 {hours} 小时；再来 {pickers} 名拣货员就来得及",
        "From {time}, {orders} {tier} orders wait longer than {hours} h; more pickers help: {pickers}",
    ),
    "outlook.wait_no_help": (
        "{time} 起，{orders} 单“{tier}”会等超过 {hours} 小时，加人也来不及",
        "From {time}, {orders} {tier} orders will wait longer than {hours} h, however many pick",
    ),
    "outlook.promise": (
        "{time} 起，{orders} 单“{tier}”会来不及开始，赶不上承诺时间；再来 {pickers} 名拣货员就来得及",
        "From {time}, {orders} {tier} orders start too late for their promise; more pickers help: {pickers}",
    ),
    "outlook.promise_no_help": (
        "{time} 起，{orders} 单“{tier}”会赶不上承诺时间，加人也来不及",
        "From {time}, {orders} {tier} orders start too late for their promise, however many pick",
    ),
    "outlook.planner": (
        "{tier} 级排不出新的合并计划，先按 {time} 的计划拣",
        "Tier {tier} cannot be planned anew; the plan of {time} stays",
    ),
    "outlook.task": (
        "任务 {which} 没人能接，需要：{needs}",
        "Nobody here may take task {which}; it needs: {needs}",
    ),
    "outlook.order": (
        "订单 {which} 没人能拣，需要：{needs}",
        "Nobody here may pick order {which}; it needs: {needs}",
    ),
    "suits.forklift": ("叉车", "forklift"),
    "suits.skill": ("技能 {skill}", "skill {skill}"),
    "suits.zone": ("{zone} 区", "zone {zone}"),
    "suits.totes": ("{totes} 箱位的拣货车", "a cart for {totes} totes"),
    "wave.order_changed": ("订单刚刚有变动，请重新安排", "An order has just changed; plan again"),
    "task.operator_busy": ("这位拣货员手上已有任务", "This picker has a task already"),
    "task.operator_has_task": (
        "{name} 正在拣货，做完或收回后才能再派",
        "{name} is on a walk; take that back first, or wait until it is done",
    ),
    "task.not_a_picker": ("{name} 不是拣货员", "{name} is not a picker"),
    "task.unknown": ("没有任务 {task}", "There is no task {task}"),
    "task.over": ("任务 {task} 已经结束", "Task {task} is over"),
    "task.not_yours": (
        "这个任务现在不归你，请看新的画面",
        "This task is not yours now; look at the new screen",
    ),
    "task.other_state": ("任务状态已变，请看新的画面", "This task has moved on; look at the new screen"),
    "task.taken_title": ("任务被组长收回", "The shift lead took this task back"),
    "task.taken_text": (
        "请停下。已拣的不用动，把拣货车留在原地等接手的人。",
        "Please stop. What is picked stays picked; leave the cart for whoever takes over.",
    ),
    "task.assigned": ("已派给对方", "Given to them"),
    "task.taken_back": ("已收回到队列", "Back in the queue"),
    "people.no_operator": ("没有这个人", "There is no such person"),
    "order.pinned": ("已置顶", "Pinned to the top"),
    "order.unpinned": ("已取消置顶", "No longer pinned"),
    "order.held": ("已暂停", "Held"),
    "order.unheld": ("已恢复", "Goes on again"),
    "order.cancelled": ("订单已取消", "Order cancelled"),
    "order.cancelled_title": ("停！订单已取消", "STOP: an order was cancelled"),
    "order.cancelled_text": (
        "订单 {order}（{slots} 号格）不要再拣。已拣的留在周转箱里，交给组长。",
        "Pick nothing more for order {order} (slot {slots}). What is picked stays in its tote; hand it to the"
        " shift lead.",
    ),
    "order.held_title": ("停！订单被暂停", "STOP: an order is on hold"),
    "order.held_text": (
        "订单 {order}（{slots} 号格）先不拣，拣别的单。原因：{reason}",
        "Leave order {order} (slot {slots}) for now and go on with the others. Reason: {reason}",
    ),
    **JOINING,
}
