from peewee import AutoField, CharField, IntegerField, TextField

from app.tables import AtField, JsonField, Table


class Entry(Table):
    """One thing that happened. Never changed, never deleted; `hash` covers the row and the one before it."""

    id = AutoField()
    at = AtField()
    what = CharField(64)  # subject:happened, past tense
    subject_id = IntegerField()
    order_id = IntegerField(null=True)  # whose life it belongs to
    task_id = IntegerField(null=True)
    by = IntegerField(null=True)  # operator id; None is the house itself
    data = JsonField(default=dict)
    hash = CharField(64)

    class Meta:
        table_name = "timeline_entry"
        indexes = ((("order_id", "id"), False), (("what", "subject_id"), False), (("task_id", "id"), False))


class Change(Table):
    """What screens must look at again; its id is the wire's cursor. Pruned after a day."""

    id = AutoField()
    at = AtField()
    what = CharField(32)
    ref_id = IntegerField(null=True)
    rooms = TextField()  # ",lead,operator:7,"
    origin = CharField(32)  # the process that wrote it and told its own screens

    class Meta:
        table_name = "timeline_change"
