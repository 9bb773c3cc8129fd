from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from crestome.numerics import boolean_network
from crestome.numerics.boolean_network import (
    AND,
    FULL,
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
    unsettled,
)


def test_lanes_go_through_every_setting_of_six_inputs() -> None:
    words = [int(alternating(place)) for place in range(6)]
    settings = {tuple(word >> lane & 1 for word in words) for lane in range(64)}
    assert settings == set(itertools.product((0, 1), repeat=6))


def test_operations_do_what_they_say_on_every_lane() -> None:
    state = np.zeros((6, 1), np.uint64)
    state[0], state[1] = alternating(0), alternating(1)
    rules = (
        Rule(2, (0, 1, AND)),
        Rule(3, (0, 1, OR, NOT)),
        Rule(4, (ONE, 0, ZERO, OR, AND)),
        Rule(5, (0,)),
    )
    settle(Network(fast=rules), state, 5)
    a, b = int(state[0, 0]), int(state[1, 0])
    assert int(state[2, 0]) == a & b
    assert int(state[3, 0]) == ~(a | b) & int(FULL)
    assert int(state[4, 0]) == a
    assert int(state[5, 0]) == a


def test_a_lane_that_blinks_is_open_and_its_neighbours_are_not() -> None:
    state = np.zeros((3, 1), np.uint64)
    state[0] = alternating(0)
    network = Network(fast=(Rule(1, (1, NOT, 0, AND)), Rule(2, (0,))))
    left = settle(network, state, 20)
    assert left[0] == alternating(0)
    assert unsettled(network, state)[0] == left[0]


def test_slow_rules_wait_until_the_fast_ones_have_settled() -> None:
    # Row 1 follows row 0 over row 2; the slow latch in row 3 would catch a passing pulse of row 2.
    state = np.zeros((4, 1), np.uint64)
    state[0] = FULL
    rules = (Rule(2, (0, 1, NOT, AND)), Rule(1, (0,)))
    latch = Rule(3, (2, 3, OR))
    assert settle(Network(fast=(*rules, latch)), state.copy(), 20)[0] == 0
    quick, patient = state.copy(), state.copy()
    settle(Network(fast=(*rules, latch)), quick, 20)
    settle(Network(fast=rules, slow=(latch,)), patient, 20)
    assert quick[3, 0] == FULL
    assert patient[3, 0] == 0


def test_the_share_of_lanes_counts_bits() -> None:
    assert share_of_lanes(np.array([0, alternating(3), FULL], np.uint64)).tolist() == [
        0.0,
        0.5,
        1.0,
    ]


@pytest.mark.parametrize("seed", range(20))
def test_a_lane_settles_as_a_single_cell_does(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 (invented rules, not a secret)
    inputs, nodes = 6, 8
    rules = [
        Rule(inputs + place, tuple(_postfix(draw, inputs + place, 3))) for place in range(nodes)
    ]
    network = Network(fast=tuple(rules[:6]), slow=tuple(rules[6:]))
    state = np.zeros((inputs + nodes, 1), np.uint64)
    for place in range(inputs):
        state[place] = alternating(place)
    assert settle(network, state, 50)[0] == 0
    for lane in range(64):
        cell = [lane >> place & 1 for place in range(inputs)]
        for rule in rules:
            cell.append(_plain(rule.postfix, cell))
        assert [int(row[0]) >> lane & 1 for row in state] == cell


def _postfix(draw: random.Random, rows: int, depth: int) -> list[int]:
    if depth == 0:
        return [draw.randrange(rows)]
    kind = draw.choice((NOT, AND, OR))
    if kind == NOT:
        return [*_postfix(draw, rows, depth - 1), NOT]
    return [*_postfix(draw, rows, depth - 1), *_postfix(draw, rows, depth - 1), kind]


def _plain(postfix: tuple[int, ...], cell: list[int]) -> int:
    stack: list[int] = []
    for token in postfix:
        if token == NOT:
            stack.append(1 - stack.pop())
        elif token in {AND, OR}:
            right, left = stack.pop(), stack.pop()
            stack.append(left & right if token == AND else left | right)
        else:
            stack.append(cell[token])
    return stack[0]


def test_a_lane_that_circles_is_waited_for_once_and_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Row 1 blinks where row 0 is on; rows 2 to 4 are slow and hand a signal on.
    network = Network(
        fast=(Rule(1, (0, 1, NOT, AND)),),
        slow=(Rule(2, (ONE,)), Rule(3, (2,)), Rule(4, (3,))),
    )
    state = np.zeros((5, 1), np.uint64)
    state[0] = 0b1
    evaluated = []
    real = boolean_network._evaluate

    def counted(postfix: tuple[int, ...], words: Words, scratch: Words) -> Words:
        evaluated.append(postfix)
        return real(postfix, words, scratch)

    monkeypatch.setattr(boolean_network, "_evaluate", counted)
    rounds = 50
    assert settle(network, state, rounds).tolist() == [0b1]
    assert state[4].tolist() == [FULL]
    assert evaluated.count((0, 1, NOT, AND)) < rounds + 10
