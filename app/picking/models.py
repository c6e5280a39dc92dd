from peewee import AutoField, CharField, ForeignKeyField, IntegerField

from app.stock.models import Location, Sku
from app.tables import AtField, JsonField, Table


class Tote(Table):
    """A container and what it carries now; where it has been stands in the timeline."""

    id = AutoField()
    code = CharField(32, unique=True)
    task_id = IntegerField(null=True)
    order_id = IntegerField(null=True, index=True)
    slot = IntegerField(null=True)
    station_id = IntegerField(null=True)  # unloaded there, waiting for the packer

    class Meta:
        indexes = ((("task_id", "slot"), True),)


class FloorException(Table):
    """A fact that no longer fits the plan: kept, and somebody owns it."""

    id = AutoField()
    kind = CharField(24)  # late-scan, short, help, damaged, wrong-label, empty
    order_id = IntegerField(null=True)
    task_id = IntegerField(null=True)
    operator_id = IntegerField(null=True)
    text = JsonField()  # Words
    at = AtField()
    resolved_at = AtField(null=True, index=True)
    place = CharField(40, default="")  # the location or station where it happened
    photo_id = IntegerField(null=True)
    count_id = IntegerField(null=True)  # stock_count that settles it

    class Meta:
        table_name = "floor_exception"


class ZeroCheck(Table):
    """A shelf that a pick should have left empty, and how many units its picker saw there."""

    id = AutoField()
    location = ForeignKeyField(Location)
    location_id: int
    sku = ForeignKeyField(Sku)
    sku_id: int
    task_id = IntegerField()
    at = AtField()
    answered_at = AtField(null=True)
    left = IntegerField(null=True)

    class Meta:
        table_name = "zero_check"
        indexes = ((("task_id", "answered_at"), False),)


class Photo(Table):
    """A picture of something wrong: the file `name` under var/photos, shown to leads alone."""

    id = AutoField()
    name = CharField(40, unique=True)
    device_id = IntegerField()
    at = AtField(index=True)
    width_px = IntegerField()
    height_px = IntegerField()
