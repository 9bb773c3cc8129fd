from __future__ import annotations

import pytest
from knowledge.pathways import small, with_node

from crestome.errors import InputError
from crestome.model.experiment import Experiment, ExperimentResult, Relation, Side
from crestome.simulate.compiled_pathway import compile_pathway
from crestome.simulate.experiment import plan_experiments
from crestome.simulate.vocabulary import vocabulary_of

WORDS = vocabulary_of(small(), {})
COMPILED = compile_pathway(small())
MUTANT = Side(alterations=("R:mut",))
TREATED = Side(alterations=("R:mut",), drugs=("stop",))


def experiment(
    relation: str, a: Side, b: Side | None = None, readout: str = "growth"
) -> Experiment:
    return Experiment(
        id="X", title="", readout=readout, a=a, b=b, relation=Relation(relation), margin=0.2
    )


def judged(item: Experiment) -> ExperimentResult:
    return plan_experiments([item], WORDS).judge(COMPILED)[0]


@pytest.mark.parametrize(
    ("relation", "a", "b", "passed"),
    [
        ("a<b", TREATED, MUTANT, True),
        ("a<b", MUTANT, TREATED, False),
        ("a>b", MUTANT, Side(), True),
        ("a>b", Side(), MUTANT, False),
        ("a~b", MUTANT, MUTANT, True),
        ("a~b", MUTANT, Side(), False),
        ("a low", TREATED, None, True),
        ("a low", MUTANT, None, False),
        ("a high", MUTANT, None, True),
        ("a high", TREATED, None, False),
    ],
)
def test_a_relation_holds_or_not(relation: str, a: Side, b: Side | None, *, passed: bool) -> None:
    assert judged(experiment(relation, a, b)).passed is passed


def test_the_best_single_agent_is_the_lowest_or_the_highest() -> None:
    best = Side(alterations=("R:mut",), drugs=("best_single",))
    both = Side(alterations=("R:mut",), drugs=("stop",))
    assert judged(experiment("a<b", both, best)).b == 0.0
    assert judged(experiment("a>b", both, best, "death")).b == 1.0


def test_a_context_is_set_in_all_cells() -> None:
    fed = Side(context={"food": True})
    assert judged(experiment("a high", fed)).passed


def test_a_condition_that_does_not_settle_never_passes() -> None:
    edges = {"Rest": {"sign": "-", "mark": "P", "sources": ["x"]}}
    blinking = compile_pathway(with_node("Rest", rule="!Rest", edges=edges))
    for relation, b in (("a low", None), ("a high", None), ("a~b", Side())):
        result = plan_experiments([experiment(relation, Side(), b)], WORDS).judge(blinking)[0]
        assert result == ExperimentResult(experiment="X", passed=False, a=None, b=None)


def test_every_name_that_means_nothing_is_refused_at_once() -> None:
    wrong = Side(alterations=("Q:mut",), drugs=("go",), context={"drink": True})
    with pytest.raises(InputError) as refusal:
        plan_experiments([experiment("a<b", wrong, MUTANT, "speed")], WORDS)
    assert refusal.value.faults == (
        "X: readout: speed is unknown; expected one of growth, death, state",
        "X: a: Q:mut is no alteration of the model; did you mean R:mut?",
        "X: a: the model has no go; `crestome explain pathway` lists what it knows",
        "X: a: drink is no context; `crestome explain pathway` lists what it knows",
    )


def test_a_condition_that_two_experiments_share_is_run_once() -> None:
    plan = plan_experiments(
        [experiment("a<b", TREATED, MUTANT), experiment("a high", MUTANT)], WORDS
    )
    assert len(plan.conditions) == 2
    assert plan.passed(COMPILED.settle(plan.conditions)).tolist() == [True, True]
