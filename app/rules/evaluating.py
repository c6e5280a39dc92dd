"""Ask rules in their order over named facts; the first that holds decides, and says why.

A condition is one expression: names, texts, numbers, lists, `and or not`, comparisons, `in`, `+ - * /`.
No calls, attributes, subscripts, loops or powers, so its cost is bounded by its length.
"""

import ast
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from simpleeval import EvalWithCompoundTypes

log = logging.getLogger(__name__)

MAX_LENGTH = 300
MAX_NODES = 80
LOGIC = (ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Compare, ast.cmpop)
NUMBERS = (ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div)
VALUES = (ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple)
ALLOWED = (*LOGIC, *NUMBERS, *VALUES)
_idle: list[EvalWithCompoundTypes] = []


class BadExpression(ValueError):
    """A condition that cannot be asked; the message is for the person who wrote it."""


class Asked(Protocol):
    """What a rule must have to be asked; app.rules.models.Rule has it."""

    id: Any
    condition: Any
    effect: Any
    because_zh: Any
    because_en: Any


@dataclass(frozen=True)
class Step:
    """One rule that was asked: "true", "false", or "error: ..."."""

    rule_id: int | None
    condition: str
    outcome: str


@dataclass(frozen=True)
class Verdict:
    """What was decided, why in both languages, by which rule (None: by none), and all that was asked."""

    effect: Any
    because_zh: str
    because_en: str
    rule_id: int | None = None
    trace: tuple[Step, ...] = field(default=())

    @property
    def because(self) -> dict[str, str]:
        """A detail of a sentence that is said in the reader's language."""
        return {"zh-CN": self.because_zh, "en": self.because_en}


def decide(rules: Sequence[Asked], facts: Mapping[str, Any], otherwise: Verdict) -> Verdict:
    """The first rule that holds, else `otherwise`. A rule that cannot be asked is logged and passed over."""
    trace: list[Step] = []
    for rule in rules:
        outcome = _ask(rule, facts)
        trace.append(Step(rule.id, rule.condition, outcome))
        if outcome == "true":
            return Verdict(rule.effect, rule.because_zh, rule.because_en, rule.id, tuple(trace))
    return Verdict(otherwise.effect, otherwise.because_zh, otherwise.because_en, None, tuple(trace))


def _ask(rule: Asked, facts: Mapping[str, Any]) -> str:
    try:
        return "true" if holds(rule.condition, facts) else "false"
    except BadExpression as error:
        log.warning("rule %s was passed over: %s", rule.id, error)
        return f"error: {error}"


def holds(condition: str, facts: Mapping[str, Any]) -> bool:
    """Whether the condition is true of the facts. BadExpression when it cannot be asked."""
    tree = parse(condition)
    with _evaluator() as evaluator:
        evaluator.names = dict(facts)
        try:
            return bool(evaluator.eval(condition, previously_parsed=tree))
        except Exception as error:  # whatever a comparison of wrong types may raise
            raise BadExpression(str(error)[:200] or type(error).__name__) from None


@contextmanager
def _evaluator() -> Iterator[EvalWithCompoundTypes]:
    """One that nobody else uses meanwhile: making one takes longer than asking it, and leaves garbage."""
    try:
        evaluator = _idle.pop()
    except IndexError:
        evaluator = EvalWithCompoundTypes(functions={})
    yield evaluator
    _idle.append(evaluator)


@lru_cache(maxsize=512)
def parse(condition: str) -> ast.expr:
    """The expression's tree, made of allowed nodes alone. BadExpression says what is not."""
    if len(condition) > MAX_LENGTH:
        raise BadExpression(f"longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(condition.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadExpression(f"not an expression: {getattr(error, 'msg', error)}") from None
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        raise BadExpression(f"more than {MAX_NODES} parts")
    for node in nodes:
        if not isinstance(node, ALLOWED):
            raise BadExpression(f"{type(node).__name__} is not allowed")
    return tree.body


def names_in(condition: str) -> set[str]:
    """The facts that a condition asks for."""
    return {node.id for node in ast.walk(parse(condition)) if isinstance(node, ast.Name)}
