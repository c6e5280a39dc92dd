from peewee import AutoField, BooleanField, CharField, Check, ForeignKeyField, IntegerField

from app.shipping.models import Parcel
from app.stock.models import Sku
from app.tables import AtField, JsonField, Table


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
    code = CharField(64, default="")  # ticked by scanning this barcode
    done_at = AtField(null=True)
    by = IntegerField(null=True)

    class Meta:
        table_name = "parcel_add"
        indexes = ((("parcel", "what"), True),)


class MergeOffer(Table):
    """Two orders of one customer to one address: whether somebody put the second into the first's box."""

    id = AutoField()
    parcel = ForeignKeyField(Parcel, backref="merges")
    parcel_id: int
    order_id = IntegerField()
    accepted = BooleanField()
    by = IntegerField()
    at = AtField()

    class Meta:
        table_name = "merge_offer"
        indexes = ((("parcel", "order_id"), True),)


class PackError(Table):
    """A mistake at the bench: caught there by a scan or the scale, or found by the customer."""

    id = AutoField()
    op_id = CharField(64, unique=True)
    operator_id = IntegerField()
    parcel_id = IntegerField()
    kind = CharField(24)  # wrong_item, too_many, weight, label; shipped: wrong, missing, damaged
    shipped = BooleanField(default=False)
    at = AtField()

    class Meta:
        table_name = "pack_error"
        indexes = ((("operator_id", "at"), False),)


class SecondCheck(Table):
    """Somebody else has looked into the box, where a rule asks for two."""

    id = AutoField()
    parcel = ForeignKeyField(Parcel, unique=True, backref="second_checks")
    parcel_id: int
    operator_id = IntegerField()
    at = AtField()

    class Meta:
        table_name = "second_check"
