from peewee import AutoField, BooleanField, CharField, Check, ForeignKeyField, IntegerField

from app.orders.models import NEVER, Order
from app.people.models import Operator
from app.stock.models import Location, Sku
from app.tables import AtField, JsonField, Table
from app.waves.states import LIVE


class Wave(Table):
    """Orders released together."""

    id = AutoField()
    released_at = AtField()
    because = JsonField()


class Task(Table):
    """One walk, given to somebody. `state`: waves.states.TASK."""

    id = AutoField()
    state = CharField(12, default="queued")
    tier = CharField(4)
    wave = ForeignKeyField(Wave, null=True, backref="tasks")
    wave_id: int | None
    operator = ForeignKeyField(Operator, null=True, backref="tasks")
    operator_id: int | None
    from_operator = ForeignKeyField(Operator, null=True, backref="given_away")
    from_operator_id: int | None
    pinned_at = AtField(null=True)
    promised_at = AtField()
    start_by_at = AtField()
    because = JsonField()  # Words: why it stands where it stands
    route_mm = IntegerField(default=0)
    created_at = AtField()
    offered_at = AtField(null=True)
    started_at = AtField(null=True)
    done_at = AtField(null=True)
    station_id = IntegerField(null=True)
    release_by_at = AtField(default=NEVER)  # waves: the earliest of its orders'
    needs = JsonField(default=dict)  # what a walker must have, where the walk goes: waves.suiting.Needs
    lane = CharField(8, default="")  # fast: one SKU for many single-line orders, into shared totes
    stops = IntegerField(default=0)  # as released

    class Meta:
        indexes = ((("state", "start_by_at"), False), (("operator", "state"), False), (("done_at",), False))


Task.add_index(Task.operator, unique=True, where=Task.state.in_(LIVE), name="task_one_picker")


class TaskOrder(Table):
    """An order (or its part that fits one cart) on a task, and its slots on the cart.

    Orders of the fast lane share a slot; all others have slots of their own.
    """

    id = AutoField()
    task = ForeignKeyField(Task, backref="orders")
    task_id: int
    order = ForeignKeyField(Order, backref="tasks")
    order_id: int
    slot = IntegerField()

    class Meta:
        table_name = "task_order"
        indexes = ((("task", "slot", "order"), True),)


class StandingPlan(Table):
    """The last good plan of a tier: groups of waiting orders that share a walk; and if planning fails."""

    tier = CharField(4, primary_key=True)
    made_at = AtField(null=True)
    groups = JsonField(default=list)  # waves.merging.Group, the most pressing first
    failed_at = AtField(null=True)  # since then planning fails and this plan stays

    class Meta:
        table_name = "standing_plan"


class Pick(Table):
    """One stop of the walk: location, SKU, quantity, slot. Made with its task; picking moves it on."""

    id = AutoField()
    task = ForeignKeyField(Task, backref="picks")
    task_id: int
    order = ForeignKeyField(Order)
    order_id: int
    line_id = IntegerField(index=True)
    reservation_id = IntegerField(index=True)
    location = ForeignKeyField(Location)
    location_id: int
    sku = ForeignKeyField(Sku)
    sku_id: int
    qty = IntegerField()
    done_qty = IntegerField(default=0)
    slot = IntegerField()
    seq = IntegerField()  # walking order; a skip moves it to the end
    state = CharField(12, default="open")
    location_ok = BooleanField(default=False)
    moved_at = AtField(null=True)

    class Meta:
        indexes = ((("task", "state", "seq"), False), (("order", "state"), False))
        constraints = (Check("qty > 0 AND done_qty >= 0 AND done_qty <= qty", name="pick_done"),)
