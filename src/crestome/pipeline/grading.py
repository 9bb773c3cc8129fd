"""Comparing an expected answer with the one that was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crestome.knowledge.schema import Drug
from crestome.knowledge.trial import Trial, names_of
from crestome.model.call import Call, Calls, DetailValue
from crestome.model.risk import Risk, RiskResult
from crestome.model.therapy import TherapyOption, Verdict
from crestome.model.trial import TrialOption, TrialVerdict
from crestome.model.worked_case import Expectation, ExpectedItem

MECHANISM_OF: Final = {
    "p53": "p53_pathway",
    "ras": "ras_mapk",
    "tmm": "telomere_maintenance",
}
"""Short keys of worked cases; every other key of a call is the mechanism's own name."""

DETAIL_OF: Final = {
    "sca_typical": "segmental_chromosome",
    "distal_6q_loss": "segmental_chromosome",
    "loss_6q21": "segmental_chromosome",
    "inrg_11q_aberration": "segmental_chromosome",
    "cog_sca": "segmental_chromosome",
    "genes_hemizygous": "segmental_chromosome",
    "high_level_amplification_non_mycn": "focal_amplification",
    "flags": "flags",
    "resistance": "resistance",
}
"""Keys that are a detail of a call."""

_TRIAL: Final = "trial."
_ELIGIBLE: Final = "_like_eligibility"
_EXACT: Final = frozenset({"sca_typical"})
_SHOWN_AS: Final = {
    "matched": {Verdict.MATCHED},
    "downgraded": {Verdict.DOWNGRADED, Verdict.AGAINST},
    "conditional": {Verdict.CONDITIONAL},
    "against": {Verdict.AGAINST},
    "not_matched": {Verdict.NOT_MATCHED, Verdict.CONDITIONAL, Verdict.AGAINST},
}


@dataclass(frozen=True, slots=True)
class Grade:
    """Whether an item passed (None: cannot be graded), and what was compared."""

    passed: bool | None
    why: str


def grade_call(item: ExpectedItem, calls: Calls) -> Grade:
    """Grade an item that a call answers; a key that no call answers is ungraded."""
    if item.key in DETAIL_OF:
        return _grade_detail(item, calls[DETAIL_OF[item.key]])
    name = MECHANISM_OF.get(item.key, item.key)
    if name not in calls:
        return Grade(None, "no call of this version answers it")
    call = calls[name]
    differences = [] if item.call is None else _label_differences(item, call)
    differences += [
        text for key, wanted in item.details.items() if (text := _difference(key, wanted, call))
    ]
    return Grade(not differences, "; ".join(differences) or f"{call.label} ({call.state.value})")


def _label_differences(item: ExpectedItem, call: Call) -> list[str]:
    label = call.label.casefold()
    wanted = [str(item.call).casefold(), *(word.casefold() for word in item.accept)]
    if label in {word.casefold() for word in item.must_not}:
        return [f"{call.label} must not be"]
    return [] if label in wanted else [f"expected {' or '.join(wanted)}, found {call.label}"]


def _grade_detail(item: ExpectedItem, call: Call) -> Grade:
    found = call.detail.get(item.key)
    differences = []
    if item.call is not None and not _fits(item.key, found, item.call):
        differences.append(f"expected {item.call}, found {found}")
    held = {word.casefold() for word in _words(found)}
    differences += [f"must not hold {word}" for word in item.exclude if word.casefold() in held]
    differences += [
        text for key, wanted in item.details.items() if (text := _difference(key, wanted, call))
    ]
    return Grade(not differences, "; ".join(differences) or f"{found}")


def _difference(key: str, wanted: Expectation, call: Call) -> str:
    found: DetailValue = call.detail.get(key)
    if key == "needs_review":
        found = call.needs_review
    return "" if _fits(key, found, wanted) else f"{key}: expected {wanted}, found {found}"


