from datetime import UTC, datetime

from peewee import SQL, AutoField, BooleanField, CharField, Check, ForeignKeyField, IntegerField, TextField

from app.tables import AtField, JsonField, Table

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Channel(Table):
    code = CharField(32, primary_key=True)
    name = CharField(80)


class Order(Table):
    """What a customer wants. `(channel, channel_ref)` is its identity outside, `order_no` on our floor."""

    id = AutoField()
    order_no = CharField(32, unique=True)
    channel = ForeignKeyField(Channel, backref="orders")
    channel_id: int
    channel_ref = CharField(80)
    fingerprint = CharField(64)  # of the draft, to say "unchanged"
    state = CharField(12, default="new")
    tier = CharField(4)
    tier_because = JsonField()
    ordered_at = AtField()
    paid_at = AtField()
    promised_at = AtField()
    because = JsonField()  # Words: why promised then
    start_by_at = AtField()  # promised_at less the work still to do: slack's zero
    release_by_at = AtField(default=NEVER)  # waves: its longest wait ends, counted from intake
    pinned_at = AtField(null=True)
    blocked = BooleanField(default=False)  # an open Block names it
    customer_group = CharField(40, default="")
    customer_key = CharField(64, default="")  # channel's id of the customer, for merging
    value_cents = IntegerField(default=0)
    currency = CharField(3, default="CNY")
    tags = JsonField(default=list)
    coupon = CharField(80, default="")
    wants = JsonField(default=list)  # adds to pack: gift wraps, inserts
    remark = TextField(default="")  # the customer's own words
    units = IntegerField(default=0)
    volume_ml = IntegerField(default=0)
    weight_g = IntegerField(default=0)
    name = CharField(120, default="")
    phone = CharField(40, default="")
    province = CharField(60, default="")
    city = CharField(60, default="")
    district = CharField(60, default="")
    street = CharField(300, default="")
    postcode = CharField(20, default="")
    country = CharField(60, default="")
    oaid = CharField(200, default="")  # a platform's token for a recipient that only it can read

    class Meta:
        table_name = "order"
        indexes = (
            (("channel", "channel_ref"), True),
            (("state", "tier", "blocked", "start_by_at"), False),
            (("state", "tier", "blocked", "paid_at"), False),
            (("state", "tier", "blocked", "release_by_at"), False),
        )


Order.add_index(
    Order.state, Order.tier, Order.pinned_at, where=Order.pinned_at.is_null(False), name="order_pinned"
)
HAS_PHONE = Order.phone != SQL("''")  # as text: SQLite plans before it is given values
Order.add_index(Order.phone, where=Order.phone != "", name="order_phone")


class OrderLine(Table):
    """One SKU and a quantity. `qty = picked_qty + short_qty + what is still open`."""

    id = AutoField()
    order = ForeignKeyField(Order, backref="lines")
    order_id: int
    sku_id = IntegerField(index=True)
    qty = IntegerField()
    picked_qty = IntegerField(default=0)
    short_qty = IntegerField(default=0)

    class Meta:
        table_name = "order_line"
        indexes = ((("order", "sku_id"), True),)
        constraints = (
            Check("qty > 0", name="order_line_qty"),
            Check(
                "picked_qty >= 0 AND short_qty >= 0 AND picked_qty + short_qty <= qty", name="order_line_done"
            ),
        )


class Block(Table):
    """Why something must not move on, and who may lift it. Stands beside the state."""

    id = AutoField()
    kind = CharField(8)  # hold, stop, recall, review
    order = ForeignKeyField(Order, backref="blocks")
    order_id: int
    parcel_id = IntegerField(null=True)
    why = JsonField()  # Words
    lifted_by_role = CharField(20, default="lead")
    by = IntegerField(null=True)
    at = AtField()
    lifted_at = AtField(null=True)
    lifted_by = IntegerField(null=True)

    class Meta:
        indexes = ((("order", "lifted_at"), False),)


class IntakeAnswer(Table):
    """What `POST /api/orders` answered to an Idempotency-Key; the same key gets it again for a week."""

    id = AutoField()
    api_key_id = IntegerField()
    key = CharField(200)
    body_hash = CharField(64)
    at = AtField(index=True)
    answer = JsonField()

    class Meta:
        table_name = "intake_answer"
        indexes = ((("api_key_id", "key"), True),)
