"""Genome instability: how much of the genome is altered and broken, against other neuroblastomas?

The number of segmental changes, the breakpoints and the altered share of the genome grow with age
and stage, and many of them go with a poor outcome; but no cut-off is agreed, and an array sees
fewer breaks than a genome. The figures are therefore shown with their place among tumours that were
measured on the same kind of platform, and decide nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from crestome.call.chromosome_survey import (
    ChromosomeSurvey,
    SegmentalChromosomeRules,
    survey_chromosomes,
)
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.segment_state import NO_PROFILE, SegmentState, segment_states
from crestome.knowledge.schema import ByKey, Curated, Rules
from crestome.model.call import Call, Calls, CallState, DetailValue, Quantity, Row
from crestome.model.copy_number import CopyNumberProfile
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES

NAME: Final = "genome_instability"

UNITS: Final = {
    "segmental_changes": "stretches",
    "breakpoints": "changes of state",
    "fraction_genome_altered": "share of the measured autosomes",
    "wgii": "mean share of each autosome",
}
"""Figures that have a place among the reference tumours, with their units."""

Quantiles = Curated[dict[str, dict[str, tuple[float, ...]]]]
"""By platform and figure, the quantiles of the reference from the least to the greatest."""


class GenomeInstabilityRules(Rules):
    """The reference tumours.

    Attributes:
        reference_quantiles: By platform and figure, quantiles at equal steps.
        reference_tumours: By platform, how many tumours they are from.
        note_reference: Sentence on who the reference tumours are.
        segmental_chromosome: See `SegmentalChromosomeRules`.
    """

    reference_quantiles: Quantiles
    reference_tumours: ByKey
    note_reference: Curated[str]
    segmental_chromosome: SegmentalChromosomeRules


def call_genome_instability(
    evidence: CaseEvidence, calls: Calls, rules: GenomeInstabilityRules
) -> Call:
    """Measure how much of the genome is altered and broken.

    Args:
        evidence: Uses ``copy_number``.
        calls: Uses ``segmental_chromosome``, which tells noise and silence without tumour cells.
        rules: See `GenomeInstabilityRules`.

    Returns:
        ``present``, label ``measured``, with the figures, whatever their size: there is no cut-off
        to call one high; ``indeterminate``, label ``uninformative``, where the profile as a whole
        says nothing; ``not_assessed`` without a profile of the whole genome. A list of altered
        segments has figures and no percentiles: what its maker left out is not known.

    References:
        burrell-2013, depuydt-2018, crestome-validation
    """
    profile = evidence.copy_number
    segmental = calls.by_name().get("segmental_chromosome")
    if profile is None:
        return _unmeasured(CallState.NOT_ASSESSED, "not_assessed", NO_PROFILE)
    if segmental is not None and segmental.state is CallState.INDETERMINATE:
        return _unmeasured(CallState.INDETERMINATE, "uninformative", segmental.reason)
    surveys = survey_chromosomes(evidence, rules.segmental_chromosome)
    measured = [survey for survey in surveys.values() if survey.covered_bp]
    if not measured:
        reason = "No autosome was measured."
        return _unmeasured(CallState.INDETERMINATE, "uninformative", reason)
    figures = measure_instability(measured)
    ranks = tuple(_ranks(figures, profile, rules))
    return Call(
        mechanism=NAME,
        state=CallState.PRESENT,
        label="measured",
        reason=_in_words(figures, ranks),
        detail={
            **figures,
            "loh_fraction": _loh_fraction(evidence, rules),
            "percentiles": ranks,
            "reference_tumours": rules.reference_tumours.value.get(profile.platform.value)
            if ranks
            else None,
        },
        quantities=tuple(
            Quantity(name=name.replace("_", " "), value=value, unit=UNITS[name])
            for name, value in figures.items()
        ),
        notes=(rules.note_reference.value,) if ranks else (),
        rules=(f"{NAME}.reference_quantiles",),
        sources=cited(rules.reference_quantiles, rules.note_reference),
    )


def measure_instability(surveys: list[ChromosomeSurvey]) -> dict[str, float]:
    """The figures of `UNITS`, from the chromosomes that were measured."""
    covered_bp = sum(survey.covered_bp for survey in surveys)
    altered_bp = sum(survey.altered_bp for survey in surveys)
    by_chromosome = [survey.altered_bp / survey.covered_bp for survey in surveys]
    return {
        "segmental_changes": float(sum(len(survey.stretches) for survey in surveys)),
        "breakpoints": float(sum(survey.breakpoints for survey in surveys)),
        "fraction_genome_altered": round(altered_bp / covered_bp, 4),
        "wgii": round(sum(by_chromosome) / len(by_chromosome), 4),
    }


def _unmeasured(state: CallState, label: str, reason: str) -> Call:
    return Call(
        mechanism=NAME,
        state=state,
        label=label,
        reason=reason,
        detail={key.name: None for key in DETAILS},
        missing=("copy_number_profile",),
    )


def _ranks(
    figures: dict[str, float], profile: CopyNumberProfile, rules: GenomeInstabilityRules
) -> Iterator[Row]:
    """The percentile that each figure reaches among the tumours of its platform."""
    if profile.altered_only:
        return
    for name, quantiles in rules.reference_quantiles.value.get(profile.platform.value, {}).items():
        reached = bisect_right(quantiles, figures[name]) - 1
        percentile = max(0, reached) * 100.0 / (len(quantiles) - 1)
        yield {"figure": name, "value": figures[name], "percentile": round(percentile, 1)}


def _loh_fraction(evidence: CaseEvidence, rules: GenomeInstabilityRules) -> DetailValue:
    """Share of the autosomes with their minor copies given that has lost one parent's allele."""
    limits = rules.segmental_chromosome.segment_state
    lost_bp = known_bp = 0
    for row in segment_states(evidence, limits).iter_rows(named=True):
        if row["contig"] in AUTOSOMES and row["minor_copies"] is not None:
            length_bp = row["end"] - row["start"]
            known_bp += length_bp
            gone = row["minor_copies"] < limits.homdel_copies.value
            lost_bp += length_bp if gone and row["state"] != SegmentState.HOMDEL.value else 0
    return round(lost_bp / known_bp, 4) if known_bp else None


