"""Conditions of flows: a small, safe expression over slot names.

`not phone and asked < 3`, `scope == "flat"`, `status in ("new", "old")`. A slot that is not filled
is None. Nothing can be called, no attribute reached: an expression only reads names.
"""

import ast
from collections.abc import Callable, Mapping
from typing import Any

Condition = Callable[[Mapping[str, Any]], bool]

_ALLOWED = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.USub,
    ast.Compare,
    ast.Eq,
    ast.NotEq,
    ast.In,
    ast.NotIn,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Is,
    ast.IsNot,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.Tuple,
    ast.List,
)


class ConditionError(ValueError):
    """The expression cannot be read; the message says why."""


class _Unfilled(dict[str, Any]):
    """Names that no slot fills are None."""

    def __missing__(self, key: str) -> None:
        return None


def compile_condition(source: str) -> tuple[Condition, frozenset[str]]:
    """Return the condition and the names it reads.

    Errors: ConditionError when the text is no expression or uses anything but names, constants,
    comparisons and `and`, `or`, `not`.
    """
    try:
        tree = ast.parse(source, mode="eval")
    except (SyntaxError, ValueError) as error:
        raise ConditionError(f"cannot read the condition '{source}'") from error
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ConditionError(f"a condition may not use {type(node).__name__}: '{source}'")
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    code = compile(tree, "<condition>", "eval")

    def holds(values: Mapping[str, Any]) -> bool:
        # The tree was checked above: names and comparisons only, no builtins to reach.
        try:
            return bool(eval(code, {"__builtins__": {}}, _Unfilled(values)))  # noqa: S307
        except TypeError:
            return False  # what is not filled is neither more nor less than anything

    return holds, names


def compared(source: str) -> list[tuple[str, str]]:
    """Return the names of a condition with the words that each is held against.

    `scope == "flat" and kind in ("a", "b")` gives scope flat, kind a, kind b.
    """
    found = []
    for node in ast.walk(ast.parse(source, mode="eval")):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
            words = [part for side in node.comparators for part in ast.walk(side)]
            found += [
                (node.left.id, part.value)
                for part in words
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
    return found
