"""The decision on telomere maintenance, over every combination of its inputs."""

from __future__ import annotations

from dataclasses import fields
from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles.telomere_tree import verdict

from crestome.call.telomere_tree import Arms, Decision, classify_arms

_SIGNS: Final = ("positive", "negative", "indeterminate", "not_assessed")
_ASSAY: Final = ("positive", "negative", "not_assessed")
_AMOUNTS: Final = ("high", "low", "not_assessed")
_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "mycn": _SIGNS,
    "tert_sv": _SIGNS,
    "tert_promoter": _SIGNS,
    "tert_expression": _AMOUNTS,
    "c_circle": _ASSAY,
    "apb": _ASSAY,
    "telomerase_activity": _ASSAY,
    "telomere_content": _AMOUNTS,
    "atrx": _SIGNS,
    "daxx": _SIGNS,
}
_LABELS: Final = {
    "TELOMERASE_MYCN",
    "TELOMERASE_TERT_SV",
    "TELOMERASE_TERT_PROMOTER",
    "TELOMERASE_TERT_HIGH",
    "ALT",
    "ALT_PROBABLE",
    "CONFLICT",
    "TMM_NEGATIVE",
    "indeterminate",
}
_RANK: Final = {False: 0, None: 1, True: 2}

seen = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in _VALUES.items()})


def _decide(words: dict[str, str]) -> Decision:
    return classify_arms(Arms(**words))  # type: ignore[arg-type]


def test_the_arms_are_the_inputs_of_the_oracle() -> None:
    assert [field.name for field in fields(Arms)] == list(_VALUES)


@pytest.mark.parametrize("mycn", _SIGNS)
def test_every_combination_has_the_verdict_of_the_oracle(mycn: str) -> None:
    names = [name for name in _VALUES if name != "mycn"]
    found = set()
    for values in product(*(_VALUES[name] for name in names)):
        words = dict(zip(names, values, strict=True)) | {"mycn": mycn}
        label = _decide(words).label
        assert label == verdict(words), words
        found.add(label)
    assert found <= _LABELS


@given(words=seen, arm=st.sampled_from(list(_VALUES)))
def test_a_positive_finding_never_takes_telomere_maintenance_away(
    words: dict[str, str], arm: str
) -> None:
    before = _decide(words | {arm: "not_assessed"})
    after = _decide(words | {arm: _VALUES[arm][0]})
    assert _RANK[after.positive] >= _RANK[before.positive]


@given(words=seen, arm=st.sampled_from(list(_VALUES)))
def test_forgetting_a_negative_assay_never_excludes_telomere_maintenance(
    words: dict[str, str], arm: str
) -> None:
    known = _decide(words | {arm: _VALUES[arm][1]})
    forgotten = _decide(words | {arm: "not_assessed"})
    assert forgotten.label != "TMM_NEGATIVE" or known.label == "TMM_NEGATIVE"


@given(words=seen)
def test_alt_beside_telomerase_is_always_a_conflict(words: dict[str, str]) -> None:
    decision = _decide(words)
    both = "ALT" in decision.mechanisms and len(decision.mechanisms) > 1
    assert both == (decision.label == "CONFLICT")


@given(words=seen)
def test_no_verdict_rests_on_an_assay_that_was_not_done(words: dict[str, str]) -> None:
    decision = _decide(words)
    if decision.label == "ALT":
        assert "positive" in {words["c_circle"], words["apb"]}
    if decision.label == "TMM_NEGATIVE":
        assert "negative" in {words["c_circle"], words["apb"]}
        assert words["tert_sv"] == words["mycn"] == "negative"


@pytest.mark.parametrize(
    ("words", "contradiction"),
    [
        ({"c_circle": "positive", "apb": "negative"}, "C-circle and APB disagree"),
        ({"mycn": "positive", "telomerase_activity": "negative"}, "its activity is negative"),
        ({"tert_sv": "positive", "tert_expression": "low"}, "TERT expression is low"),
        ({"c_circle": "positive", "tert_expression": "high"}, "TERT is highly expressed"),
        ({"apb": "positive", "telomerase_activity": "positive"}, "telomerase is active"),
        ({"telomerase_activity": "positive"}, "no cause of it was found"),
        ({"mycn": "positive", "atrx": "positive"}, "ATRX is lost, which does not go"),
        ({"daxx": "positive", "apb": "negative"}, "no direct assay shows ALT"),
    ],
)
def test_what_does_not_fit_is_said(words: dict[str, str], contradiction: str) -> None:
    told = _decide(words).contradictions
    assert [text for text in told if contradiction in text]


def test_a_lost_daxx_or_an_uncertain_atrx_alone_implies_nothing() -> None:
    assert _decide({"daxx": "positive"}).label == "indeterminate"
    assert _decide({"atrx": "indeterminate"}).label == "indeterminate"


def test_several_causes_of_telomerase_name_the_first() -> None:
    decision = _decide({"tert_sv": "positive", "tert_promoter": "positive"})
    assert decision.label == "TELOMERASE_TERT_SV"
    assert decision.several