def _in_words(figures: dict[str, float], ranks: tuple[Row, ...]) -> str:
    altered = figures["fraction_genome_altered"]
    said = (
        f"{altered:.0%} of the measured autosomes lies off the baseline, with "
        f"{figures['segmental_changes']:g} segmental changes and {figures['breakpoints']:g} "
        "changes of state."
    )
    if not ranks:
        return f"{said} There are no reference tumours of such a profile."
    places = ", ".join(f"{str(row['figure']).replace('_', ' ')} {_place(row)}" for row in ranks)
    return f"{said} Percentile reached among the reference tumours: {places}."


def _place(row: Row) -> str:
    percentile = row["percentile"]
    return f"{percentile:g}" if isinstance(percentile, float) else ""


DETAILS: Final = (
    DetailKey("segmental_changes", "Segmental stretches."),
    DetailKey("breakpoints", "Changes of state along the autosomes."),
    DetailKey("fraction_genome_altered", "Share of the measured autosomes off the baseline."),
    DetailKey("wgii", "Mean over the autosomes of the share of each that is off the baseline."),
    DetailKey("loh_fraction", "Share that lost one parent's allele; None without minor copies."),
    DetailKey("percentiles", "The percentile that each figure reaches among reference tumours."),
    DetailKey("reference_tumours", "How many reference tumours there are of this platform."),
)

MECHANISM: Final = Mechanism(
    name=NAME,
    title="Genome instability",
    question="How much of the genome is altered and broken, against other neuroblastomas?",
    labels={
        CallState.PRESENT: ("measured",),
        CallState.INDETERMINATE: ("uninformative",),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=DETAILS,
    assays=("copy_number_profile",),
    rules=GenomeInstabilityRules,
    call=call_genome_instability,
)
