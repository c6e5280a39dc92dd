from peewee import AutoField, BooleanField, CharField, Check, ForeignKeyField, IntegerField

from app.tables import AtField, JsonField, Table


class Location(Table):
    """Where stock stands: aisle-bay-level. `bay` counts from the front cross aisle."""

    id = AutoField()
    code = CharField(24, unique=True)
    aisle = IntegerField()
    bay = IntegerField()
    level = IntegerField()
    kind = CharField(8, default="pick")  # pick, bulk
    blocked = BooleanField(default=False)
    to_count = BooleanField(default=False)  # a StockCount is open: nothing more is promised from here
    check_scan = BooleanField(default=False)
    zone = CharField(16, default="")  # a part of the floor with its own limit of walks
    narrow = BooleanField(default=False)  # its aisle: few carts at a time
    equipment = CharField(12, default="")  # what reaches it: "" a cart, forklift
    skill = CharField(16, default="")  # who may pick here: cold, hazmat; "" everybody

    class Meta:
        indexes = ((("aisle", "bay", "level"), False),)


class Sku(Table):
    """`code` is kept upper-case: codes that differ only by case are one SKU."""

    id = AutoField()
    code = CharField(64, unique=True)
    name = CharField(200, default="")
    volume_ml = IntegerField(default=500)
    weight_g = IntegerField(default=250)
    flags = JsonField(default=list)  # fragile, cold, ...
    picture = CharField(40, default="")  # file name under var/pictures; changes with what it shows


class Barcode(Table):
    code = CharField(64, primary_key=True)
    sku = ForeignKeyField(Sku, backref="barcodes")
    sku_id: int


class Balance(Table):
    """What stands at a location, and how much of it is promised. The ledger's sum, kept beside it."""

    id = AutoField()
    location = ForeignKeyField(Location, backref="balances")
    location_id: int
    sku = ForeignKeyField(Sku, backref="balances")
    sku_id: int
    on_hand = IntegerField(default=0)
    reserved = IntegerField(default=0)

    class Meta:
        indexes = ((("location", "sku"), True),)
        constraints = (
            Check("on_hand >= 0", name="balance_on_hand"),
            Check("reserved >= 0", name="balance_reserved"),
            Check("reserved <= on_hand", name="balance_promised"),
        )


class LedgerRow(Table):
    """One movement of stock: `qty` units of a SKU into (+) or out of (-) a location, and why."""

    id = AutoField()
    at = AtField()
    location = ForeignKeyField(Location)
    location_id: int
    sku = ForeignKeyField(Sku)
    sku_id: int
    qty = IntegerField()
    reason = CharField(16)  # loaded, counted, picked, undone, short, damaged, wrong-label
    pick_id = IntegerField(null=True, index=True)
    by = IntegerField(null=True)

    class Meta:
        table_name = "stock_ledger"
        indexes = ((("location", "sku"), False),)


class StockCount(Table):
    """A shelf that is not as booked: to be counted, and what was found."""

    id = AutoField()
    location = ForeignKeyField(Location)
    location_id: int
    sku = ForeignKeyField(Sku)
    sku_id: int
    why = CharField(16)  # short, damaged, wrong-label, not-empty, empty
    at = AtField()
    by = IntegerField(null=True)
    found = IntegerField(null=True)
    closed_at = AtField(null=True)
    closed_by = IntegerField(null=True)

    class Meta:
        table_name = "stock_count"
        indexes = ((("location", "sku", "closed_at"), False),)


class Substitute(Table):
    """`other` may be sent where `sku` is missing, if the order allows it."""

    id = AutoField()
    sku = ForeignKeyField(Sku, backref="substitutes")
    sku_id: int
    other = ForeignKeyField(Sku, backref="instead_of")
    other_id: int

    class Meta:
        indexes = ((("sku", "other"), True),)


class Reservation(Table):
    """`qty` units at a location promised to an order line and not yet taken or released."""

    id = AutoField()
    line_id = IntegerField(index=True)
    location = ForeignKeyField(Location)
    location_id: int
    sku = ForeignKeyField(Sku)
    sku_id: int
    qty = IntegerField()

    class Meta:
        indexes = ((("location", "sku"), False),)
        constraints = (Check("qty >= 0", name="reservation_qty"),)


class Floor(Table):
    """One row: the shape of the parallel-aisle warehouse, in millimetres."""

    id = AutoField()
    aisles = IntegerField()
    bays = IntegerField()  # per aisle
    levels = IntegerField()
    cross_aisles = IntegerField()
    aisle_pitch_mm = IntegerField()
    bay_pitch_mm = IntegerField()
    cross_aisle_mm = IntegerField()
    depot_aisle = IntegerField()
    depot_at = CharField(8, default="front")
