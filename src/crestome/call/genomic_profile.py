"""Genomic profile: MYCN amplified, segmental, numerical, or flat?

The pattern of all chromosomes together predicts outcome. MYCN amplification ranks first; any change
of a part of a chromosome makes the profile segmental, whatever the whole chromosomes do; changes of
whole chromosomes alone are numerical, typical of tumours of infants that do well. Few
neuroblastomas are flat, so a flat profile is believed only where enough tumour was in the sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from crestome.call.chromosome_survey import (
    Change,
    SegmentalChromosomeRules,
    survey_chromosomes,
)
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.knowledge.schema import Curated, Rules, Threshold, Words
from crestome.model.call import Call, Calls, CallState, DetailValue, Finding
from crestome.model.evidence import CaseEvidence

NAME: Final = "genomic_profile"

_COPIED: Final = ("sca_any", "sca_typical", "numerical")
_OPEN: Final = (CallState.INDETERMINATE, CallState.NOT_ASSESSED)


class GenomicProfileRules(Rules):
    """Order of the types and signs of chromothripsis.

    Attributes:
        precedence: Types, the one that outranks the others first.
        oscillation_switches: From so many changes of state: chromothripsis suspected.
        oscillation_states: If they are between so many states at most.
        note_flat: Sentence beside a flat profile.
        note_mycn_open: Sentence where MYCN is open.
        segmental_chromosome: See `SegmentalChromosomeRules`.
    """

    precedence: Words
    oscillation_switches: Threshold
    oscillation_states: Threshold
    note_flat: Curated[str]
    note_mycn_open: Curated[str]
    segmental_chromosome: SegmentalChromosomeRules


def call_genomic_profile(evidence: CaseEvidence, calls: Calls, rules: GenomicProfileRules) -> Call:
    """Call the type of the genomic profile.

    Args:
        evidence: Uses the segments, for chromothripsis.
        calls: Uses ``mycn`` and ``segmental_chromosome``.
        rules: See `GenomicProfileRules`.

    Returns:
        ``present`` with ``MNA`` (from MYCN alone, also without segments), ``SCA`` or ``NCA``;
        ``absent`` with ``flat`` where enough tumour was measured and nothing is altered;
        ``indeterminate`` with ``uninformative`` for noise, or silence without enough tumour;
        ``not_assessed`` without segments.

    References:
        janoueix-lerosey-2009, ambros-2009, korbel-campbell-2013
    """
    segmental = calls.by_name().get("segmental_chromosome")
    mycn = calls.by_name().get("mycn")
    types = _types(mycn, segmental)
    label = next((name for name in rules.precedence.value if name in types), "")
    state = CallState.PRESENT
    if not label:
        state, label = _without_change(segmental)
    shattered = _shattered(evidence, rules) if label != "uninformative" else None
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
            "chromothripsis_suspected": shattered,
        },
        evidence=tuple(
            Finding(what=f"chromosome {contig} oscillates between few states", where=f"chr{contig}")
            for contig in shattered or ()
        ),
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
    return "No copy-number profile was given." if segmental is None else segmental.reason


def _copied(segmental: Call | None) -> dict[str, DetailValue]:
    return {key: None if segmental is None else segmental.detail.get(key) for key in _COPIED}


def _missing(mycn: Call | None, mycn_open: bool, segmental: Call | None) -> tuple[str, ...]:
    wanted = mycn.missing if mycn is not None and mycn_open else ()
    return tuple(dict.fromkeys((*(() if segmental is None else segmental.missing), *wanted)))


def _shattered(evidence: CaseEvidence, rules: GenomicProfileRules) -> tuple[str, ...] | None:
    """Chromosomes that copy number makes suspect of chromothripsis; None without segments."""
    if evidence.copy_number is None:
        return None
    surveys = survey_chromosomes(evidence, rules.segmental_chromosome)
    return tuple(
        name
        for name, survey in surveys.items()
        if _most_switches(
            [_copies_of(piece.change) for piece in survey.pieces], rules.oscillation_states.value
        )
        >= rules.oscillation_switches.value
    )


def _copies_of(change: Change) -> Change:
    """Loss of heterozygosity alone changes no number."""
    return Change.NONE if change is Change.LOH else change


def _most_switches(changes: Sequence[Change], states: float) -> int:
    """The most changes of state in a run that holds so many different states at most."""
    return max((len(run) - 1 for run in _runs(changes, states)), default=0)


def _runs(changes: Sequence[Change], states: float) -> Iterator[list[Change]]:
    run: list[Change] = []
    for change, _ in groupby(changes):
        run.append(change)
        while len(set(run)) > states:
            run.pop(0)
        yield run


DETAILS: Final = (
    DetailKey("sca_typical", "Typical segmental alterations."),
    DetailKey("sca_any", "All segmental alterations, by arm."),
    DetailKey("numerical", "Changes of whole chromosomes."),
    DetailKey("mna_excluded", "Whether MYCN was measured and is not amplified."),
    DetailKey("chromothripsis_suspected", "Chromosomes that oscillate between few states."),
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
