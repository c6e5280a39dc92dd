"""The rules a new house begins with: which box, what to mind, who drives, what is told when nothing moves.

All of them are rows that the lead reads and switches; carriers without a contract give way by themselves.
"""

from app.db import transaction
from app.rules.keeping import RuleDraft, add
from app.rules.models import Rule

NEAR = ["上海市", "江苏省", "浙江省"]
BOXES = (("S", 2_000), ("M", 8_000), ("L", 25_000), ("XL", 60_000))
ASKS = ("请", "麻烦", "不要", "务必", "加", "放", "please", "Please", "add", "Add")


def _boxes() -> list[RuleDraft]:
    made = []
    for size, most_ml in BOXES:
        zh, en = f"{most_ml // 1000} 升以内用 {size} 号箱", f"Up to {most_ml // 1000} l: box {size}"
        made.append(RuleDraft("packing", f"volume_ml <= {most_ml}", {"box": size}, zh, en))
    return [
        *made,
        RuleDraft("packing", "volume_ml > 60000", {"box": "XXL"}, "超过 60 升，用特大箱", "Over 60 l"),
    ]


def _asks() -> RuleDraft:
    condition = " or ".join(f"'{word}' in remark" for word in ASKS)
    return RuleDraft("packing", condition, {"ask": True}, "备注里有要求", "The remark asks for something")


RULES = [
    RuleDraft(
        "carrier",
        "value > 500 and customer_group == 'gold'",
        "sf",
        "金牌客户且超过 500 元，发顺丰",
        "A gold customer's order above 500 goes with SF",
    ),
    RuleDraft("carrier", f"province in {NEAR}", "zto", "江浙沪发中通", "Jiangsu, Zhejiang, Shanghai: ZTO"),
    RuleDraft("carrier", "province != ''", "yunda", "其他地区发韵达", "Elsewhere: Yunda"),
    *_boxes(),
    _asks(),
    RuleDraft(
        "packing",
        "tier == 'A'",
        {"weigh": False, "partial": True},
        "医疗、政府合同允许先发有货的",
        "Urgent contracts take what is there first",
    ),
    RuleDraft(
        "stuck", "hours >= 48", "lost", "48 小时没动，请向快递查件", "Two days: ask the carrier for it"
    ),
    RuleDraft("stuck", "hours >= 24", "stuck", "24 小时没动，请留意", "One day: keep an eye on it"),
]


def ensure_rules() -> None:
    """Make them where no rule of these kinds was ever made."""
    kinds = {draft.kind for draft in RULES}
    if Rule.select().where(Rule.kind.in_(list(kinds))).exists():
        return
    with transaction():
        for draft in RULES:
            add(draft)
