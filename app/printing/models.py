from peewee import AutoField, BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from app.tables import AtField, JsonField, Table


class Printer(Table):
    id = AutoField()
    name = CharField(80)
    connector = CharField(12, default="tcp")  # tcp, virtual, usb, serial, cups, file, agent
    host = CharField(64, default="127.0.0.1")
    port = IntegerField(default=9100)
    path = CharField(120, default="")  # usb 04b8:0202, serial /dev/ttyS0, a CUPS queue, a folder
    speaks = CharField(8, default="escpos")  # escpos, tspl, zpl
    profile = JsonField(default=dict)  # printers.profile.Profile
    probed = JsonField(default=dict)  # what it answered when it was asked what it can
    dots = IntegerField(default=576)
    dpi = IntegerField(default=203)
    paper = CharField(16, default="roll80")  # printers.PAPERS
    has_echo = BooleanField(default=False)  # answers GS ( H: it can prove that it printed
    lang = CharField(8, default="zh-CN")
    # ok, paper_near_end, paper_out, cover_open, offline, silent (cannot say), unreachable, unknown, off
    status = CharField(16, default="unknown")
    status_at = AtField(null=True)  # since when
    roll_mm = IntegerField(default=50_000)  # a new roll
    left_mm = IntegerField(null=True)  # of this roll, by what was printed since it was put in
    active = BooleanField(default=True)


class Station(Table):
    """A packing bench."""

    id = AutoField()
    code = CharField(16, unique=True)  # ST-1, on its barcode
    name = CharField(80)
    printer = ForeignKeyField(Printer, null=True, backref="stations")
    printer_id: int | None
    neighbour_id = IntegerField(null=True)  # the bench whose printer helps out
    failover = CharField(8, default="offer")  # never, offer, auto


class PrintJob(Table):
    """One document for one station. Unique per (document_key, version, copy): twice is once."""

    id = AutoField()
    station = ForeignKeyField(Station, backref="jobs")
    station_id: int
    printer = ForeignKeyField(Printer, null=True, backref="jobs")  # who took it
    printer_id: int | None
    document_key = CharField(64)  # parcel:12:label
    version = IntegerField(default=1)
    copy = IntegerField(default=0)
    layout = CharField(32)
    document = JsonField()
    tier = CharField(4, default="C")
    order_id = IntegerField(null=True)
    parcel_id = IntegerField(null=True, index=True)
    state = CharField(12, default="waiting")
    bytes_taken = IntegerField(default=0)
    tries = IntegerField(default=0)
    because = CharField(120, default="")  # a reason of printers.sentences, else words for the lead
    created_at = AtField()
    not_before_at = AtField(null=True)
    expires_at = AtField(null=True)
    done_at = AtField(null=True)
    withdrawn_at = AtField(null=True)  # void: no copy of it either
    missing = CharField(80, default="")  # characters that no font has
    moved_from_id = IntegerField(null=True)  # the bench it was asked for at, when a neighbour prints it
    via = CharField(12, default="")  # a vendor's component in the packer's browser: cainiao

    class Meta:
        table_name = "print_job"
        indexes = (
            (("document_key", "version", "copy"), True),
            (("printer", "state", "tier", "id"), False),
            (("station", "state"), False),
        )


class PrintAgent(Table):
    """A bench PC that prints for its station; its token opens nothing else."""

    id = AutoField()
    station = ForeignKeyField(Station)
    station_id: int
    name = CharField(80)
    token_hash = CharField(64, unique=True)
    made_at = AtField()
    revoked_at = AtField(null=True)
    seen_at = AtField(null=True)

    class Meta:
        table_name = "print_agent"


class LayoutEdit(Table):
    """What the lead changed of a layout in one language."""

    id = AutoField()
    layout = CharField(32)
    lang = CharField(8)
    words = JsonField(default=dict)  # key -> the lead's words
    hidden = JsonField(default=list)  # fields that are left out
    logo = TextField(default="")  # a 1-bit PNG, base64
    at = AtField()

    class Meta:
        table_name = "layout_edit"
        indexes = ((("layout", "lang"), True),)
