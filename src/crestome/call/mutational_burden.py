"""Mutational burden: how many coding variants per megabase, and is that more than is usual?

Neuroblastomas carry few small variants, usually less than one per megabase. Ten or more are
exceptional: the tumour may have lost a repair function, but more often the normal sample is of
another person or is missing, and inherited variants are counted as somatic. A panel sees too little
sequence to count; then only the laboratory's own figure is used.
"""

from __future__ import annotations

import polars as pl

from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.variant_effect import PROTEIN_ALTERING
from crestome.knowledge.schema import Rules, Threshold, Words
from crestome.model.call import Call, Calls, CallState, Quantity
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import Consequence, Origin, SequencingScope

_WHOLE = frozenset({SequencingScope.GENOME, SequencingScope.EXOME})


class MutationalBurdenRules(Rules):
    """Rules of the burden.

    Attributes:
        coding_megabases: Sequence that the count is divided by.
        high_per_mb: Burden from which on it is high.
        hypermutation_note: Stands beside a high burden.
        low_burden_note: Stands beside any other.
    """

    coding_megabases: Threshold
    high_per_mb: Threshold
    hypermutation_note: Words
    low_burden_note: Words


def call_mutational_burden(
    evidence: CaseEvidence, _calls: Calls, rules: MutationalBurdenRules
) -> Call:
    """Call the burden high or not by the coding variants of a genome or exome.

    Args:
        evidence: Uses the small variants of a genome or exome (variants stated to be germline are
            not counted), else the laboratory's figure.
        _calls: Calls made so far; none is needed.
        rules: Denominator and cut-off.

    Returns:
        ``high`` (always to be reviewed) or ``not_high``; ``indeterminate`` where most variants
        of the file carry no consequence; ``not_assessed`` without a genome, an exome or a figure.

    References: sha-2020, gmkf-nbl, chen-2025.
    """
    count = _count(evidence)
    if count is not None and count < 0:
        reason = "Too few variants carry a consequence to count by."
        return _open(CallState.INDETERMINATE, reason, rules)
    stated = evidence.assays.assessed_mutations_per_mb
    measured = None if count is None else count / rules.coding_megabases.value
    burden = stated if measured is None else measured
    if burden is None:
        return _open(CallState.NOT_ASSESSED, "Neither exome, genome nor figure was given.", rules)
    high = burden >= rules.high_per_mb.value
    whence = "as reported" if measured is None else f"{count} coding variants"
    return Call(
        mechanism="mutational_burden",
        state=CallState.PRESENT if high else CallState.ABSENT,
        label="high" if high else "not_high",
        reason=f"{burden:.2f} per Mb ({whence}); high is {rules.high_per_mb.value:g} or more.",
        detail={
            "per_mb": round(burden, 3),
            "coding_variants": count,
            "basis": "reported" if measured is None else "measured",
        },
        quantities=(Quantity(name="mutational burden", value=burden, unit="per Mb"),),
        needs_review=high,
        notes=(rules.hypermutation_note if high else rules.low_burden_note).value,
        rules=("mutational_burden.coding_megabases", "mutational_burden.high_per_mb"),
        sources=cited(rules.coding_megabases, rules.high_per_mb),
    )


def _count(evidence: CaseEvidence) -> int | None:
    """Coding variants; None where the file cannot show them, -1 where it is not annotated.

    In a file without annotation a few variants are known all the same, by their place: that most
    are of unknown effect says that none was annotated.
    """
    if evidence.small_variants is None or evidence.sequenced.scope not in _WHOLE:
        return None
    frame = evidence.small_variants.frame.filter(pl.col("origin") != Origin.GERMLINE.value)
    if (frame["consequence"] == Consequence.UNKNOWN.value).sum() * 2 > frame.height:
        return -1
    return frame.filter(
        pl.col("consequence").is_in([item.value for item in PROTEIN_ALTERING])
    ).height


def _open(state: CallState, reason: str, rules: MutationalBurdenRules) -> Call:
    return Call(
        mechanism="mutational_burden",
        state=state,
        label=state.value,
        reason=reason,
        detail={"per_mb": None, "coding_variants": None, "basis": None},
        missing=("tmb_sequencing",),
        rules=("mutational_burden.coding_megabases",),
        sources=cited(rules.coding_megabases, rules.low_burden_note),
    )


MECHANISM = Mechanism(
    name="mutational_burden",
    title="Mutational burden",
    question="Does the tumour carry more coding variants per megabase than neuroblastomas do?",
    labels={
        CallState.PRESENT: ("high",),
        CallState.ABSENT: ("not_high",),
        CallState.INDETERMINATE: ("indeterminate",),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=(
        DetailKey("per_mb", "coding variants per megabase"),
        DetailKey("coding_variants", "how many were counted; None for a reported figure"),
        DetailKey("basis", "what the figure rests on", ("measured", "reported")),
    ),
    assays=("tmb_sequencing",),
    rules=MutationalBurdenRules,
    call=call_mutational_burden,
)
