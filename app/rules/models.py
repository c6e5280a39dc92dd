from peewee import AutoField, BooleanField, CharField, IntegerField, TextField

from app.tables import JsonField, Table


class Rule(Table):
    """When `condition` over the named facts is true, `effect` applies; lower `position` is asked first."""

    id = AutoField()
    kind = CharField(16)  # tier, carrier, packing, stuck
    position = IntegerField()
    condition = TextField()
    effect = JsonField()
    because_zh = CharField(200)
    because_en = CharField(200)
    active = BooleanField(default=True)

    class Meta:
        indexes = ((("kind", "position"), False),)
