from peewee import AutoField, BooleanField, CharField, ForeignKeyField, IntegerField

from app.db import AtField, JsonField, Table
from app.orders.models import Order


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

    class Meta:
        indexes = ((("state", "carrier"), False),)


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

    class Meta:
        indexes = ((("parcel", "version"), True), (("carrier", "state", "next_try_at"), False))


Waybill.add_index(
    Waybill.parcel,
    unique=True,
    where=Waybill.state.in_(["booking", "active", "printed"]),
    name="waybill_one_living",
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
    """An address change after the waybill was printed."""

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


class Carrier(Table):
    code = CharField(16, primary_key=True)
    name_zh = CharField(40)
    name_en = CharField(40)
    active = BooleanField(default=True)
    pick_up = CharField(5, default="18:00")  # local time of the truck


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
