from peewee import AutoField, BooleanField, CharField, ForeignKeyField, IntegerField

from app.tables import AtField, JsonField, Table

ROLES = ("picker", "packer", "lead", "customer_service", "admin")


class Equipment(Table):
    """What somebody pushes or drives: a cart with so many totes of one size, or a forklift."""

    code = CharField(16, primary_key=True)
    kind = CharField(12, default="cart")  # cart, forklift
    totes = IntegerField(default=8)
    tote_ml = IntegerField(default=40_000)
    tote_g = IntegerField(default=20_000)


class Operator(Table):
    id = AutoField()
    name = CharField(80)
    badge = CharField(32, unique=True)
    pin_hash = CharField(200)
    pin_digits = IntegerField(null=True)  # so that a handheld need not be told when it is whole
    roles = JsonField()
    lang = CharField(8, default="zh-CN")
    active = BooleanField(default=True)
    failed_tries = IntegerField(default=0)
    locked_until = AtField(null=True)
    skills = JsonField(default=list)  # cold, hazmat, ...: which shelves they may pick from
    zones = JsonField(default=list)  # where they work; empty: everywhere
    equipment = CharField(16, default="")  # Equipment.code; "" is the house's ordinary cart


class Device(Table):
    id = AutoField()
    name = CharField(80)
    token_hash = CharField(64, unique=True)
    paired_at = AtField()
    revoked_at = AtField(null=True)
    last_seen_at = AtField(null=True)
    online = BooleanField(default=False)  # believed only while last_seen_at is fresh


class PairingCode(Table):
    id = AutoField()
    code_hash = CharField(64, unique=True)
    expires_at = AtField()
    used_at = AtField(null=True)


class SignIn(Table):
    """Who worked on which device, as what; `token` is the wire's opaque `by`."""

    id = AutoField()
    token = CharField(64, unique=True)
    operator = ForeignKeyField(Operator, backref="sign_ins")
    operator_id: int
    device = ForeignKeyField(Device, backref="sign_ins")
    device_id: int
    work = CharField(16)  # picking, packing, handover, lead
    station_id = IntegerField(null=True)
    at = AtField()
    ended_at = AtField(null=True)

    class Meta:
        table_name = "sign_in"
        indexes = ((("operator", "ended_at"), False),)


SignIn.add_index(SignIn.work, where=SignIn.ended_at.is_null(), name="sign_in_open")


class Interrupt(Table):
    """Something an operator must see and acknowledge before the next card."""

    id = AutoField()
    operator = ForeignKeyField(Operator)
    operator_id: int
    kind = CharField(16)  # stop, taken, changed
    title = JsonField()  # Words
    text = JsonField()  # Words
    task_id = IntegerField(null=True)
    at = AtField()
    seen_at = AtField(null=True)

    class Meta:
        indexes = ((("operator", "seen_at"), False),)


class ApiKey(Table):
    id = AutoField()
    name = CharField(80)
    scope = CharField(32)
    key_hash = CharField(64, unique=True)
    revoked_at = AtField(null=True)


class FirstAdmin(Table):
    """The one-time link that makes the first admin."""

    id = AutoField()
    token_hash = CharField(64, unique=True)
    expires_at = AtField()
    used_at = AtField(null=True)
