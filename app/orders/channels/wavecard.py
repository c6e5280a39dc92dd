"""Our own CSV and JSON. One row a line of an order; an order's fields may stand on its first row alone."""

from collections.abc import Iterable
from typing import Any

from app.orders.channels.preset import Preset

COLUMNS = {
    "ref": ("order", "order no", "order number", "channel ref", "订单号", "订单编号"),
    "ordered_at": ("ordered at", "order time", "created at", "下单时间", "订单创建时间"),
    "paid_at": ("paid at", "payment time", "付款时间", "支付时间", "订单付款时间"),
    "sku": ("sku", "sku code", "商品编码", "商家编码", "货号"),
    "sku_name": ("product", "sku name", "product name", "商品名称", "品名"),
    "qty": ("qty", "quantity", "数量", "商品数量"),
    "price": ("price", "unit price", "单价"),
    "total": ("total", "amount", "订单金额", "实付款"),
    "currency": ("currency", "币种"),
    "customer_group": ("customer group", "group", "客户组", "客户类型"),
    "customer_key": ("customer", "customer id", "客户编号"),
    "coupon": ("coupon", "coupon code", "优惠券"),
    "tags": ("tags", "标签"),
    "wants": ("wants", "extras", "gift", "附加要求", "赠品"),
    "remark": ("remark", "note", "买家留言", "备注"),
    "name": ("name", "recipient", "收货人", "收货人姓名", "收件人"),
    "phone": ("phone", "mobile", "手机", "联系手机", "联系电话", "收件人手机号"),
    "province": ("province", "state", "省", "省份"),
    "city": ("city", "市", "城市"),
    "district": ("district", "区", "区县"),
    "street": ("street", "address", "详细地址", "收货地址"),
    "postcode": ("postcode", "zip", "邮编"),
    "country": ("country", "国家"),
}


def read_json(told: Any) -> Iterable[Any]:
    """A list of orders, or `{"orders": [...]}`: the body of `POST /api/orders`."""
    return told.get("orders", [told]) if isinstance(told, dict) else told


PRESET = Preset("wavecard", COLUMNS, ("ref", "ordered_at", "sku", "qty"), read_json=read_json)
