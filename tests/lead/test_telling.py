"""Everything the house writes into its timeline can be read aloud, in both languages."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import transaction
from app.lead.happened import HAPPENED
from app.lead.reading import UNKNOWN, details_of, say_kept
from app.lead.telling import KNOWN_OF, read_life, tell
from app.orders import states
from app.timeline.models import Entry
from app.timeline.recording import record
from tests.lead.floor import Floor

ROOT = Path(__file__).resolve().parents[2]
EVENT = re.compile(r"^[a-z_]+:[a-z_]+$")


def recorded() -> Iterator[tuple[str, set[str]]]:
    """Each `subject:happened` that the code records, with the names of the details beside it."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if "record(" in path.read_text("utf-8") and module != "app.timeline.recording":
            tree = ast.parse(path.read_text("utf-8"))
            for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
                details = details_in(function)
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
                        for event in events_of(call.args[0], module, tree):
                            yield event, details


def details_in(function: ast.FunctionDef) -> set[str]:
    """Keys of every dict written in the function: the `data` of its entries is among them."""
    keys = [key for node in ast.walk(function) if isinstance(node, ast.Dict) for key in node.keys]
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def events_of(what: ast.expr, module: str, tree: ast.Module) -> list[str]:
    """A literal; a table (`HAPPENED[action]`, `f"order:{LIFTED[kind]}"`); else whatever the file names."""
    if isinstance(what, ast.Constant):
        return [str(what.value)]
    prefix = next(
        (str(part.value) for part in getattr(what, "values", []) if isinstance(part, ast.Constant)), ""
    )
    tables = [getattr(importlib.import_module(module), name.id, None) for name in names_in(what)]
    from_tables = [
        f"{prefix}{word}" for table in tables if isinstance(table, dict) for word in table.values()
    ]
    return from_tables or [
        event for node in ast.walk(tree) for event in named_by(node, module) if EVENT.match(event)
    ]


def names_in(what: ast.expr) -> list[ast.Name]:
    return [node for node in ast.walk(what) if isinstance(node, ast.Name)]


def named_by(node: ast.AST, module: str) -> list[str]:
    """Events that a file names as words or through a table of its own or its states.py."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Name) and node.id.endswith("HAPPENED"):
        return list(getattr(importlib.import_module(module), node.id, {}).values())
    return []


def written() -> set[str]:
    """Every `subject:happened` that stands in the code, the order's tables included."""
    files = [path for path in (ROOT / "app").rglob("*.py") if path.name != "happened.py"]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    words = {
        str(node.value) for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    tables = (states.HAPPENED, states.BLOCKED, states.LIFTED)
    return {word for word in words if EVENT.match(word)} | {
        f"order:{word}" for table in tables for word in table.values()
    }


@pytest.fixture(scope="module")
def events() -> dict[str, set[str]]:
    """Every event that the code names, with the details that are recorded beside it."""
    told: dict[str, set[str]] = {event: set() for event in written()}
    for event, details in recorded():
        told.setdefault(event, set()).update(details)
    return told


def test_the_code_is_read_for_what_it_records() -> None:
    found = {event for event, _ in recorded()}
    assert {"pick:picked", "order:cancelled", "order:held", "print:confirmed", "waybill:voided"} <= found


def test_what_is_recorded_has_its_sentence_and_nothing_else_has_one(
    events: dict[str, set[str]],
) -> None:
    sentences = {key for key in HAPPENED if key.startswith("happened.")}
    assert sentences == {f"happened.{event}" for event in events}


def test_a_sentence_names_only_what_is_recorded_or_known_of_its_subject(events: dict[str, set[str]]) -> None:
    unknown = {
        event: names
        for event, details in events.items()
        if (names := details_of(f"happened.{event}") - details - KNOWN_OF.get(event.split(":")[0], set()))
    }
    assert unknown == {}


def read_out(order_id: int, lang: str = "en") -> list[str]:
    return [entry["text"] for entry in tell(read_life(order_id, []), lang)]


def test_a_pick_is_told_with_its_sku_and_shelf_and_a_move_with_names(floor: Floor) -> None:
    ann, bob, order = floor.person("Ann"), floor.person("Bob"), floor.order()
    task = floor.task(order, operator=ann)
    pick = floor.pick(task, order, floor.sku("85123A", "A03-12-2"), 1)
    with transaction():
        record("pick:picked", pick.id, order_id=order.id, by=ann.id, data={"qty": 3})
        record("task:assigned", task.id, order_id=order.id, data={"to": bob.id})
        record("order:address_changed", order.id, order_id=order.id, data={"fields": ["street", "phone"]})
    assert read_out(order.id) == [
        "Picked 85123A × 3 at A03-12-2",
        "Task given to Bob by the shift lead",
        "Address changed: street, phone",
    ]
    assert read_out(order.id, "zh-CN")[:2] == ["拣了 85123A × 3，库位 A03-12-2", "组长把任务派给 Bob"]


def test_what_becomes_of_a_waybill_is_told_with_its_number(floor: Floor) -> None:
    order = floor.order()
    [waybill] = floor.parcel(order, "SB77").waybills
    with transaction():
        record("waybill:printed", waybill.id, order_id=order.id)
    assert read_out(order.id) == ["Label SB77 printed"]


def test_an_entry_of_another_version_still_reads(floor: Floor) -> None:
    order = floor.order()
    with transaction():
        record("order:teleported", order.id, order_id=order.id)
        record("waybill:booked", 1, order_id=order.id, data={"carrier": "gone", "new": [1]})
    assert read_out(order.id) == ["order:teleported", f"gone gave number {UNKNOWN}"]


def test_a_sentence_kept_by_another_version_still_reads() -> None:
    assert say_kept({"key": "gone.away", "n": 1}, "en") == "gone.away"
    assert say_kept({"key": "lead.at_bench", "what": "?"}, "en") == f"{UNKNOWN}: ?"


def test_steps_that_explain_nothing_are_left_out(floor: Floor) -> None:
    order = floor.order()
    with transaction():
        record("print:claimed", 1, order_id=order.id, data={"layout": "voucher"})
        record("print:confirmed", 1, order_id=order.id, data={"layout": "voucher"})
    assert read_out(order.id) == ["Printed: voucher"]
    assert Entry.select().where(Entry.order_id == order.id).count() == 2


@pytest.mark.usefixtures("database")
def test_the_states_an_order_went_between_are_nobodys_numbers() -> None:
    with transaction():
        record("order:readied", 1, order_id=1, data={"from": "new", "to": "ready"})
    assert len(tell(list(Entry.select()), "en")) == 1
