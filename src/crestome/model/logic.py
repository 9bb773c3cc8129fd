"""Logical expressions: what a rule of a pathway says of the node it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Variable:
    """The state of a node or input."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """Always on, or always off."""

    value: bool


@dataclass(frozen=True, slots=True)
class Negation:
    """On where the inner expression is off."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class Conjunction:
    """On where every part is."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Disjunction:
    """On where any part is."""

    parts: tuple[Expression, ...]


Expression: TypeAlias = Variable | Constant | Negation | Conjunction | Disjunction


def literals_of(expression: Expression, *, positive: bool = True) -> Iterator[tuple[str, bool]]:
    """Every occurrence of a variable from left to right, and whether it counts as it stands.

    Example:
        >>> list(literals_of(Negation(Conjunction((Variable("a"), Negation(Variable("b")))))))
        [('a', False), ('b', True)]
    """
    match expression:
        case Variable(name):
            yield name, positive
        case Negation(inner):
            yield from literals_of(inner, positive=not positive)
        case Conjunction(parts) | Disjunction(parts):
            for part in parts:
                yield from literals_of(part, positive=positive)
        case Constant():
            return
