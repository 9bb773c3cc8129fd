"""Genomic profile: MYCN amplified, segmental, numerical, or flat?

The pattern of all chromosomes together predicts outcome. MYCN amplification ranks first; any change
of a part of a chromosome makes the profile segmental, whatever the whole chromosomes do; changes of
whole chromosomes alone are numerical, typical of tumours of infants that do well. Few
neuroblastomas are flat, so a flat profile is believed only where enough tumour was in the sample.
"""

from __future__ import annotations

from typing import Final

from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.segment_state import NO_PROFILE
from crestome.knowledge.schema import Curated, Rules, Words
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.evidence import CaseEvidence

NAME: Final = "genomic_profile"

_COPIED: Final = ("sca_any", "sca_typical", "numerical")
_SHATTERED: Final = "chromosomes"
_OPEN: Final = (CallState.INDETERMINATE, CallState.NOT_ASSESSED)


class GenomicProfileRules(Rules):
    """Order of the types.

    Attributes:
        precedence: Types, the one that outranks the others first.
        note_flat: Sentence beside a flat profile.
        note_mycn_open: Sentence where MYCN is open.
    """

    precedence: Words
    note_flat: Curated[str]
    note_mycn_open: Curated[str]


def call_genomic_profile(_evidence: CaseEvidence, calls: Calls, rules: GenomicProfileRules) -> Call:
    """Call the type of the genomic profile.

    Args:
        _evidence: All that matters of it stands in the calls.
        calls: Uses ``mycn``, ``segmental_chromosome`` and ``chromothripsis``.
        rules: See `GenomicProfileRules`.

    Returns:
        ``present`` with ``MNA`` (from MYCN alone, also without segments), ``SCA`` or ``NCA``;
        ``absent`` with ``flat`` where enough tumour was measured and nothing is altered;
        ``indeterminate`` with ``uninformative`` for noise, or silence without enough tumour;
        ``not_assessed`` without segments.

    References:
        janoueix-lerosey-2009, ambros-2009
    """
    segmental = calls.by_name().get("segmental_chromosome")
    mycn = calls.by_name().get("mycn")
    types = _types(mycn, segmental)
    label = next((name for name in rules.precedence.value if name in types), "")
    state = CallState.PRESENT
    if not label:
        state, label = _without_change(segmental)
    mycn_open = mycn is None or mycn.state in _OPEN
    notes = tuple(
        note
        for note, applies in (
            (rules.note_mycn_open, mycn_open and label in {"SCA", "NCA", "flat"}),
            (rules.note_flat, label == "flat"),
        )
        if applies
    )
    return Call(
        mechanism=NAME,
        state=state,
        label=label,
        reason=_reason(label, types, segmental),
        detail=_copied(segmental)
        | {
            "mna_excluded": None if mycn_open else "MNA" not in types,
            "chromothripsis_suspected": _shattered(calls),
        },
        missing=_missing(mycn, mycn_open, segmental),
        notes=tuple(note.value for note in notes),
        rules=(f"{NAME}.precedence",),
        sources=cited(rules.precedence, *notes),
    )


def _types(mycn: Call | None, segmental: Call | None) -> dict[str, str]:
    """Every type that the calls support, and why."""
    types: dict[str, str] = {}
    if mycn is not None and mycn.label == "amplified":
        types["MNA"] = "MYCN is amplified"
    if segmental is not None and segmental.texts("sca_any"):
        types["SCA"] = f"segmental: {', '.join(segmental.texts('sca_any'))}"
    if segmental is not None and segmental.texts("numerical"):
        types["NCA"] = f"whole chromosomes: {', '.join(segmental.texts('numerical'))}"
    return types


def _without_change(segmental: Call | None) -> tuple[CallState, str]:
    if segmental is None or segmental.state is CallState.NOT_ASSESSED:
        return CallState.NOT_ASSESSED, "not_assessed"
    if segmental.state is CallState.INDETERMINATE:
        return CallState.INDETERMINATE, "uninformative"
    return CallState.ABSENT, "flat"


def _reason(label: str, types: dict[str, str], segmental: Call | None) -> str:
    if types:
        words = "; ".join(types.values()).replace("_", " ")
        return f"{words[0].upper()}{words[1:]}."
    if label == "flat":
        return "Measured with enough tumour cells, and nothing is altered."
    return NO_PROFILE if segmental is None else segmental.reason


def _copied(segmental: Call | None) -> dict[str, DetailValue]:
    return {key: None if segmental is None else segmental.detail.get(key) for key in _COPIED}


def _missing(mycn: Call | None, mycn_open: bool, segmental: Call | None) -> tuple[str, ...]:
    wanted = mycn.missing if mycn is not None and mycn_open else ()
    return tuple(dict.fromkeys((*(() if segmental is None else segmental.missing), *wanted)))


def _shattered(calls: Calls) -> tuple[str, ...] | None:
    """Chromosomes with a trace of chromothripsis; None where nothing was looked at."""
    call = calls.by_name().get("chromothripsis")
    return None if call is None or call.state is CallState.NOT_ASSESSED else call.texts(_SHATTERED)


DETAILS: Final = (
    DetailKey("sca_typical", "Typical segmental alterations."),
    DetailKey("sca_any", "All segmental alterations, by arm."),
    DetailKey("numerical", "Changes of whole chromosomes."),
    DetailKey("mna_excluded", "Whether MYCN was measured and is not amplified."),
    DetailKey("chromothripsis_suspected", "Chromosomes with a trace of chromothripsis."),
)

MECHANISM: Final = Mechanism(
    name=NAME,
    title="Genomic profile",
    question="Is the profile MYCN amplified, segmental, numerical or flat?",
    labels={
        CallState.PRESENT: ("MNA", "SCA", "NCA"),
        CallState.ABSENT: ("flat",),
        CallState.INDETERMINATE: ("uninformative",),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=DETAILS,
    assays=("copy_number_profile", "purity", "mycn_copy_number", "mycn_fish"),
    rules=GenomicProfileRules,
    call=call_genomic_profile,
)
