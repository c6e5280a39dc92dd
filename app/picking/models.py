from peewee import AutoField, CharField, IntegerField

from app.db import AtField, JsonField, Table


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
    kind = CharField(24)  # late-scan, short, help, damaged, empty
    order_id = IntegerField(null=True)
    task_id = IntegerField(null=True)
    operator_id = IntegerField(null=True)
    text = JsonField()  # Words
    at = AtField()
    resolved_at = AtField(null=True, index=True)

    class Meta:
        table_name = "floor_exception"
