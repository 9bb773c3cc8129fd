"""Calling the cell state."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.cell_state import MECHANISM, CellStateRules
from crestome.knowledge.load import Knowledge
from crestome.model.assay import Assays
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import ScoreWarning, SignatureScore, StateScores
from crestome.model.patient import Material

Caller = Callable[..., Call]
SCORES = (
    Path(__file__).parents[2].parent / "shared/data/expression/gmkf_bulk_mes_adrn_scores/scores.tsv"
)
PUBLISHED = {
    "Adrenergic": "ADRN",
    "Slight Adrenergic": "slight_ADRN",
    "Slight Mesenchymal": "slight_MES",
    "Mesenchymal": "MES",
}


@pytest.fixture(scope="module")
def call(knowledge: Knowledge, nothing: CaseEvidence) -> Caller:
    rules = knowledge.rules("cell_state", CellStateRules)

    def calling(adrenergic: float | None, mesenchymal: float | None, **sample: object) -> Call:
        evidence = replace(
            nothing,
            sample=nothing.sample.model_copy(update=sample),
            assays=Assays(adrenergic_score=adrenergic, mesenchymal_score=mesenchymal),
        )
        return MECHANISM.answer(evidence, Calls(), rules)

    return calling


@pytest.mark.parametrize(
    ("ratio", "found", "label"),
    [
        (1.2, "ADRN", "ADRN"),
        (1.1, "slight_ADRN", "mixed"),
        (1.05, "slight_ADRN", "mixed"),
        (1.0, "slight_MES", "mixed"),
        (0.95, "slight_MES", "mixed"),
        (0.9, "MES", "MES"),
        (0.5, "MES", "MES"),
    ],
)
def test_upper_bounds_belong_to_the_class_below(
    call: Caller, ratio: float, found: str, label: str
) -> None:
    verdict = call(ratio, 1.0, material=Material.CELL_LINE)
    assert (verdict.state, verdict.label) == (CallState.PRESENT, label)
    assert verdict.detail["class"] == found
    assert verdict.detail["ratio"] == pytest.approx(ratio)


@pytest.mark.parametrize("purity", [None, 0.3, 0.79])
@pytest.mark.parametrize("adrenergic", [0.5, 0.6])
def test_a_mesenchymal_side_of_impure_bulk_tissue_is_refused_with_its_scores(
    call: Caller, purity: float | None, adrenergic: float
) -> None:
    verdict = call(adrenergic, 0.6, purity=purity)
    assert (verdict.state, verdict.label) == (CallState.INDETERMINATE, "indeterminate")
    assert "MES score confounded by stroma" in verdict.reason
    assert verdict.detail["mesenchymal_score"] == 0.6
    assert verdict.flag("confounded")
    assert verdict.missing == (("purity",) if purity is None else ())


@pytest.mark.parametrize("adrenergic", [0.63, 0.9])
def test_an_adrenergic_side_stands_whatever_the_purity(call: Caller, adrenergic: float) -> None:
    verdict = call(adrenergic, 0.6, purity=None)
    assert verdict.state is CallState.PRESENT
    assert verdict.detail["confounded"] is False
    assert not any("not proven" in note for note in verdict.notes)


def test_a_mesenchymal_call_on_pure_bulk_tissue_says_what_it_does_not_prove(call: Caller) -> None:
    verdict = call(0.4, 0.6, purity=0.8)
    assert verdict.label == "MES"
    assert any("not proven in malignant cells" in note for note in verdict.notes)
    line = call(0.4, 0.6, material=Material.CELL_LINE)
    assert not any("not proven" in note for note in line.notes)


@pytest.mark.parametrize(
    ("removed", "label"), [(True, "MES"), (False, "indeterminate"), (None, "indeterminate")]
)
def test_a_xenograft_is_exempt_only_without_mouse_reads(
    call: Caller, removed: bool | None, label: str
) -> None:
    verdict = call(0.4, 0.6, material=Material.PDX, mouse_reads_removed=removed)
    assert verdict.label == label


def test_plasma_has_no_cell_state(call: Caller) -> None:
    assert call(0.9, 0.6, material=Material.CTDNA).label == "indeterminate"
    assert call(None, None, material=Material.CTDNA).label == "not_assessed"


@pytest.mark.parametrize(
    ("adrenergic", "mesenchymal"), [(None, 0.6), (0.6, None), (0.6, 0.0), (-0.1, 0.6)]
)
def test_scores_without_a_ratio_are_open(
    call: Caller, adrenergic: float | None, mesenchymal: float | None
) -> None:
    verdict = call(adrenergic, mesenchymal)
    assert verdict.label == "indeterminate"
    assert verdict.missing == ("cell_state_expression",)


def test_a_line_without_any_adrenergic_signal_is_mesenchymal(call: Caller) -> None:
    assert call(0.0, 0.6, material=Material.CELL_LINE).label == "MES"


def test_no_scores_are_not_assessed(call: Caller) -> None:
    assert call(None, None).state is CallState.NOT_ASSESSED


@given(
    adrenergic=st.floats(0.01, 1),
    mesenchymal=st.floats(0.01, 1),
    purity=st.none() | st.floats(0.01, 0.79),
)
def test_no_impure_tumour_is_ever_called_mesenchymal(
    call: Caller, adrenergic: float, mesenchymal: float, purity: float | None
) -> None:
    assert call(adrenergic, mesenchymal, purity=purity).label in {"ADRN", "mixed", "indeterminate"}


def test_the_published_classes_are_reproduced_and_impure_ones_refused(call: Caller) -> None:
    if not SCORES.is_file():
        pytest.skip(f"{SCORES} is absent: the published scores are not part of the repository")
    with SCORES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    labels: Counter[str] = Counter()
    for row in rows:
        purity = float(row["purity_pct"]) / 100 if row["purity_pct"] not in {"", "NA"} else None
        verdict = call(float(row["adrn_score"]), float(row["mes_score"]), purity=purity)
        assert verdict.detail["class"] == PUBLISHED[row["class"]]
        if verdict.detail["class"] in {"slight_MES", "MES"}:
            labels["called" if verdict.state is CallState.PRESENT else "refused"] += 1
    assert len(rows) > 0
    assert labels["refused"] > labels["called"]


def made(
    adrenergic: float | None, mesenchymal: float | None, *warnings: ScoreWarning, wide: float = 0.01
) -> StateScores:
    """Scores as expression gives them, with an interval of the ratio."""
    ratio = None if adrenergic is None or mesenchymal is None else adrenergic / mesenchymal
    return StateScores(
        ranked_genes=3000,
        adrenergic=SignatureScore(name="adrenergic", found=121, defined=369, score=adrenergic),
        mesenchymal=SignatureScore(name="mesenchymal", found=94, defined=485, score=mesenchymal),
        ratio=ratio,
        ratio_lower=None if ratio is None else ratio - wide,
        ratio_upper=None if ratio is None else ratio + wide,
        warnings=warnings,
    )


@pytest.fixture(scope="module")
def call_made(knowledge: Knowledge, nothing: CaseEvidence) -> Caller:
    rules = knowledge.rules("cell_state", CellStateRules)

    def calling(scores: StateScores, assays: Assays | None = None, **sample: object) -> Call:
        evidence = replace(
            nothing,
            sample=nothing.sample.model_copy(update=sample),
            state_scores=scores,
            assays=assays or Assays(),
        )
        return MECHANISM.answer(evidence, Calls(), rules)

    return calling


def test_scores_made_of_expression_come_before_stated_ones(call_made: Caller) -> None:
    stated = Assays(adrenergic_score=0.4, mesenchymal_score=0.8)
    verdict = call_made(made(0.75, 0.6), stated)
    assert verdict.label == "ADRN"
    assert verdict.detail["ratio_interval"] == "1.240 to 1.260"
    assert verdict.evidence[0].where == "expression, adrenergic_score"
    assert call_made(made(None, None), stated, purity=0.9).label == "MES"


def test_too_few_genes_are_told_and_not_called(call_made: Caller) -> None:
    panel = call_made(made(None, None, ScoreWarning.FEW_GENES))
    assert panel.label == "indeterminate"
    assert "only 3,000 coding genes" in panel.reason
    thin = call_made(made(0.7, None, ScoreWarning.LOW_COVERAGE))
    assert "121 of 369 adrenergic genes, 94 of 485 mesenchymal genes" in thin.reason


def test_a_class_that_hangs_on_the_choice_of_genes_is_for_review(call_made: Caller) -> None:
    firm, loose = (call_made(made(0.5, 0.7, wide=by), purity=0.9) for by in (0.01, 0.3))
    assert (firm.label, firm.needs_review) == ("MES", False)
    assert (loose.label, loose.needs_review) == ("MES", True)
    assert any("reaches into another class (0.41 to 1.01)" in note for note in loose.notes)


def test_stroma_is_said_of_tissue_and_not_of_a_line(call_made: Caller) -> None:
    scores = made(0.5, 0.7, ScoreWarning.STROMA_LIKE)
    tissue = call_made(scores, purity=0.9)
    assert tissue.needs_review
    assert any("score above the mesenchymal" in note for note in tissue.notes)
    assert not call_made(scores, material=Material.CELL_LINE).needs_review


def test_what_rests_on_a_mesenchymal_call_of_bulk_tissue_carries_its_caveat(
    call: Caller, knowledge: Knowledge, nothing: CaseEvidence
) -> None:
    assert call(0.5, 0.6, purity=0.9).text("caveat").startswith("bulk tissue, not proven")
    assert "caveat" not in call(0.9, 0.6, purity=0.9).detail
    assert "caveat" not in call(0.5, 0.6, material=Material.CELL_LINE).detail
    signature = SignatureScore(name="adrenergic", found=9, defined=9, score=0.5)
    scores = StateScores(
        ranked_genes=9,
        adrenergic=signature,
        mesenchymal=signature.model_copy(update={"score": 0.6}),
        ratio=0.5 / 0.6,
        warnings=(ScoreWarning.STROMA_LIKE,),
    )
    pure = nothing.sample.model_copy(update={"purity": 0.9})
    evidence = replace(nothing, sample=pure, state_scores=scores)
    rules = knowledge.rules("cell_state", CellStateRules)
    verdict = MECHANISM.answer(evidence, Calls(), rules)
    assert verdict.label == "MES"
    assert verdict.text("caveat").endswith("markers of other cells score above the signature")
