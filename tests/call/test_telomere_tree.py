"""The decision on telomere maintenance, over every combination of its inputs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import product
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from oracles.telomere_tree import verdict

from crestome.call.telomere_tree import Arms, Decision, classify_arms

_SIGNS: Final = ("positive", "negative", "indeterminate", "not_assessed")
_AMOUNTS: Final = ("high", "low", "indeterminate", "not_assessed")
_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "mycn": _SIGNS,
    "tert_sv": _SIGNS,
    "tert_promoter": _SIGNS,
    "tert_expression": _AMOUNTS,
    "c_circle": _SIGNS,
    "apb": _SIGNS,
    "telomerase_activity": _SIGNS,
    "telomere_content": _AMOUNTS,
    "atrx": _SIGNS,
    "daxx": _SIGNS,
}
_TOLD, _DENIED, _UNSURE, _UNDONE = range(4)
"""Places of the answers along the axis of every arm."""
_LABELS: Final = (
    "TMM_NEGATIVE",
    "indeterminate",
    "ALT_PROBABLE",
    "ALT",
    "CONFLICT",
    "TELOMERASE_MYCN",
    "TELOMERASE_TERT_SV",
    "TELOMERASE_TERT_PROMOTER",
    "TELOMERASE_TERT_HIGH",
)
_NEGATIVE, _OPEN, _PROBABLE, _ALT, _CONFLICT, _FIRST_TELOMERASE = range(6)
_CODES: Final = {label: code for code, label in enumerate(_LABELS)}
Codes = NDArray[np.int8]


@dataclass(frozen=True)
class Verdicts:
    """The verdict on every combination: one axis for each arm, four answers along it."""

    label: Codes
    oracle: Codes
    several: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]

    @property
    def presence(self) -> Codes:
        """0 without telomere maintenance, 1 open, 2 with it."""
        return np.minimum(self.label, 2)

    def where(self, arm: str, *answers: int) -> NDArray[np.bool_]:
        """The combinations in which an arm has one of the answers."""
        shape = [1] * len(_VALUES)
        shape[list(_VALUES).index(arm)] = 4
        chosen = np.isin(np.arange(4), answers).reshape(shape)
        return np.broadcast_to(chosen, self.label.shape)


@pytest.fixture(scope="module")
def every() -> Verdicts:
    """All 4 to the 10th combinations."""
    shape = (4,) * len(_VALUES)
    label, oracle = (np.empty(4 ** len(_VALUES), np.int8) for _ in range(2))
    several, doubtful = (np.empty(4 ** len(_VALUES), np.bool_) for _ in range(2))
    names = list(_VALUES)
    for place, values in enumerate(product(*_VALUES.values())):
        words = dict(zip(names, values, strict=True))
        decision = _decide(words)
        label[place] = _CODES[decision.label]
        oracle[place] = _CODES[verdict(words)]
        several[place] = decision.several
        doubtful[place] = bool(decision.contradictions)
    return Verdicts(*(item.reshape(shape) for item in (label, oracle, several, doubtful)))


def _decide(words: dict[str, str]) -> Decision:
    return classify_arms(Arms(**words))  # type: ignore[arg-type]


def _along(verdicts: Codes, arm: str, answer: int) -> Codes:
    return np.asarray(np.take(verdicts, answer, axis=list(_VALUES).index(arm)))


def test_the_arms_are_the_inputs_of_the_oracle() -> None:
    assert [field.name for field in fields(Arms)] == list(_VALUES)


def test_every_combination_has_the_verdict_of_the_oracle(every: Verdicts) -> None:
    wrong = np.argwhere(every.label != every.oracle)
    assert wrong.size == 0, wrong[:5]
    assert set(np.unique(every.label)) == set(_CODES.values())


def test_a_positive_finding_never_takes_telomere_maintenance_away(every: Verdicts) -> None:
    for arm in _VALUES:
        told = _along(every.presence, arm, _TOLD)
        for other in (_DENIED, _UNSURE, _UNDONE):
            assert (told >= _along(every.presence, arm, other)).all(), (arm, other)


def test_an_open_arm_lies_between_a_negative_and_a_positive_one(every: Verdicts) -> None:
    for arm in _VALUES:
        for other in (_UNSURE, _UNDONE):
            middle = _along(every.presence, arm, other)
            low, high = (_along(every.presence, arm, side) for side in (_DENIED, _TOLD))
            assert (middle <= high).all(), (arm, other)
            assert (middle >= low).all(), (arm, other)


def test_forgetting_a_negative_assay_never_excludes_telomere_maintenance(every: Verdicts) -> None:
    for arm in _VALUES:
        for other in (_UNSURE, _UNDONE):
            excluded = _along(every.label, arm, other) == _NEGATIVE
            assert (_along(every.label, arm, _DENIED)[excluded] == _NEGATIVE).all(), (arm, other)


def test_alt_beside_a_cause_of_telomerase_is_always_a_conflict_and_nothing_else_is(
    every: Verdicts,
) -> None:
    alt = every.where("c_circle", _TOLD) | every.where("apb", _TOLD)
    cause = (
        every.where("mycn", _TOLD)
        | every.where("tert_sv", _TOLD)
        | every.where("tert_promoter", _TOLD)
    )
    assert ((every.label == _CONFLICT) == (alt & cause)).all()
    assert ((every.label == _ALT) == (alt & ~cause)).all()


def test_no_verdict_is_given_in_silence_where_the_evidence_contradicts_itself(
    every: Verdicts,
) -> None:
    direct = every.where("c_circle", _TOLD) | every.where("apb", _TOLD)
    hint = direct | every.where("atrx", _TOLD) | every.where("telomere_content", _TOLD)
    cause = (
        every.where("mycn", _TOLD)
        | every.where("tert_sv", _TOLD)
        | every.where("tert_promoter", _TOLD)
        | every.where("tert_expression", _TOLD)
        | every.where("telomerase_activity", _TOLD)
    )
    flagged = every.doubtful | (every.label == _CONFLICT) | (every.label == _PROBABLE)
    assert flagged[hint & cause].all()
    both = every.where("c_circle", _TOLD) & every.where("apb", _DENIED)
    other = every.where("apb", _TOLD) & every.where("c_circle", _DENIED)
    assert every.doubtful[both | other].all()
    assert not every.doubtful[every.label == _NEGATIVE].any()


def test_several_causes_of_telomerase_are_told(every: Verdicts) -> None:
    causes = sum(
        every.where(arm, _TOLD).astype(np.int8) for arm in ("mycn", "tert_sv", "tert_promoter")
    )
    assert (every.several == (causes > 1)).all()


def test_no_verdict_rests_on_an_assay_that_was_not_done(every: Verdicts) -> None:
    negative = every.label == _NEGATIVE
    assert (every.where("mycn", _DENIED) & every.where("tert_sv", _DENIED))[negative].all()
    direct = every.where("c_circle", _DENIED) | every.where("apb", _DENIED)
    silent = every.where("tert_expression", _DENIED) | every.where("telomerase_activity", _DENIED)
    assert (direct & silent)[negative].all()
    for arm in ("atrx", "daxx"):
        assert not every.where(arm, _TOLD)[negative].any()


def test_an_open_arm_is_read_like_one_that_was_not_looked_at_but_for_what_excludes(
    every: Verdicts,
) -> None:
    for arm in _VALUES:
        unsure, undone = (_along(every.label, arm, answer) for answer in (_UNSURE, _UNDONE))
        differs = unsure != undone
        if arm == "tert_promoter":
            # Not looked at does not hinder TMM_NEGATIVE, as exomes never see it; a doubt does.
            assert (undone[differs] == _NEGATIVE).all()
            assert (unsure[differs] == _OPEN).all()
        else:
            assert not differs.any(), arm


def test_nothing_at_all_is_open(every: Verdicts) -> None:
    assert every.label[(_UNDONE,) * len(_VALUES)] == _OPEN
    assert every.label[(_UNSURE,) * len(_VALUES)] == _OPEN
    assert every.label[(_DENIED,) * len(_VALUES)] == _NEGATIVE
    assert every.label[(_TOLD,) * len(_VALUES)] == _CONFLICT


@pytest.mark.parametrize(
    ("words", "contradiction"),
    [
        ({"c_circle": "positive", "apb": "negative"}, "C-circle and APB disagree"),
        ({"mycn": "positive", "telomerase_activity": "negative"}, "its activity is negative"),
        ({"tert_sv": "positive", "tert_expression": "low"}, "TERT expression is low"),
        ({"mycn": "positive", "telomere_content": "high"}, "telomere content is high"),
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
