from peewee import AutoField, BooleanField, CharField, ForeignKeyField, IntegerField

from app.db import AtField, JsonField, Table


class Printer(Table):
    id = AutoField()
    name = CharField(80)
    connector = CharField(12, default="tcp")  # tcp, virtual
    host = CharField(64, default="127.0.0.1")
    port = IntegerField(default=9100)
    dots = IntegerField(default=576)
    dpi = IntegerField(default=203)
    paper = CharField(16, default="roll80")  # printers.PAPERS
    has_echo = BooleanField(default=False)  # answers GS ( H: it can prove that it printed
    lang = CharField(8, default="zh-CN")
    # ok, paper_near_end, paper_out, cover_open, offline, silent (cannot say), unreachable, unknown
    status = CharField(16, default="unknown")
    status_at = AtField(null=True)  # since when
    active = BooleanField(default=True)


class Station(Table):
    """A packing bench."""

    id = AutoField()
    code = CharField(16, unique=True)  # ST-1, on its barcode
    name = CharField(80)
    printer = ForeignKeyField(Printer, null=True, backref="stations")
    printer_id: int | None


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

    class Meta:
        table_name = "print_job"
        indexes = (
            (("document_key", "version", "copy"), True),
            (("printer", "state", "tier", "id"), False),
            (("station", "state"), False),
        )
