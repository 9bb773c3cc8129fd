from __future__ import annotations

from crestome.knowledge.boundary import find_boundaries, scheme_tests, trial_tests
from crestome.knowledge.decision import Fact, FactTests, Span
from crestome.knowledge.load import Knowledge

AGE = Fact(title="age", clinical="age_at_diagnosis_days", unit="days")


def test_every_edge_of_every_range_is_a_boundary_and_so_is_zero() -> None:
    tests: list[FactTests] = [
        {"age": Span.from_document({"from": 365, "below": 547})},
        {"age": Span(below=1826)},
    ]
    assert find_boundaries({"age": AGE}, iter(tests)) == {"age": (0, 365, 547, 1826)}


def test_words_have_no_boundary() -> None:
    assert find_boundaries({"age": AGE}, iter([{"stage": ("M",)}])) == {"age": (0,)}


def test_tables_figures_limits_and_trials_are_all_read(knowledge: Knowledge) -> None:
    assert {365, 547, 548, 1826} <= set(knowledge.boundaries["age"])
    assert any("age" in asked for asked in scheme_tests(knowledge.schemes, knowledge.figures))
    assert any(asked for asked in trial_tests(knowledge.trials))
