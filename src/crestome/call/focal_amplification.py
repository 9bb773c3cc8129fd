"""To be written: focal_amplification."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class FocalAmplificationRules(Rules):
    """Rules."""


def call_focal_amplification(_evidence: CaseEvidence, _calls: Calls, _rules: FocalAmplificationRules) -> Call:
    """Call."""
    return Call(mechanism="focal_amplification", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="focal_amplification",
    title="focal_amplification",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=FocalAmplificationRules,
    call=call_focal_amplification,
)
