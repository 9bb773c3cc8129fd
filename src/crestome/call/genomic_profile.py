"""To be written: genomic_profile."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class GenomicProfileRules(Rules):
    """Rules."""


def call_genomic_profile(_evidence: CaseEvidence, _calls: Calls, _rules: GenomicProfileRules) -> Call:
    """Call."""
    return Call(mechanism="genomic_profile", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="genomic_profile",
    title="genomic_profile",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=GenomicProfileRules,
    call=call_genomic_profile,
)
