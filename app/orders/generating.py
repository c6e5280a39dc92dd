"""Made-up orders of all three tiers, for the demo and for tests. Nobody in them exists."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.orders.draft import OrderDraft

CHANNEL = "demo"
SHARES = {"A": 10, "B": 30, "C": 60}
AGES = {
    "A": timedelta(hours=20),
    "B": timedelta(hours=30),
    "C": timedelta(hours=40),
}  # since payment, at most

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (
    *("晓雯", "子轩", "雨桐", "浩然", "静怡", "志强", "佳宁", "明远", "思琪", "建国"),
    *("欣妍", "文博", "丽华", "一鸣", "诗涵", "海燕", "俊杰", "秀英", "梓涵", "国栋"),
)
PLACES = (
    ("上海市", "上海市", "浦东新区", "样板路"),
    ("江苏省", "苏州市", "吴中区", "示范大道"),
    ("浙江省", "杭州市", "余杭区", "模拟街"),
    ("广东省", "深圳市", "南山区", "演示三路"),
    ("四川省", "成都市", "武侯区", "样例巷"),
    ("湖北省", "武汉市", "洪山区", "测试路"),
    ("北京市", "北京市", "朝阳区", "虚构胡同"),
    ("陕西省", "西安市", "雁塔区", "范例北路"),
    ("山东省", "青岛市", "市南区", "假日街"),
    ("福建省", "厦门市", "思明区", "示意路"),
)
HOSPITALS = ("第一示范医院", "样板区中心医院", "模拟儿童医院", "演示社区卫生服务中心", "虚构市疾控中心")
GROUPS = ("medical", "hospital", "government")
URGENT_REMARKS = ("手术室急用，到了请打电话", "请走冷链，温度不能超过 8 度", "", "")
REMARKS = (
    "周末不在家，请放丰巢",
    "送人的，请不要放价格单",
    "麻烦包结实一点，谢谢",
    "尽快发货，出差要用",
    "",
    "",
    "",
    "",
    "",
    "",
)
WANTS = ("礼品包装", "手写贺卡：生日快乐", "满赠：帆布袋 1 个", "放一份说明书")
COUPONS = ("双旦满减30", "NEW10", "会员日", "SAVE5")


def generate(n: int, seed: int, skus: Sequence[str], now: datetime) -> list[OrderDraft]:
    """`n` orders for these SKU codes, paid before `now`; the same arguments give the same orders."""
    dice = random.Random(seed)
    return [_order(f"D{seed}-{number:04d}", dice, skus, now) for number in range(1, n + 1)]


def _order(ref: str, dice: random.Random, skus: Sequence[str], now: datetime) -> OrderDraft:
    tier = dice.choices(list(SHARES), weights=list(SHARES.values()))[0]
    paid_at = now - AGES[tier] * dice.random() ** 3
    told: dict[str, Any] = {
        "channel": CHANNEL,
        "channel_ref": ref,
        "ordered_at": paid_at - timedelta(minutes=dice.randint(1, 20)),
        "paid_at": paid_at,
        "lines": _lines(dice, skus),
        "wants": [dice.choice(WANTS)] if dice.random() < 0.2 else [],
    }
    return OrderDraft.model_validate(told | _recipient(dice) | _of_tier(tier, dice))


def _of_tier(tier: str, dice: random.Random) -> dict[str, Any]:
    """What the default rules make a tier of, and who orders so."""
    if tier == "A":
        name = f"{dice.choice(HOSPITALS)} {_name(dice)}"
        told = {"name": name, "remark": dice.choice(URGENT_REMARKS), "wants": []}
        return told | ({"tags": ["24h"]} if dice.random() < 0.3 else {"customer_group": dice.choice(GROUPS)})
    remark = {"remark": dice.choice(REMARKS)}
    if tier == "B":
        return remark | ({"tags": ["promo"]} if dice.random() < 0.3 else {"coupon": dice.choice(COUPONS)})
    return remark


def _lines(dice: random.Random, skus: Sequence[str]) -> list[dict[str, Any]]:
    """Few lines, mostly of what sells best: the first codes more often than the last."""
    wanted = min(len(skus), 1 + int(dice.expovariate(0.6)))
    chosen: dict[str, dict[str, Any]] = {}
    for _ in range(wanted):
        code = skus[int(len(skus) * dice.random() ** 2)]
        qty = dice.choices((1, 2, 3, 6), weights=(70, 18, 8, 4))[0]
        chosen[code] = {"sku": code, "qty": qty, "price_cents": dice.randrange(900, 29_900, 100)}
    return list(chosen.values())


def _recipient(dice: random.Random) -> dict[str, str]:
    province, city, district, road = dice.choice(PLACES)
    house, unit, room = (
        dice.randint(1, 299),
        dice.randint(1, 18),
        dice.randint(1, 28) * 100 + dice.randint(1, 4),
    )
    return {
        "name": _name(dice),
        "phone": f"1380000{dice.randint(0, 9999):04d}",
        "province": province,
        "city": city,
        "district": district,
        "street": f"{road} {house} 号 {unit} 幢 {room} 室",
        "postcode": f"{dice.randint(100, 849) * 1000:06d}",
        "country": "CN",
    }


def _name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + dice.choice(GIVEN)
