"""A pathway compiled for the evaluator: names become rows, rules become instructions.

One condition (a genotype under a treatment) is one machine word: its 64 lanes are the settings of
the six inputs that differ between the cells of a tumour, so that a read-out is the share of cells
that show it. A condition settles at a fixed point, reached from the stated start: fast rules first,
in the order of the file, then the slow ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crestome.knowledge.pathway import Pathway
from crestome.model.logic import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    Variable,
)
from crestome.numerics.boolean_network import (
    AND,
    FULL,
    NONE,
    NOT,
    ONE,
    OR,
    ZERO,
    Network,
    Rule,
    Words,
    alternating,
    settle,
    share_of_lanes,
)

SEMANTICS: Final = (
    "fixed point from the stated start; fast rules one after another in the order of the file "
    "until they settle, then slow rules together; averaged over the cells of the tumour"
)
ROUNDS: Final = 24
"""Sweeps before a condition counts as unsettled. The file's order follows the signal, so that one
sweep runs most of a path; two thousand random conditions came to rest within three."""
_CHUNK_ROWS: Final = 2048
"""Conditions evaluated at a time, so that their words stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What is switched on in one condition.

    Attributes:
        inputs: Alterations and drug classes that are on; all others are off.
        fixed: Contexts that are set the same in all cells.
    """

    inputs: frozenset[str] = frozenset()
    fixed: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """Conditions that have run.

    Attributes:
        words: One row for each variable, one word for each condition.
        open: Lanes of each condition that have not settled.
        rows: Row of each variable.
    """

    words: Words
    open: Words
    rows: Mapping[str, int]

    def share(self, name: str) -> NDArray[np.float64]:
        """The share of cells in which a variable is on, by condition; not a number if unsettled."""
        shares = share_of_lanes(self.words[self.rows[name]])
        return np.where(self.open == NONE, shares, np.nan)


@dataclass(frozen=True, slots=True)
class CompiledPathway:
    """A pathway, ready to run.

    Attributes:
        rows: Row of each variable: contexts and other inputs first, then nodes.
        contexts: Rows of the contexts, in their order.
        start: Rows that a run begins with on.
        network: The rules.
    """

    rows: Mapping[str, int]
    contexts: tuple[int, ...]
    start: tuple[int, ...]
    network: Network

    def settle(self, conditions: Sequence[Condition]) -> Settled:
        """Settle every condition from the start of the model."""
        return self.settle_from(self.fresh(conditions))

    def settle_from(self, state: Words) -> Settled:
        """Settle a state that is laid out as `fresh` gives it."""
        parts = []
        for begin in range(0, state.shape[1], _CHUNK_ROWS):
            part = state[:, begin : begin + _CHUNK_ROWS].copy()
            parts.append((part, settle(self.network, part, ROUNDS)))
        words = np.concatenate([part for part, _ in parts], axis=1)
        return Settled(words, np.concatenate([left for _, left in parts]), self.rows)

    def circling(self, settled: Settled) -> tuple[str, ...]:
        """Nodes that go on changing, where conditions have not settled."""
        state = settled.words[:, settled.open != NONE].copy()
        moved = np.zeros(len(self.rows), bool)
        for _ in range(ROUNDS):
            before = state.copy()
            settle(self.network, state, 1)
            moved |= (before != state).any(axis=1)
        return tuple(name for name, row in self.rows.items() if moved[row])

    def fresh(self, conditions: Sequence[Condition]) -> Words:
        """The start of every condition."""
        state = np.zeros((len(self.rows), len(conditions)), np.uint64)
        for position, row in enumerate(self.contexts):
            state[row] = alternating(position)
        state[list(self.start)] = FULL
        for column, condition in enumerate(conditions):
            for name in condition.inputs:
                state[self.rows[name], column] = FULL
            for name, value in condition.fixed:
                state[self.rows[name], column] = FULL if value else NONE
        return state

    def blank(self, inputs: Sequence[Collection[str]]) -> Words:
        """The start of conditions given by their inputs alone."""
        return self.fresh([Condition(frozenset(names)) for names in inputs])

    def with_rules(self, changed: Mapping[str, Expression]) -> CompiledPathway:
        """The same pathway with other rules for some nodes."""
        rows = {self.rows[name]: rule for name, rule in changed.items()}

        def swapped(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
            return tuple(
                Rule(rule.target, _postfix(rows[rule.target], self.rows))
                if rule.target in rows
                else rule
                for rule in rules
            )

        network = Network(fast=swapped(self.network.fast), slow=swapped(self.network.slow))
        return replace(self, network=network)

    def with_alternatives(self, changed: Sequence[tuple[str, Expression]]) -> CompiledPathway:
        """The same pathway with a row more for each changed rule, which switches it in.

        One run then answers for many models: each condition switches its own changed rule. The
        rows are those of `alternative`.
        """
        rows = dict(self.rows)
        tokens = {rule.target: list(rule.postfix) for rule in self._rules}
        for place, (name, expression) in enumerate(changed):
            switch = rows.setdefault(alternative(place), len(rows))
            instead = _postfix(expression, self.rows)
            tokens[self.rows[name]] += [switch, NOT, AND, *instead, switch, AND, OR]

        def switched(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
            return tuple(Rule(rule.target, tuple(tokens[rule.target])) for rule in rules)

        network = Network(fast=switched(self.network.fast), slow=switched(self.network.slow))
        return replace(self, rows=rows, network=network)

    @property
    def _rules(self) -> tuple[Rule, ...]:
        return (*self.network.fast, *self.network.slow)


def alternative(place: int) -> str:
    """The name of the row that switches a changed rule in."""
    return f"#{place}"


def compile_pathway(pathway: Pathway) -> CompiledPathway:
    """Compile a pathway that was checked."""
    rows = {name: row for row, name in enumerate((*pathway.inputs, *pathway.nodes))}
    rules = {
        name: Rule(rows[name], _postfix(node.expression, rows))
        for name, node in pathway.nodes.items()
    }
    paced = {
        pace: tuple(rules[name] for name, node in pathway.nodes.items() if node.pace == pace)
        for pace in ("fast", "slow")
    }
    return CompiledPathway(
        rows=rows,
        contexts=tuple(rows[name] for name in pathway.contexts),
        start=tuple(rows[name] for name, node in pathway.nodes.items() if node.start),
        network=Network(fast=paced["fast"], slow=paced["slow"]),
    )


def _postfix(expression: Expression, rows: Mapping[str, int]) -> tuple[int, ...]:
    match expression:
        case Variable(name):
            return (rows[name],)
        case Constant(value):
            return (ONE if value else ZERO,)
        case Negation(inner):
            return (*_postfix(inner, rows), NOT)
        case Conjunction(parts):
            return _joined(parts, AND, rows)
        case Disjunction(parts):
            return _joined(parts, OR, rows)


def _joined(
    parts: tuple[Expression, ...], operation: int, rows: Mapping[str, int]
) -> tuple[int, ...]:
    tokens = list(_postfix(parts[0], rows))
    for part in parts[1:]:
        tokens += [*_postfix(part, rows), operation]
    return tuple(tokens)
