from __future__ import annotations

from report.test_simulation import SIMULATION

from crestome.model.simulation import Counterfactual, DrugEvidence, PathStep, Range, Reasons
from crestome.report.simulation import evidence_words
from crestome.report.simulation_reasons import reason_lines

HALF = Range(low=0.5, high=0.5)
NONE = Range(low=0.0, high=0.0)


def lines(reasons: Reasons, strength: float = 1.0) -> list[str]:
    changed = {"reasons": reasons, "strength": strength}
    return list(reason_lines(SIMULATION.model_copy(update=changed)))


def counterfactual(kind: str, settings: int = 2, *what: str) -> Counterfactual:
    return Counterfactual(what=what, score=HALF, change=0.2, most=0.4, kind=kind, settings=settings)


def test_nothing_found_speaks_of_what_was_tried_alone() -> None:
    (line,) = lines(Reasons(effect=0.1))
    assert "no other allele or beginning that was tried raises the score by 0.1" in line


def test_a_counterfactual_is_sure_or_says_in_how_many_settings_it_holds() -> None:
    told = lines(
        Reasons(
            removals=(
                counterfactual("without", 2, "MYCN:amp"),
                counterfactual("without", 1, "MYCN:amp"),
                counterfactual("instead", 2, "ALK:F1174L", "ALK:R1275Q"),
                counterfactual("began", 2, "mesenchymal"),
            )
        )
    )
    assert told == [
        "it would do more without MYCN amplified: score 0.50, +0.20 at least",
        (
            "in 1 of 2 settings of what is unknown it would do more without MYCN amplified: "
            "+0.20 to +0.40"
        ),
        "it would do more with ALK:R1275Q in the place of ALK:F1174L: score 0.50, +0.20 at least",
        "it would do more if it did not begin mesenchymal: score 0.50, +0.20 at least",
    ]


def test_the_way_names_what_is_idle_kept_assumed_and_disputed() -> None:
    path = (
        PathStep(node="A", title="A", untreated=NONE, treated=NONE, idle=True),
        PathStep(node="B", title="B", untreated=HALF, treated=HALF, kept_by=("X", "Y")),
        PathStep(
            node="C",
            title="C",
            untreated=HALF,
            treated=Range(low=0.0, high=0.5),
            assumed=("P on C (E-1)",),
            disputed=("P on C (E-1)", "Q on C (E-47)"),
        ),
        PathStep(node="D", title="D", untreated=HALF, treated=HALF),
    )
    told = lines(Reasons(path=path, effect=0.1, robustness=0.5, mutations=10), strength=0.5)
    assert told[0] == "what follows is at full strength"
    assert told[2:] == [
        "A is off before treatment: nothing to inhibit",
        "stops at B, kept by X and Y",
        "changes: C 0.50 \u2192 0.00 to 0.50",
        "assumptions on the way (1): P on C (E-1)",
        "corrected or disputed on the way: Q on C (E-47)",
        (
            "reworded: whether the score reaches 0.1 stays the same under 50% of 10 changes of one "
            "name in one rule of this model; that says nothing on whether the model is true"
        ),
    ]


def test_without_reasons_there_are_no_lines() -> None:
    assert list(reason_lines(SIMULATION.model_copy(update={"reasons": None}))) == []


def test_evidence_is_told_drug_by_drug_or_by_class() -> None:
    drugs = (
        DrugEvidence(drug="a", verdict="matched", escat="I-B"),
        DrugEvidence(drug="b", verdict="not_matched"),
        DrugEvidence(drug="c", tool=True),
    )
    (outcome,) = SIMULATION.single
    single = outcome.model_copy(update={"evidence": (drugs,)})
    assert (
        evidence_words(single)
        == "a: matched, ESCAT I-B; b: not matched; c: no verdict, laboratory tool"
    )
    pair = outcome.model_copy(update={"evidence": (drugs, ())})
    assert evidence_words(pair) == ("matched, ESCAT I-B or not matched + no drug named")
