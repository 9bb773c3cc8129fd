"""Arranges the evidence on telomere maintenance: the arms, the two machineries, drugs that follow.

An arm that nobody looked at is shown as plainly as one that was found, with what would show it,
because the verdict is only as good as the arms behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crestome.model.call import Call, Calls, CallState
from crestome.model.therapy import ClaimResult, Effect, TherapyOption, Verdict
from crestome.report.verdicts import name_assays
from crestome.report.words import humanise, in_words

NAME: Final = "telomere_maintenance"


class Place(StrEnum):
    """Where an arm stands."""

    TELOMERASE_CAUSE = "telomerase_cause"
    TELOMERASE_ASSAY = "telomerase_assay"
    ALT_SIGN = "alt_sign"
    ALT_ASSAY = "alt_assay"


@dataclass(frozen=True, slots=True)
class _Kind:
    """How an arm is named, where it stands, and what would show it."""

    name: str
    place: Place
    needs: str
    words: tuple[str, str] = ("found", "not found")


_CAUSE, _TEST = Place.TELOMERASE_CAUSE, Place.TELOMERASE_ASSAY
_SIGN, _DIRECT = Place.ALT_SIGN, Place.ALT_ASSAY
_ASSAY_WORDS: Final = ("positive", "negative")
_GENOME: Final = "a whole genome"
_KINDS: Final = {
    "mycn": _Kind("MYCN amplification", _CAUSE, "copy number or FISH"),
    "tert_sv": _Kind(
        "TERT rearrangement or amplification", _CAUSE, "structural variants of a genome, or FISH"
    ),
    "tert_rearrangement": _Kind(
        "TERT rearrangement",
        _CAUSE,
        "a genome, a panel that tiles 5p15.33, or FISH; exomes are blind to it",
    ),
    "tert_amplification": _Kind("TERT amplification", _CAUSE, "copy number"),
    "tert_promoter": _Kind(
        "TERT promoter hotspot", _CAUSE, "a genome or a targeted test; exomes are blind to it"
    ),
    "tert_expression": _Kind(
        "TERT expression", _TEST, "RNA, read against high-risk tumours", ("high", "low")
    ),
    "telomerase_activity": _Kind(
        "Telomerase activity", _TEST, "TRAP on frozen tumour", _ASSAY_WORDS
    ),
    "atrx": _Kind("ATRX loss", _SIGN, "sequencing that sees deletions inside it, or IHC"),
    "daxx": _Kind("DAXX loss", _SIGN, "sequencing that sees deletions inside it"),
    "telomere_content": _Kind(
        "Telomere content", _SIGN, f"{_GENOME} of tumour and blood", ("high", "not raised")
    ),
    "variant_repeats": _Kind(
        "Variant repeats of ALT", _SIGN, f"{_GENOME} of tumour and blood", ("raised", "not raised")
    ),
    "c_circle": _Kind("C-circles", _DIRECT, "tumour DNA and an ALT control", _ASSAY_WORDS),
    "apb": _Kind("APB (PML bodies)", _DIRECT, "sections or imprints", _ASSAY_WORDS),
}
_TELLING: Final = {"positive": 0, "high": 0, "negative": 1, "low": 1}
_STATES: Final = (CallState.PRESENT, CallState.ABSENT)
_TERT_PARTS: Final = ("rearrangement", "amplification")

_VERDICTS: Final = {
    "TELOMERASE_MYCN": "Telomerase: MYCN amplified",
    "TELOMERASE_TERT_SV": "Telomerase: TERT altered",
    "TELOMERASE_TERT_PROMOTER": "Telomerase: TERT promoter",
    "TELOMERASE_TERT_HIGH": "Telomerase: TERT expression",
    "ALT": "ALT, without telomerase",
    "ALT_PROBABLE": "ALT probable, not proven",
    "CONFLICT": "Conflict: ALT and telomerase",
    "TMM_NEGATIVE": "No mechanism found",
    "indeterminate": "Open",
}
_REVIEW: Final = "Needs review: "


@dataclass(frozen=True, slots=True)
class TelomereArm:
    """One arm of the evidence.

    Attributes:
        key: As the call names it.
        name: In words.
        place: Where it stands.
        word: The answer in words.
        state: The answer, for the mark.
        why: By what evidence; what would show it where nobody looked.
    """

    key: str
    name: str
    place: Place
    word: str
    state: CallState
    why: str


@dataclass(frozen=True, slots=True)
class Machine:
    """One of the two machineries.

    Attributes:
        state: Whether it works, as far as is known.
        word: The same in words, and whether an assay of it says so.
    """

    state: CallState
    word: str


@dataclass(frozen=True, slots=True)
class DrugLine:
    """Drugs that share a verdict and whose evidence rests on telomere maintenance."""

    verdict: Verdict
    drugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TelomereView:
    """Everything that the panel shows.

    Attributes:
        verdict: In words.
        state: The answer, for the mark.
        review: Why a person should look; "" where none should.
        settles: Assays that would settle it, in words.
        arms: Every arm, in the order of the panel.
        telomerase: Whether telomerase works.
        alt: Whether ALT works.
        conflict: Whether both have evidence.
        drugs: Verdicts on drugs whose evidence rests on it.
        beside: Sentences that stand beside the verdict.
    """

    verdict: str
    state: CallState
    review: str
    settles: tuple[str, ...]
    arms: tuple[TelomereArm, ...]
    telomerase: Machine
    alt: Machine
    conflict: bool
    drugs: tuple[DrugLine, ...]
    beside: tuple[str, ...] = ()

    def at(self, place: Place) -> tuple[TelomereArm, ...]:
        """The arms that stand there."""
        return tuple(arm for arm in self.arms if arm.place is place)


def view_telomeres(
    calls: Calls, therapies: tuple[TherapyOption, ...] = (), names: Mapping[str, str] | None = None
) -> TelomereView | None:
    """Arrange the call on telomere maintenance.

    Args:
        calls: Of one sample.
        therapies: The drugs of the case; () for a sample that does not decide them.
        names: Assays in words.

    Returns:
        None where there is no such call, or it lists no arms.
    """
    call = calls.by_name().get(NAME)
    arms = () if call is None else tuple(_arms(call, calls))
    if call is None or not arms:
        return None
    conflict = call.label == "CONFLICT"
    review = _review(call)
    notes = tuple(in_words(note) for note in call.notes if not note.startswith(_REVIEW))
    return TelomereView(
        verdict=_VERDICTS.get(call.label, humanise(call.label)),
        state=call.state,
        review=review,
        settles=name_assays(call.missing, names or {}),
        arms=arms,
        telomerase=_machine(call, arms, _TEST),
        alt=_machine(call, arms, _DIRECT),
        conflict=conflict,
        drugs=tuple(_drug_lines(therapies)),
        beside=tuple(note for note in notes if note != review),
    )


def telomere_arms(calls: Calls) -> tuple[TelomereArm, ...]:
    """Every arm of the call on telomere maintenance; () where there is none."""
    view = view_telomeres(calls)
    return () if view is None else view.arms


def telomere_sources(calls: Calls) -> tuple[str, ...]:
    """What the sentences of the panel cite."""
    return calls[NAME].sources if NAME in calls else ()


def _review(call: Call) -> str:
    if not (call.needs_review or call.flag("needs_review")):
        return ""
    first = call.notes[0] if call.notes else call.reason
    words = in_words(first.removeprefix(_REVIEW))
    return words[:1].upper() + words[1:]


def _machine(call: Call, arms: tuple[TelomereArm, ...], assays: Place) -> Machine:
    """On or off where the call says so; else whether anything speaks for it."""
    alt = assays is _DIRECT
    known = call.detail.get("alt" if alt else "telomerase")
    if isinstance(known, bool):
        state = _STATES[0] if known else _STATES[1]
        shown = any(arm.place is assays and arm.state is state for arm in arms)
        word = "on" if known else "off"
        return Machine(state, word if shown else f"{word}, inferred")
    if alt and call.label == "ALT_PROBABLE":
        return Machine(CallState.INDETERMINATE, "probable")
    named = [name for name in call.texts("mechanisms") if (name == "ALT") is alt]
    if named:
        return Machine(CallState.INDETERMINATE, "evidence for it")
    return Machine(CallState.NOT_ASSESSED, "unknown")


def _arms(call: Call, calls: Calls) -> Iterator[TelomereArm]:
    listed = _row(call, "arms")
    reasons = _row(call, "reasons")
    found = {key: (listed[key], reasons.get(key, "")) for key in listed}
    tert = calls.by_name().get("tert")
    if "tert_sv" in found and tert is not None:
        parts = _row(tert, "reasons")
        for part in _TERT_PARTS:
            found[f"tert_{part}"] = (tert.text(part) or "not_assessed", parts.get(part, ""))
        del found["tert_sv"]
    known = [key for key in _KINDS if key in found]
    others = [key for key in found if key not in _KINDS]
    for key in (*known, *others):
        yield _arm(key, *found[key])


def _row(call: Call, key: str) -> dict[str, str]:
    value = call.detail.get(key)
    return {name: str(item) for name, item in value.items()} if isinstance(value, dict) else {}


def _arm(key: str, answer: str, why: str) -> TelomereArm:
    kind = _KINDS.get(key) or _Kind(humanise(key), _SIGN, "")
    if answer in _TELLING:
        side = _TELLING[answer]
        return TelomereArm(key, kind.name, kind.place, kind.words[side], _STATES[side], why)
    if answer in {"not_assessed", "None", "unknown"}:
        needs = f"would need {kind.needs}" if kind.needs else ""
        state = CallState.NOT_ASSESSED
        return TelomereArm(key, kind.name, kind.place, "not looked at", state, needs)
    word = "open" if answer == "indeterminate" else humanise(answer)
    return TelomereArm(key, kind.name, kind.place, word, CallState.INDETERMINATE, why)


_DECISIVE: Final = frozenset(Effect) - {Effect.NOTE, Effect.STRENGTHENS, Effect.DOWNGRADE}
_ORDER: Final = (
    Verdict.MATCHED,
    Verdict.DOWNGRADED,
    Verdict.CONDITIONAL,
    Verdict.AGAINST,
    Verdict.NOT_MATCHED,
)


def _drug_lines(therapies: tuple[TherapyOption, ...]) -> Iterator[DrugLine]:
    """Drugs of which a claim that can decide reads the call, by their verdict."""
    resting = [option for option in therapies if any(map(_rests_on_it, _claims(option)))]
    for verdict in _ORDER:
        drugs = tuple(option.name for option in resting if option.verdict is verdict)
        if drugs:
            yield DrugLine(verdict, drugs)


def _claims(option: TherapyOption) -> tuple[ClaimResult, ...]:
    return (
        *option.reasons_for,
        *option.reasons_against,
        *option.open_questions,
        *option.not_met,
    )


def _rests_on_it(claim: ClaimResult) -> bool:
    """Whether this call decided the condition of a claim that can decide the drug."""
    return claim.effect in _DECISIVE and NAME in claim.decided_by
