"""Who may call whom: features call down this list, never up; a feature's rooms call inwards."""

import ast
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


def imported(module: str) -> set[str]:
    """Every module that `module` imports, wherever in the file, by its full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(FILES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = absolute(module, node)
            names = {f"{source}.{alias.name}" for alias in node.names}
            found.update(name if name in FILES else source for name in names)
    return found


def absolute(module: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.split(".")[: None if FILES[module].name == "__init__.py" else -1]
    package = package[: len(package) - node.level + 1]
    return ".".join([*package, *filter(None, [node.module])])


IMPORTS = {module: imported(module) for module in FILES}


def feature(module: str) -> str:
    name = [*module.split("."), "app"][1]
    return MOUTHS.get(name, name)


def room(module: str) -> str:
    return module.split(".")[-1]


def of_app(modules: set[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] == "app" and name in FILES}


def outside(module: str, *names: str) -> list[str]:
    return [f"{module} imports {name}" for name in IMPORTS[module] if name.split(".")[0] in names]


APP = sorted(of_app(set(FILES)))


def test_every_feature_has_its_line() -> None:
    assert {feature(module) for module in APP} - set(LAYER) == set(), "add it to LAYERS"


@pytest.mark.parametrize("module", APP)
def test_features_call_down_never_up(module: str) -> None:
    height = LAYER[feature(module)]
    up = [name for name in of_app(IMPORTS[module]) if LAYER[feature(name)] > height]
    assert up == [], f"{module} imports what is above it"


def test_features_of_one_line_do_not_call_in_a_circle() -> None:
    calls: dict[str, set[str]] = {}
    for module in APP:
        peers = {feature(name) for name in of_app(IMPORTS[module])} - {feature(module)}
        calls.setdefault(feature(module), set()).update(peers)
    try:
        TopologicalSorter(calls).prepare()
    except CycleError as error:
        pytest.fail("features in a circle: " + " <- ".join(error.args[1]))


@pytest.mark.parametrize("module", APP)
def test_inside_a_feature_calls_go_inwards(module: str) -> None:
    edges = [name for name in of_app(IMPORTS[module]) if room(name) in EDGES]
    if room(module) not in EDGES and LAYER[feature(module)] < len(LAYERS) - 1:
        assert edges == [], f"{module} is called by edges and must not call them"
    if room(module) == "models":
        rooms = [name for name in of_app(IMPORTS[module]) if LAYER[feature(name)] > 0]
        assert [name for name in rooms if room(name) != "models" and name[4:] not in PURE] == []


@pytest.mark.parametrize("module", [f"app.{name}" for name in PURE])
def test_a_pure_file_knows_no_framework_and_no_table(module: str) -> None:
    assert outside(module, *FRAMEWORKS) == []
    others = of_app(IMPORTS[module]) - set(PLAIN)
    assert [name for name in others if name[4:] not in PURE] == []


@pytest.mark.parametrize("module", [name for name in APP if feature(name) == "planner"])
def test_the_planner_knows_only_itself(module: str) -> None:
    may = {"click"} if room(module) == "commands" else set()
    assert outside(module, *(set(FRAMEWORKS) - may)) == []
    assert [name for name in of_app(IMPORTS[module]) if feature(name) != "planner"] == []


@pytest.mark.parametrize("module", [name for name in FILES if name.startswith("printers")])
def test_printers_know_neither_the_app_nor_its_frameworks(module: str) -> None:
    assert outside(module, "app", *FRAMEWORKS) == []
