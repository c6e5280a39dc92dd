from peewee import AutoField, BooleanField, CharField, FloatField, IntegerField

from app.tables import JsonField, Table


class Tier(Table):
    """A contract class: how it looks, how the queue treats it, what it promises."""

    code = CharField(4, primary_key=True)
    position = IntegerField()
    name_zh = CharField(40)
    name_en = CharField(40)
    colour = CharField(7)
    icon = CharField(16)
    queue = CharField(24)  # pinned, newest-paid-first, waves
    promise_hours = FloatField()
    open_hours = BooleanField(default=False)  # hours of the promise: open hours, or clock hours
    cutoff = CharField(5, null=True)  # local HH:MM; what is paid later starts the next open day
    wait_hours = FloatField(default=4.0)  # waves: open hours from intake after which it is released anyway


class Site(Table):
    """One row: this warehouse's zone, hours and names."""

    id = AutoField()
    name = CharField(80)
    zone = CharField(64, default="Asia/Shanghai")
    opens = CharField(5, default="08:00")
    closes = CharField(5, default="22:00")
    closed_on = JsonField(default=list)  # weekdays 0-6
    sender = JsonField(default=dict)  # name, phone, address on labels
    settings = JsonField(default=dict)
