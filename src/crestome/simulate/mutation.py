"""Changed rules: what a single wrong sign or missing edge would do to the behaviours.

A model that was written with its behaviours in hand passes them. What says something is whether a
wrong model fails: each occurrence of a name in a rule is negated, or taken as always on or always
off, one at a time. A change that leaves the rule's truth table as it was is none.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crestome.knowledge.pathway import Pathway
from crestome.model.logic import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    Variable,
    literals_of,
)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One changed rule.

    Attributes:
        node: Whose rule.
        literal: The name that was changed, and which of its occurrences in the rule.
        kind: ``negated``, ``always on`` or ``always off``.
        expression: The rule as changed.
    """

    node: str
    literal: tuple[str, int]
    kind: str
    expression: Expression

    def __str__(self) -> str:
        return f"{self.node}: {self.literal[0]} {self.kind}"


def single_mutations(pathway: Pathway) -> Iterator[Mutation]:
    """Every change of one occurrence of a name that changes the truth table of its rule."""
    for node, content in pathway.nodes.items():
        rule = content.expression
        names = sorted({name for name, _ in literals_of(rule)})
        table = truth_table(rule, names)
        for place, (name, _) in enumerate(literals_of(rule)):
            literal = Variable(name)
            for kind, instead in (
                ("negated", Negation(literal)),
                ("always on", Constant(value=True)),
                ("always off", Constant(value=False)),
            ):
                changed, _ = _replaced(rule, place, instead)
                if truth_table(changed, names) != table:
                    yield Mutation(node, (name, place), kind, changed)


def damaged(mutations: Iterable[Mutation], count: int, seed: int) -> dict[str, Expression]:
    """The rules of ``count`` nodes, drawn at random, each with one change.

    Args:
        mutations: Every change there is, as `single_mutations` gives them.
        count: How many rules are changed.
        seed: Of the draw.
    """
    draw = random.Random(seed)  # noqa: S311 (a null model, not a secret)
    by_node: dict[str, list[Mutation]] = {}
    for mutation in mutations:
        by_node.setdefault(mutation.node, []).append(mutation)
    nodes = draw.sample(sorted(by_node), count)
    return {node: draw.choice(by_node[node]).expression for node in nodes}


def truth_table(expression: Expression, names: list[str]) -> int:
    """The truth table of an expression over these names, as the bits of one number.

    Example:
        >>> bin(truth_table(Conjunction((Variable("a"), Variable("b"))), ["a", "b"]))
        '0b1000'
    """
    full = (1 << (1 << len(names))) - 1
    # Of 2^n rows, those in which bit p of their number is off: runs of 2^p ones and 2^p zeros.
    columns = {name: full ^ full // ((1 << (1 << place)) + 1) for place, name in enumerate(names)}
    return _bits(expression, columns, full)


def _bits(expression: Expression, columns: Mapping[str, int], full: int) -> int:
    match expression:
        case Variable(name):
            return columns[name]
        case Constant(value):
            return full if value else 0
        case Negation(inner):
            return full ^ _bits(inner, columns, full)
        case Conjunction(parts):
            bits = full
            for part in parts:
                bits &= _bits(part, columns, full)
            return bits
        case Disjunction(parts):
            bits = 0
            for part in parts:
                bits |= _bits(part, columns, full)
            return bits


def _replaced(expression: Expression, place: int, instead: Expression) -> tuple[Expression, int]:
    """The expression with the name at ``place`` replaced; and how many names it holds."""
    match expression:
        case Variable():
            return (instead if place == 0 else expression), 1
        case Constant():
            return expression, 0
        case Negation(inner):
            changed, count = _replaced(inner, place, instead)
            return Negation(changed), count
        case Conjunction(parts):
            changed_parts, count = _replaced_parts(parts, place, instead)
            return Conjunction(changed_parts), count
        case Disjunction(parts):
            changed_parts, count = _replaced_parts(parts, place, instead)
            return Disjunction(changed_parts), count


def _replaced_parts(
    parts: tuple[Expression, ...], place: int, instead: Expression
) -> tuple[tuple[Expression, ...], int]:
    total = 0
    changed = []
    for part in parts:
        new, count = _replaced(part, place - total, instead)
        changed.append(new)
        total += count
    return tuple(changed), total
