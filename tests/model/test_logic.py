from __future__ import annotations

from crestome.model.logic import Conjunction, Constant, Disjunction, Negation, Variable, literals_of

A, B, C = Variable("a"), Variable("b"), Variable("c")


def test_every_occurrence_of_a_name_is_listed_from_left_to_right() -> None:
    rule = Disjunction((Conjunction((A, B)), Conjunction((A, Negation(C)))))
    assert list(literals_of(rule)) == [("a", True), ("b", True), ("a", True), ("c", False)]


def test_two_negations_are_none() -> None:
    assert list(literals_of(Negation(Negation(A)))) == [("a", True)]


def test_a_constant_holds_no_name() -> None:
    assert list(literals_of(Conjunction((A, Constant(value=True))))) == [("a", True)]
