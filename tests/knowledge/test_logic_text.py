from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.knowledge.logic_text import RuleTextError, parse_rule, write_rule
from crestome.model.logic import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    Variable,
)


def test_not_binds_before_and_before_or() -> None:
    assert parse_rule("!a & b | c") == Disjunction(
        (Conjunction((Negation(Variable("a")), Variable("b"))), Variable("c"))
    )


def test_a_rule_is_written_with_other_signs() -> None:
    assert write_rule(parse_rule("!(a | b) & 1"), ("NOT ", "AND", "OR")) == "NOT (a OR b) AND 1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"found the end; expected a name, ! or \("),
        ("a &", "character 3: found the end"),
        ("(a | b", "expected a closing parenthesis"),
        ("a b", "expected the end of the rule, & or |"),
        ("a ^ b", r"found \^; expected a name"),
        ("a | )", r"found \); expected a name, ! or \("),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(RuleTextError, match=message):
        parse_rule(text)


def nested(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Negation),
        parts.map(Conjunction),
        parts.map(Disjunction),
    )


LEAVES = st.one_of(
    st.sampled_from("abc").map(Variable), st.booleans().map(lambda value: Constant(value=value))
)


@given(st.recursive(LEAVES, nested, max_leaves=12))
def test_a_written_rule_reads_as_it_was(rule: Expression) -> None:
    text = write_rule(rule)
    assert write_rule(parse_rule(text)) == text


@pytest.mark.parametrize("text", ["(" * 3000 + "a" + ")" * 3000, "!" * 20_000 + "a"])
def test_a_rule_of_very_many_levels_is_refused(text: str) -> None:
    with pytest.raises(RuleTextError, match="at most 40 parentheses and ! in one another"):
        parse_rule(text)


def test_spaces_around_a_rule_are_passed_over() -> None:
    assert write_rule(parse_rule("  a & b  ")) == "a & b"
