from peewee import AutoField, CharField, Check, ForeignKeyField, IntegerField

from app.db import AtField, JsonField, Table
from app.shipping.models import Parcel
from app.stock.models import Sku


class ItemCheck(Table):
    """An item of a parcel, and how many of it the packer has scanned."""

    id = AutoField()
    parcel = ForeignKeyField(Parcel, backref="checks")
    parcel_id: int
    line_id = IntegerField()
    sku = ForeignKeyField(Sku)
    sku_id: int
    qty = IntegerField()
    checked_qty = IntegerField(default=0)

    class Meta:
        table_name = "item_check"
        indexes = ((("parcel", "line_id"), True),)
        constraints = (Check("checked_qty >= 0 AND checked_qty <= qty", name="item_check_qty"),)


class Add(Table):
    """What the order asks to add or mind: a gift, a remark, a fragile mark."""

    id = AutoField()
    parcel = ForeignKeyField(Parcel, backref="adds")
    parcel_id: int
    what = CharField(40)
    text = JsonField()  # Words
    done_at = AtField(null=True)
    by = IntegerField(null=True)

    class Meta:
        table_name = "parcel_add"
        indexes = ((("parcel", "what"), True),)
