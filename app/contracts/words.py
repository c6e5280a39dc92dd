WORDS = {
    "contracts.unknown_tier": ("没有等级“{tier}”", "There is no tier {tier}"),
    "promise.clock": ("{tier}：付款后 {hours} 小时内发出", "{tier}: leaves within {hours} h of payment"),
    "promise.open": (
        "{tier}：付款后 {hours} 个营业小时内发出",
        "{tier}: leaves within {hours} open hours of payment",
    ),
    "promise.clock_from": (
        "{tier}：{cutoff} 截单，从 {start} 起 {hours} 小时内发出",
        "{tier}: cutoff {cutoff}, leaves within {hours} h from {start}",
    ),
    "promise.open_from": (
        "{tier}：{cutoff} 截单，从 {start} 起 {hours} 个营业小时内发出",
        "{tier}: cutoff {cutoff}, leaves within {hours} open hours from {start}",
    ),
}
