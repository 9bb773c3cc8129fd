"""To be written: segmental_chromosome."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class SegmentalChromosomeRules(Rules):
    """Rules."""


def call_segmental_chromosome(_evidence: CaseEvidence, _calls: Calls, _rules: SegmentalChromosomeRules) -> Call:
    """Call."""
    return Call(mechanism="segmental_chromosome", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="segmental_chromosome",
    title="segmental_chromosome",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=SegmentalChromosomeRules,
    call=call_segmental_chromosome,
)
