from peewee import AutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from app.orders.models import Order
from app.tables import AtField, JsonField, Table


class Parcel(Table):
    """The box that results; its own label code is WL-<parcel>-<label version>."""

    id = AutoField()
    order = ForeignKeyField(Order, backref="parcels")
    order_id: int
    state = CharField(12, default="open")
    station_id = IntegerField(null=True)
    packer_id = IntegerField(null=True)
    carrier = CharField(16, default="sandbox")
    carrier_because = JsonField(null=True)
    label_version = IntegerField(default=0)
    weight_g = IntegerField(null=True)
    overridden_by = IntegerField(null=True)  # a lead let it through unchecked, and why
    override_reason = CharField(200, default="")
    opened_at = AtField()
    closed_at = AtField(null=True)
    handed_over_at = AtField(null=True)
    handed_over_by = IntegerField(null=True)
    inside_id = IntegerField(null=True, index=True)  # merged: it travels in that parcel's box
    moved_at = AtField(null=True)  # the newest scan of its carrier, or the hand-over
    stuck_h = IntegerField(default=0)  # hours without a scan that were told to the lead
    expected_at = AtField(null=True)  # the carrier's own estimate
    delivered_at = AtField(null=True)

    class Meta:
        indexes = ((("state", "carrier"), False),)


Parcel.add_index(
    Parcel.moved_at,
    where=(Parcel.state == "handed_over") & Parcel.delivered_at.is_null(),
    name="parcel_on_the_way",
)


class Waybill(Table):
    """One booking with a carrier. Booked once per (parcel, version); a rebook is a new version."""

    id = AutoField()
    parcel = ForeignKeyField(Parcel, backref="waybills")
    parcel_id: int
    version = IntegerField()
    carrier = CharField(16)
    state = CharField(12, default="booking")
    tracking_no = CharField(40, null=True, index=True)
    recipient = JsonField()
    tries = IntegerField(default=0)
    problem = CharField(200, default="")
    asked_at = AtField()
    next_try_at = AtField(null=True)
    booked_at = AtField(null=True)
    sort_code = CharField(40, default="")  # the carrier's own routing code
    cancelled_at = AtField(null=True)  # the carrier knows that a void number is void
    cost_cents = IntegerField(null=True)
    change_id = IntegerField(null=True)  # the address change that the carrier must still be told of
    poll_at = AtField(null=True)  # when it is asked next what it has seen
    component = CharField(12, default="")  # whose print component alone may print it: cainiao
    contents = TextField(default="")  # what the component prints, sealed

    class Meta:
        indexes = ((("parcel", "version"), True), (("carrier", "state", "next_try_at"), False))


Waybill.add_index(
    Waybill.parcel,
    unique=True,
    where=Waybill.state.in_(["booking", "active", "printed"]),
    name="waybill_one_living",
)
Waybill.add_index(Waybill.carrier, where=Waybill.change_id.is_null(False), name="waybill_to_change")
Waybill.add_index(
    Waybill.carrier, Waybill.poll_at, where=Waybill.poll_at.is_null(False), name="waybill_to_poll"
)


class Label(Table):
    """A printed paper on a box: `code` is ours, so an old label is known even where the number stayed."""

    id = AutoField()
    code = CharField(40, unique=True)
    parcel = ForeignKeyField(Parcel, backref="labels")
    parcel_id: int
    waybill = ForeignKeyField(Waybill, backref="labels")
    waybill_id: int
    version = IntegerField()
    state = CharField(12, default="printed")  # printed, applied, dead, destroyed, lost, unprinted
    at = AtField()


