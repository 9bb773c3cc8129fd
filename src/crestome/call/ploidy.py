"""Ploidy: how much DNA do the tumour cells hold, against a diploid cell?

Flow or image cytometry gives a DNA index; sequencing and arrays give mean copies, half of which is
the same number. Hyperdiploid, often near-triploid tumours of infants gained whole chromosomes and
do well; a diploid index goes with segmental change. A profile of log2 ratios has no absolute zero
and tells nothing of ploidy. The INRG and the COG read an index below 1 differently, so both
readings are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from crestome.call.dilution import DIPLOID
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.segment_state import SegmentStateRules, measure_baseline
from crestome.knowledge.schema import ByKey, Curated, Rules, Threshold
from crestome.model.call import Call, Calls, CallState, DetailValue, Quantity
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES

NAME: Final = "ploidy"


class PloidyRules(Rules):
    """Cut-offs of the DNA index.

    Attributes:
        diploid_index: Diploid up to here.
        estimate_tolerance: How far an estimated index may lie from 1 and still be 1.
        near_triploid: Range, ``from`` and ``below``.
        near_tetraploid: Range, ``from`` and ``below``.
        disagreement: A measured index this far from the estimate needs review.
        note_hypodiploid: Sentence on an index below 1.
        segment_state: See `SegmentStateRules`.
    """

    diploid_index: Threshold
    estimate_tolerance: Threshold
    near_triploid: ByKey
    near_tetraploid: ByKey
    disagreement: Threshold
    note_hypodiploid: Curated[str]
    segment_state: SegmentStateRules


@dataclass(frozen=True, slots=True)
class _Index:
    """A DNA index and where it is from."""

    value: float
    source: str


def call_ploidy(evidence: CaseEvidence, _calls: Calls, rules: PloidyRules) -> Call:
    """Call the tumour hyperdiploid, diploid or hypodiploid.

    Args:
        evidence: Uses the DNA index, else the stated ploidy, else absolute copies of a whole
            profile.
        _calls: Calls made so far; ploidy needs none.
        rules: See `PloidyRules`.

    Returns:
        ``present`` (``hyperdiploid``) above an index of 1; ``absent`` (``diploid``,
        ``hypodiploid``) otherwise; ``not_assessed`` without any of the three, since log2 ratios
        alone say nothing. A measured index is read as stated; an estimate has a tolerance.

    References:
        brodeur-1993, cohn-2009, pdq-2025
    """
    estimate = _estimate(evidence, rules)
    measured = evidence.sample.dna_index
    index = _Index(measured, "the laboratory") if measured is not None else estimate
    if index is None:
        return Call(
            mechanism=NAME,
            state=CallState.NOT_ASSESSED,
            label="not_assessed",
            reason="No DNA index, no stated ploidy and no absolute copies of the whole genome.",
            detail={key.name: None for key in DETAILS},
            missing=("dna_index",),
        )
    label = _label(index, rules, estimated=measured is None)
    reason = f"DNA index {index.value:.2f} from {index.source}."
    gap = 0.0 if estimate is None else abs(estimate.value - index.value)
    disagree = gap >= rules.disagreement.value
    if estimate is not None and disagree:
        reason += f" The {estimate.source} says {estimate.value:.2f}."
    notes = (rules.note_hypodiploid,) if label == "hypodiploid" else ()
    return Call(
        mechanism=NAME,
        state=CallState.PRESENT if label == "hyperdiploid" else CallState.ABSENT,
        label=label,
        reason=reason,
        detail=_detail(index, label, rules) | {"needs_review": disagree},
        quantities=(Quantity(name="DNA index", value=round(index.value, 3), unit="of diploid"),),
        needs_review=disagree,
        notes=tuple(note.value for note in notes),
        rules=(f"{NAME}.diploid_index", f"{NAME}.estimate_tolerance"),
        sources=cited(rules.diploid_index, rules.estimate_tolerance, *notes),
    )


def _estimate(evidence: CaseEvidence, rules: PloidyRules) -> _Index | None:
    """Half the mean copies, as stated or as the segments have them."""
    profile = evidence.copy_number
    if evidence.sample.ploidy is not None:
        return _Index(evidence.sample.ploidy / DIPLOID, "stated ploidy")
    if profile is not None and profile.ploidy is not None:
        source = "whole copies fitted to the probes" if profile.from_probes else "stated ploidy"
        return _Index(profile.ploidy / DIPLOID, source)
    if profile is None or profile.altered_only:
        return None
    if measure_baseline(evidence, rules.segment_state).scale != "copies":
        return None
    copies = profile.segments.frame.filter(
        pl.col("contig").is_in(AUTOSOMES), pl.col("total_copies").is_finite()
    ).select("total_copies", length=pl.col("end") - pl.col("start"))
    measured_bp = sum(copies["length"].to_list())
    if not measured_bp:
        return None
    mean = sum(number * length for number, length in copies.iter_rows()) / measured_bp
    return _Index(mean / DIPLOID, "mean copies of the segments")


def _label(index: _Index, rules: PloidyRules, *, estimated: bool) -> str:
    tolerance = rules.estimate_tolerance.value if estimated else 0.0
    if index.value > rules.diploid_index.value + tolerance:
        return "hyperdiploid"
    return "hypodiploid" if index.value < rules.diploid_index.value - tolerance else "diploid"


def _detail(index: _Index, label: str, rules: PloidyRules) -> dict[str, DetailValue]:
    return {
        "dna_index": round(index.value, 3),
        "source": index.source,
        "inrg": "hyperdiploid" if label == "hyperdiploid" else "diploid",
        "cog": "unfavourable" if label == "diploid" else "favourable",
        "near_triploid": _within(index, rules.near_triploid),
        "near_tetraploid": _within(index, rules.near_tetraploid),
    }


def _within(index: _Index, limits: ByKey) -> bool:
    return limits.value["from"] <= index.value < limits.value["below"]


DETAILS: Final = (
    DetailKey("dna_index", "DNA content relative to a diploid cell."),
    DetailKey("source", "What gave it."),
    DetailKey("inrg", "As the INRG reads it.", ("diploid", "hyperdiploid")),
    DetailKey("cog", "As the COG reads it.", ("favourable", "unfavourable")),
    DetailKey("near_triploid", "Whether the index is near 1.5."),
    DetailKey("near_tetraploid", "Whether the index is near 2."),
    DetailKey("needs_review", "Measured index and estimate disagree."),
)

MECHANISM: Final = Mechanism(
    name=NAME,
    title="Ploidy",
    question="How much DNA do the tumour cells hold, against a diploid cell?",
    labels={
        CallState.PRESENT: ("hyperdiploid",),
        CallState.ABSENT: ("diploid", "hypodiploid"),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=DETAILS,
    assays=("dna_index", "copy_number_profile"),
    rules=PloidyRules,
    call=call_ploidy,
)
