"""Every move of every table of shipping, on the database, with its timeline entry."""

from typing import Any

import pytest

from app import clock as app_clock
from app.errors import Refused
from app.lives import Life
from app.shipping import states
from app.shipping.models import Label, Parcel, Readdress, Waybill
from app.shipping.parcels import step
from app.timeline.models import Entry
from tests import builders
from tests.conftest import Clock

LIVES: list[tuple[type, Life, dict[str, str]]] = [
    (Parcel, states.PARCEL, states.PARCEL_HAPPENED),
    (Waybill, states.WAYBILL, states.WAYBILL_HAPPENED),
    (Label, states.LABEL, states.LABEL_HAPPENED),
    (Readdress, states.READDRESS, states.READDRESS_HAPPENED),
]
MOVES = [(model, life, told, *move) for model, life, told in LIVES for move in sorted(life.moves)]


@pytest.fixture
def rows(database: str, clock: Clock) -> dict[type, Any]:
    builders.make_site()
    now = app_clock.now()
    order = builders.make_order()
    parcel = Parcel.create(order=order, opened_at=now)
    waybill = Waybill.create(parcel=parcel, version=1, carrier="sandbox", recipient={}, asked_at=now)
    label = Label.create(code="WL-1-1", parcel=parcel, waybill=waybill, version=1, at=now)
    change = Readdress.create(parcel=parcel, order=order, before={}, after={}, asked_at=now)
    return {Parcel: parcel, Waybill: waybill, Label: label, Readdress: change}


@pytest.mark.parametrize(("model", "life", "told", "state", "action"), MOVES)
def test_every_move_happens_and_is_told(
    rows: dict[type, Any], model: Any, life: Life, told: dict[str, str], state: str, action: str
) -> None:
    row = rows[model]
    model.update(state=state).where(model.id == row.id).execute()
    row.state = state
    step(row, life, action, told)
    assert model.get_by_id(row.id).state == life.moves[state, action]
    assert Entry.select().order_by(Entry.id.desc()).first().what == told[action]


@pytest.mark.parametrize(("model", "life", "told"), LIVES)
def test_no_other_move_is_possible(
    rows: dict[type, Any], model: Any, life: Life, told: dict[str, str]
) -> None:
    actions = {action for _, action in life.moves}
    for state in life.states():
        for action in actions - {action for origin, action in life.moves if origin == state}:
            rows[model].state = state
            with pytest.raises(Refused):
                step(rows[model], life, action, told)


@pytest.mark.parametrize(
    ("life", "ends"),
    [
        (states.PARCEL, {"handed_over", "cancelled"}),
        (states.WAYBILL, {"void", "superseded"}),
        (states.LABEL, {"destroyed", "lost", "unprinted"}),
        (states.READDRESS, {"closed", "replaced", "failed", "refused"}),
    ],
)
def test_every_life_ends_where_it_should(life: Life, ends: set[str]) -> None:
    assert life.states() - {state for state, _ in life.moves} == ends
