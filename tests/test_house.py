"""The house rules that a machine can see."""

import ast
import re
import string
from pathlib import Path

from app.cli import main
from app.words import LANGUAGES, catalogue

ROOT = Path(__file__).resolve().parents[1]
LINES_IN_A_FILE = 300
LINES_IN_A_FUNCTION = 45
OURS = ["app", "printers", "static/src", "static/tests", "templates", "tests", "deploy"]
WRITTEN = {".py", ".ts", ".vue", ".css", ".html", ".yml", ".yaml", ".md", ".service"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


def files(*endings: str) -> list[Path]:
    found = [path for folder in OURS for path in sorted((ROOT / folder).rglob("*")) if path.suffix in endings]
    return [path for path in found if "node_modules" not in path.parts]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    return [node for node in tree if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files(".py", ".ts", ".vue")}
    assert {str(path): length for path, length in lengths.items() if length > LINES_IN_A_FILE} == {}


def test_no_function_is_longer_than_45_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in files(".py")
        for node in functions(path)
        if node.end_lineno and node.end_lineno - node.lineno + 1 > LINES_IN_A_FUNCTION
    ]
    assert long == []


def test_no_function_takes_more_than_five_parameters() -> None:
    """`self` aside. Compiled loops take arrays one by one, and a command takes its options."""
    greedy = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in files(".py")
        if path.is_relative_to(ROOT / "app") or path.is_relative_to(ROOT / "printers")
        if "planner" not in path.parts and path.stem not in ("cli", "commands")
        for node in functions(path)
        if len({arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]} - {"self", "cls"}) > 5
    ]
    assert greedy == []


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in files(*WRITTEN)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if LATER.search(line)
    ]
    assert left == []


def placeholders(sentence: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_a_sentence_says_the_same_in_both_languages() -> None:
    unlike = {
        key: sentences
        for key, sentences in catalogue().items()
        if len(sentences) != len(LANGUAGES)
        or not (all(sentence.strip() for sentence in sentences) or key == "nothing")
        or placeholders(sentences[0]) != placeholders(sentences[1])
    }
    assert unlike == {}


def test_no_english_sentence_holds_chinese() -> None:
    mixed = {key: english for key, (_, english) in catalogue().items() if CHINESE.search(english)}
    assert mixed == {}


ERRORS = {"AppError", "Invalid", "Denied", "NotFound", "Refused", "Stale", "Unavailable"}


def said(path: Path) -> list[tuple[ast.Call, str]]:
    """Where this file names a sentence, and its key."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return [
        (call, call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"Words", *ERRORS} and call.args
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]


def is_whole(call: ast.Call, key: str) -> bool:
    """The sentence is there, and an error gives each detail that it names."""
    if key not in catalogue():
        return False
    given = {word.arg for word in call.keywords}
    raised = isinstance(call.func, ast.Name) and call.func.id in ERRORS and None not in given
    return not raised or placeholders(catalogue()[key][0]) <= given


def test_every_sentence_that_code_names_is_there_and_gets_its_details() -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{call.lineno} {key}"
        for path in files(".py")
        if path.is_relative_to(ROOT / "app")
        for call, key in said(path)
        if not is_whole(call, key)
    ]
    assert broken == []


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in main.commands if f"wavecard {name}" not in readme] == []
