"""Networks of logical rules, evaluated on 64 lanes a machine word.

A state is a matrix of words: one row for each variable, one bit for each lane. Rules are updated
one after another, in place and in their order, until nothing changes; then the slow rules are
updated once, together, and the fast ones settle again. A lane has settled where no rule would
change it: a fixed point, whatever the order of updating.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = NDArray[np.uint64]

NOT: Final = -1
AND: Final = -2
OR: Final = -3
ZERO: Final = -4
ONE: Final = -5

FULL: Final = np.uint64(np.iinfo(np.uint64).max)
NONE: Final = np.uint64(0)


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of one row.

    Attributes:
        target: The row.
        postfix: Rows (0 and above) and operations (below 0) in postfix order.
    """

    target: int
    postfix: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Rules by pace, each in the order of updating.

    Attributes:
        fast: Updated one after another, until they settle.
        slow: Updated together, once the fast ones have settled.
    """

    fast: tuple[Rule, ...]
    slow: tuple[Rule, ...] = ()

    @property
    def depth(self) -> int:
        """Words that the deepest rule holds at a time."""
        return max((_depth(rule.postfix) for rule in (*self.fast, *self.slow)), default=1)


def settle(network: Network, state: Words, rounds: int) -> Words:
    """Update a state in place until it settles.

    Args:
        network: The rules.
        state: One row for each variable; rows without a rule are inputs and stay.
        rounds: Sweeps of the fast rules, and updates of the slow ones, before giving up.

    Returns:
        The lanes that have not settled, as bits.

    Example:
        >>> import numpy as np
        >>> state = np.zeros((2, 1), np.uint64)
        >>> settle(Network(fast=(Rule(1, (0, NOT)),)), state, 9)
        array([0], dtype=uint64)
        >>> int(state[1, 0]) == 2**64 - 1
        True
        >>> blinker = Network(fast=(Rule(1, (1, NOT)),))
        >>> int(settle(blinker, state, 9)[0]) == 2**64 - 1
        True
    """
    scratch = np.empty((network.depth, state.shape[1]), np.uint64)
    given_up = np.zeros(state.shape[1], np.uint64)
    for _ in range(rounds):
        # A lane that circles is waited for once; it must not hold up the others again.
        given_up |= _settle_fast(network.fast, state, scratch, rounds, given_up)
        if not (_step_slow(network.slow, state, scratch) & ~given_up).any():
            break
    return unsettled(network, state)


def unsettled(network: Network, state: Words) -> Words:
    """The lanes of a state that any rule would change."""
    scratch = np.empty((network.depth, state.shape[1]), np.uint64)
    differs = np.zeros(state.shape[1], np.uint64)
    for rule in (*network.fast, *network.slow):
        differs |= _evaluate(rule.postfix, state, scratch) ^ state[rule.target]
    return differs


def share_of_lanes(words: Words) -> NDArray[np.float64]:
    """The share of the 64 lanes of each word that are on."""
    return np.bitwise_count(words) / np.float64(FULL.nbytes * 8)


def alternating(position: int) -> np.uint64:
    """The word whose lane ``k`` is on where bit ``position`` of ``k`` is.

    Example:
        >>> hex(int(alternating(0))), hex(int(alternating(5)))
        ('0xaaaaaaaaaaaaaaaa', '0xffffffff00000000')
    """
    lanes = FULL.nbytes * 8
    return np.uint64(sum(1 << lane for lane in range(lanes) if lane >> position & 1))


def _settle_fast(
    rules: Sequence[Rule], state: Words, scratch: Words, rounds: int, given_up: Words
) -> Words:
    """Update until nothing changes but lanes given up; the lanes that never came to rest."""
    changed = given_up
    for _ in range(rounds):
        changed = np.zeros(state.shape[1], np.uint64)
        for rule in rules:
            value = _evaluate(rule.postfix, state, scratch)
            if not np.array_equal(value, state[rule.target]):
                changed |= value ^ state[rule.target]
                state[rule.target] = value
        if not (changed & ~given_up).any():
            break
    return changed


def _step_slow(rules: Sequence[Rule], state: Words, scratch: Words) -> Words:
    """Update all once; the lanes that changed."""
    values = [_evaluate(rule.postfix, state, scratch).copy() for rule in rules]
    changed = np.zeros(state.shape[1], np.uint64)
    for rule, value in zip(rules, values, strict=True):
        changed |= value ^ state[rule.target]
        state[rule.target] = value
    return changed


def _evaluate(postfix: tuple[int, ...], state: Words, scratch: Words) -> Words:
    """The value of a rule; in a row of ``scratch``, or a row of ``state`` that it copies."""
    stack: list[Words] = []
    for token in postfix:
        if token >= 0:
            stack.append(state[token])
            continue
        out = scratch[len(stack) - (token == NOT) - 2 * (token in {AND, OR})]
        if token == NOT:
            np.invert(stack[-1], out=out)
            stack[-1] = out
        elif token == AND:
            right = stack.pop()
            np.bitwise_and(stack[-1], right, out=out)
            stack[-1] = out
        elif token == OR:
            right = stack.pop()
            np.bitwise_or(stack[-1], right, out=out)
            stack[-1] = out
        else:
            out[:] = FULL if token == ONE else NONE
            stack.append(out)
    return stack[0]


def _depth(postfix: tuple[int, ...]) -> int:
    depth = deepest = 0
    for token in postfix:
        depth += 1 if token >= 0 or token in {ZERO, ONE} else -(token in {AND, OR})
        deepest = max(deepest, depth)
    return deepest