def _fits(key: str, found: DetailValue, wanted: Expectation) -> bool:
    if isinstance(wanted, bool):
        return found is wanted
    if isinstance(wanted, str):
        return isinstance(found, str) and found.casefold() == wanted.casefold()
    held = {word.casefold() for word in _words(found)}
    expected = {word.casefold() for word in wanted}
    return held == expected if key in _EXACT else expected <= held


def _words(found: DetailValue) -> list[str]:
    return [word for word in found if isinstance(word, str)] if isinstance(found, tuple) else []


def grade_risk(item: ExpectedItem, risk: Risk) -> Grade:
    """Grade the group of one scheme, or a fact beside the schemes."""
    name = item.key.removeprefix("risk.")
    if name in risk.schemes:
        return _grade_scheme(item, risk.schemes[name])
    if name not in type(risk).model_fields:
        return Grade(None, "no scheme of this version answers it")
    found = getattr(risk, name)
    passed = _fits(name, found, item.call) if item.call is not None else False
    return Grade(passed, f"{found}" if passed else f"expected {item.call}, found {found}")


def _grade_scheme(item: ExpectedItem, result: RiskResult) -> Grade:
    wanted = [str(item.call).casefold(), *(word.casefold() for word in item.accept)]
    label = result.label.casefold()
    differences = []
    if label in {word.casefold() for word in item.must_not}:
        differences.append(f"{result.label} must not be")
    elif item.call is not None and label not in wanted:
        differences.append(f"expected {' or '.join(wanted)}, found {result.label}")
    for key, value in item.details.items():
        found: DetailValue = getattr(result, key, None)
        if not _fits(key, found, value):
            differences.append(f"{key}: expected {value}, found {found}")
    shown = f"{result.label} ({', '.join(result.rules)})"
    return Grade(not differences, "; ".join(differences) or shown)


def grade_trial(
    item: ExpectedItem, options: tuple[TrialOption, ...], trials: Mapping[str, Trial]
) -> Grade:
    """Grade whether a patient is eligible for a trial, which the key names exactly."""
    wanted = trial_named_by(item.key)
    found = next((key for key, trial in trials.items() if wanted in names_of(trial)), "")
    option = next((entry for entry in options if entry.trial == found), None)
    if option is None or item.call is None:
        return Grade(None, "no curated trial has this name")
    expected = item.call
    if isinstance(expected, bool):
        expected = TrialVerdict.MATCHED.value if expected else TrialVerdict.NOT_MATCHED.value
    passed = option.verdict.value in (expected, *item.accept)
    text = f"{option.verdict.value} ({option.summary})"
    return Grade(passed, text if passed else f"expected {expected}, found {text}")


def trial_named_by(key: str) -> str:
    """The name of a trial in the key of an item; "" where the key is of another kind."""
    if key.startswith(_TRIAL):
        return key.removeprefix(_TRIAL).casefold()
    return key.removesuffix(_ELIGIBLE).casefold() if key.endswith(_ELIGIBLE) else ""


def grade_therapy(
    item: ExpectedItem, therapies: tuple[TherapyOption, ...], drugs: Mapping[str, Drug]
) -> Grade:
    """Grade one list of drugs; a drug that is not curated is named and not graded."""
    kind = item.key.removeprefix("therapy.")
    if kind not in _SHOWN_AS or not isinstance(item.call, tuple):
        return Grade(None, "not a list of verdicts")
    verdicts = {option.drug: option.verdict for option in therapies}
    names = {
        name.casefold(): drug.id
        for drug in drugs.values()
        for name in (drug.id, drug.name, *drug.synonyms)
    }
    known = {name: names[name.casefold()] for name in item.call if name.casefold() in names}
    unknown = [name for name in item.call if name.casefold() not in names]
    wrong = [
        f"{name} is {verdicts[drug].value}"
        for name, drug in known.items()
        if verdicts[drug] not in _SHOWN_AS[kind]
    ]
    remark = f"; not curated: {', '.join(unknown)}" if unknown else ""
    if not known:
        return Grade(None if unknown else True, f"nothing to grade{remark}")
    return Grade(not wrong, ("; ".join(wrong) or ", ".join(known)) + remark)