class Readdress(Table):
    """Another address after the waybill was printed. `source`: lead, customer_service, channel, customer."""

    id = AutoField()
    parcel = ForeignKeyField(Parcel, backref="readdresses")
    parcel_id: int
    order = ForeignKeyField(Order)
    order_id: int
    state = CharField(12, default="asked")
    asked_by = IntegerField(null=True)
    reason = CharField(200, default="")
    before = JsonField()
    after = JsonField()
    old_label = ForeignKeyField(Label, null=True)
    old_label_id: int | None
    waybill = ForeignKeyField(Waybill, null=True)
    waybill_id: int | None
    block_id = IntegerField(null=True)  # the stop that stands until it is closed
    replaced_by = IntegerField(null=True)  # the change that came after it and won
    asked_at = AtField()
    closed_at = AtField(null=True, index=True)
    source = CharField(16, default="lead")
    fee_cents = IntegerField(default=0)  # what the carrier takes for it, as it was approved
    approved_by = IntegerField(null=True)
    because = JsonField(null=True)  # Words: why it was refused, and what to do instead
    ticket = CharField(40, null=True, index=True)  # the carrier's name for the interception
    tries = IntegerField(default=0)
    next_try_at = AtField(null=True)
    problem = CharField(200, default="")


Readdress.add_index(Readdress.id, where=Readdress.state == "pending", name="readdress_pending")


class Voucher(Table):
    """The customer's slip: its token opens the tracking page, and nothing else."""

    id = AutoField()
    parcel = ForeignKeyField(Parcel, backref="vouchers")
    parcel_id: int
    readdress = ForeignKeyField(Readdress, null=True)
    readdress_id: int | None
    token_hash = CharField(64, unique=True)  # SHA-256: a stolen database opens no page
    short_code = CharField(16)
    made_at = AtField()
    expires_at = AtField()
    revoked_at = AtField(null=True)
    tries = IntegerField(default=0)  # wrong last digits of the phone; five close it


class TrackEvent(Table):
    """What the carrier (or we) saw of a parcel, as the customer may read it."""

    id = AutoField()
    parcel = ForeignKeyField(Parcel, backref="track")
    parcel_id: int
    waybill = ForeignKeyField(Waybill, null=True)
    waybill_id: int | None
    at = AtField()
    what = CharField(24)  # packed, readdressed, handed_over, ...
    place = CharField(80, default="")
    said = CharField(200, default="")  # the carrier's own sentence
    digest = CharField(40, null=True)  # the same scan told twice is one row

    class Meta:
        table_name = "track_event"
        indexes = ((("waybill", "digest"), True),)


class Carrier(Table):
    code = CharField(16, primary_key=True)
    name_zh = CharField(40)
    name_en = CharField(40)
    active = BooleanField(default=True)
    pick_up = CharField(5, default="18:00")  # local time of the truck
    phone = CharField(20, default="")
    rates = JsonField(default=list)  # see app.shipping.rates
    suspended_at = AtField(null=True)  # it takes nothing now
    suspended_because = CharField(200, default="")


class PoolNumber(Table):
    """A waybill number typed in from a carrier's own list, and the booking that took it."""

    id = AutoField()
    carrier = CharField(16)
    tracking_no = CharField(40)
    reference = CharField(40, null=True, unique=True)
    taken_at = AtField(null=True)

    class Meta:
        table_name = "pool_number"
        indexes = ((("carrier", "tracking_no"), True), (("carrier", "reference"), False))


class OrderView(Table):
    """How often a customer looked at an order's page: the transparency figure."""

    order = ForeignKeyField(Order, primary_key=True)
    views = IntegerField(default=0)
    first_at = AtField()
    last_at = AtField()

    class Meta:
        table_name = "order_view"


class PhoneCode(Table):
    """A code sent to a phone that asked for its orders. Phone and code are kept as keyed hashes."""

    id = AutoField()
    phone_hash = CharField(64, index=True)
    code_hash = CharField(64)
    made_at = AtField()
    expires_at = AtField()
    tries = IntegerField(default=0)
    used_at = AtField(null=True)

    class Meta:
        table_name = "phone_code"


class Message(Table):
    """A text to a customer on its way; `sealed` is wiped once a gateway took it."""

    id = AutoField()
    kind = CharField(16)  # voucher, code
    order_id = IntegerField(null=True)
    sealed = TextField(default="")
    state = CharField(12, default="waiting")  # waiting, sent, failed
    tries = IntegerField(default=0)
    next_try_at = AtField(null=True)
    made_at = AtField()
    sent_at = AtField(null=True)

    class Meta:
        indexes = ((("state", "next_try_at"), False),)
