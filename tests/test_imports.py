"""Who may call whom: features call down this list, never up; a feature's rooms call inwards."""

import ast
from collections.abc import Callable, Iterable
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# a later line may import an earlier one; two of one line may, but not in a circle
LAYERS = [
    "assets checkpoints clock commanding config db errors frames keyfile limits lives loops migrating plain"
    " prepared rows tables wire words writer",
    "sheets",
    "contracts ops people printing push rules timeline",
    "stock",
    "orders",
    "planner waves",
    "picking",
    "shipping",
    "packing",
    "alerts barcodes dashboard lead",
    # what puts the house together; app: its own __init__, create_app()
    "app checking cli demo features founding migrations server serving simulation",
]
MOUTHS = {"push": "timeline"}  # push says what timeline has just written down: one feature, two places
LAYER = {name: height for height, names in enumerate(LAYERS) for name in names.split()}

# files that decide in plain data: no framework, no table, nothing but one another
PURE = [
    "contracts.promising",
    "orders.channels.preset",
    "orders.estimating",
    "orders.states",
    "picking.matching",
    "printing.states",
    "rules.evaluating",
    "rules.facts",
    "shipping.addresses",
    "shipping.states",
    "stock.choosing",
    "stock.gs1",
    "stock.slotting",
    "waves.filling",
    "waves.forecasting",
    "waves.lineup",
    "waves.pace",
    "waves.ranking",
    "waves.sharing",
    "waves.states",
]
PLAIN = ["app.clock", "app.errors", "app.lives", "app.words"]  # what a pure file may use besides
EDGES = ["commands", "events", "routes"]  # translate and nothing else
FRAMEWORKS = ["flask", "flask_socketio", "flask_openapi3", "peewee", "playhouse", "gevent", "click"]

FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in ("app", "printers")
    for path in sorted((ROOT / folder).rglob("*.py"))
}


@cache
def imported(module: str) -> frozenset[str]:
    """Every module that `module` imports, wherever in the file, by its full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(FILES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(module, node)
            names = {f"{source}.{alias.name}" for alias in node.names}
            found.update(name if name in FILES else source for name in names)
    return frozenset(found)


def absolute(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.split(".")[: None if FILES[module].name == "__init__.py" else -1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, *filter(None, [node.module])])


def feature(module: str) -> str:
    name = [*module.split("."), "app"][1]
    return MOUTHS.get(name, name)


def room(module: str) -> str:
    return module.split(".")[-1]


def of_app(modules: Iterable[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] == "app" and name in FILES}


APP = sorted(of_app(FILES))
PRINTERS = [module for module in FILES if module.startswith("printers")]


def calls(modules: Iterable[str], wrong: Callable[[str, str], bool], *, ours: bool = True) -> list[str]:
    """`a imports b` for each import in these modules that is wrong; only those of the app's own files."""
    return [
        f"{module} imports {name}"
        for module in modules
        for name in sorted(of_app(imported(module)) if ours else imported(module))
        if wrong(module, name)
    ]


def is_of(name: str, *packages: str) -> bool:
    return name.split(".")[0] in packages


def test_every_feature_has_its_line() -> None:
    assert {feature(module) for module in APP} - set(LAYER) == set(), "add it to LAYERS"


def test_features_call_down_never_up() -> None:
    assert calls(APP, lambda module, name: LAYER[feature(name)] > LAYER[feature(module)]) == []


def test_features_of_one_line_do_not_call_in_a_circle() -> None:
    peers: dict[str, set[str]] = {}
    for module in APP:
        others = {feature(name) for name in of_app(imported(module))} - {feature(module)}
        peers.setdefault(feature(module), set()).update(others)
    try:
        TopologicalSorter(peers).prepare()
    except CycleError as error:
        pytest.fail("features in a circle: " + " <- ".join(error.args[1]))


def test_inside_a_feature_calls_go_inwards() -> None:
    """Edges call the rest and are not called; tables know tables and what is pure."""
    top = len(LAYERS) - 1
    inner = [module for module in APP if room(module) not in EDGES and LAYER[feature(module)] < top]
    assert calls(inner, lambda _, name: room(name) in EDGES) == []
    models = [module for module in APP if room(module) == "models"]
    mixed = calls(
        models, lambda _, name: LAYER[feature(name)] > 0 and room(name) != "models" and name[4:] not in PURE
    )
    assert mixed == []


def test_a_pure_file_knows_no_framework_and_no_table() -> None:
    pure = [f"app.{name}" for name in PURE]
    assert calls(pure, lambda _, name: is_of(name, *FRAMEWORKS), ours=False) == []
    assert calls(pure, lambda _, name: name not in PLAIN and name[4:] not in PURE) == []


def test_the_planner_knows_only_itself() -> None:
    planner = [module for module in APP if feature(module) == "planner"]
    assert calls(planner, lambda _, name: feature(name) != "planner") == []
    framed = calls(planner, lambda _, name: is_of(name, *FRAMEWORKS), ours=False)
    assert framed == ["app.planner.commands imports click"]


def test_printers_know_neither_the_app_nor_its_frameworks() -> None:
    assert calls(PRINTERS, lambda _, name: is_of(name, "app", *FRAMEWORKS), ours=False) == []
