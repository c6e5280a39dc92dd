"""Who is signed in, on what, and what they are doing."""

from typing import Any

from app import clock
from app.lead.marks import Mark, look_of
from app.orders.models import Order
from app.people import presence
from app.people.models import Device, Operator, SignIn
from app.printing.models import Station
from app.shipping.models import Parcel
from app.shipping.states import ON_BENCH

WORKS = ("away", "picking", "packing", "handover", "lead")


def list_people(marks: dict[str, Mark], tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open sign-ins, one row a person: by work, then by name, so that nobody jumps about."""
    in_hand = {task["operator_id"]: task["task_id"] for task in tasks if task["operator_id"]}
    stations: dict[int | None, Station] = {station.id: station for station in Station.select()}
    newest = {sign_in.operator_id: sign_in for sign_in in _list_open()}
    people = [
        _told(sign_in, stations.get(sign_in.station_id), in_hand.pop(sign_in.operator_id, None))
        for sign_in in newest.values()
    ]
    people += [_gone(operator, in_hand[operator.id]) for operator in _list_operators(list(in_hand))]
    parcels = _list_parcels(marks)
    for person in people:
        person["parcel"] = parcels.get(person["operator_id"])
    return sorted(people, key=_place)


def _place(person: dict[str, Any]) -> tuple[int, str, int]:
    return WORKS.index(person["work"]), person["name"], person["operator_id"]


def _list_open() -> list[SignIn]:
    """Active operators first: their open sign-ins are found by index, whatever the years have piled up."""
    query = SignIn.select(SignIn, Operator, Device).join(Operator).switch(SignIn).join(Device)
    active = Operator.select(Operator.id).where(Operator.active)
    return list(query.where(SignIn.operator.in_(active), SignIn.ended_at.is_null()).order_by(SignIn.id))


def _list_operators(ids: list[int]) -> list[Operator]:
    return list(Operator.select().where(Operator.id.in_(ids)))


def _list_parcels(marks: dict[str, Mark]) -> dict[int | None, dict[str, Any]]:
    """What each packer has on the bench."""
    query = Parcel.select(Parcel, Order).join(Order).where(Parcel.state.in_(ON_BENCH)).order_by(Parcel.id)
    return {
        parcel.packer_id: {
            **look_of(marks, parcel.order.tier),
            "parcel_id": parcel.id,
            "state": parcel.state,
            "order_id": parcel.order.id,
            "order_no": parcel.order.order_no,
            "promised_at": clock.iso(parcel.order.promised_at),
        }
        for parcel in query
        if parcel.packer_id
    }


def _told(sign_in: SignIn, station: Station | None, task_id: int | None) -> dict[str, Any]:
    return {
        "operator_id": sign_in.operator_id,
        "name": sign_in.operator.name,
        "roles": sign_in.operator.roles,
        "marks": _marks(sign_in.operator),
        "online": presence.is_online(sign_in.device),
        "last_seen_at": clock.iso(sign_in.device.last_seen_at),
        "work": sign_in.work,
        "device_id": sign_in.device_id,
        "device_name": sign_in.device.name,
        "task_id": task_id,
        "station": {"code": station.code, "name": station.name} if station else None,
    }


def _marks(operator: Operator) -> list[str]:
    """What tells them from others: skills, zones, what they push or drive."""
    return [*operator.skills, *operator.zones, *([operator.equipment] if operator.equipment else [])]


def _gone(operator: Operator, task_id: int) -> dict[str, Any]:
    """Signed out with a walk still in hand: the lead must see whose it is."""
    return {
        "operator_id": operator.id,
        "name": operator.name,
        "roles": operator.roles,
        "marks": _marks(operator),
        "online": False,
        "last_seen_at": None,
        "work": "away",
        "device_id": None,
        "device_name": None,
        "task_id": task_id,
        "station": None,
    }
