WORDS = {
    "rules.unknown_kind": ("没有“{kind}”这类规则", "There are no rules of the kind {kind}"),
    "rules.unknown": (
        "没有编号为 {id} 的规则，请刷新后再看",
        "There is no rule number {id}; reload the list",
    ),
    "rules.bad_condition": ("条件无法使用：{why}", "The condition cannot be used: {why}"),
    "rules.no_reason": ("请用中文和英文各写一句原因", "Write a reason in Chinese and in English"),
    "rules.said": ("{because}", "{because}"),
}
