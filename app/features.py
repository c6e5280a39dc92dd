"""Which features this house has: their pages, their verbs, their screens, their loops, their commands."""

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from types import ModuleType

import click
from flask_openapi3 import OpenAPI

FEATURES = (
    "timeline",
    "people",
    "ops",
    "rules",
    "contracts",
    "printing",
    "stock",
    "orders",
    "planner",
    "waves",
    "picking",
    "shipping",
    "packing",
    "barcodes",
    "lead",
    "serving",
    "demo",
    "simulation",
)


def load(part: str) -> Iterator[ModuleType]:
    """The module `part` of every feature that has one."""
    for feature in FEATURES:
        name = f"app.{feature}.{part}"
        if importlib.util.find_spec(name) is not None:
            yield importlib.import_module(name)


def register(app: OpenAPI) -> None:
    """Verbs, cards and events register by being imported; `routes` exports `api` or `pages`."""
    load_verbs()
    list(load("events"))
    for module in load("routes"):
        if hasattr(module, "api"):
            app.register_api(module.api)
        if hasattr(module, "pages"):
            app.register_blueprint(module.pages)


def load_verbs() -> None:
    """Everything that `op` can call and every screen it can lead to."""
    for part in ("own", "working", "verbs", "cards"):
        list(load(part))


def list_loops() -> list[Callable[[], bool]]:
    """Every feature's background steps; each answers "was there work?"."""
    return [step for module in load("loops") for step in module.steps()]


def list_commands() -> list[click.Command]:
    return [command for module in load("commands") for command in module.commands]


def import_models() -> None:
    list(load("models"))
