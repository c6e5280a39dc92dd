from peewee import AutoField, CharField, IntegerField

from app.tables import AtField, JsonField, Table


class Operation(Table):
    """An operation that was done, and its answer: the same `op_id` again gets the same answer."""

    id = AutoField()
    op_id = CharField(64, unique=True)
    kind = CharField(32)
    body_hash = CharField(64)
    sign_in_id = IntegerField()
    device_id = IntegerField()
    at = AtField()  # the server's
    claimed_at = AtField(null=True)  # the device's
    answer = JsonField()


class Lease(Table):
    """Which process runs a loop that only one may run, and until when it need not ask again."""

    name = CharField(32, primary_key=True)
    holder = CharField(64)
    until_at = AtField()
