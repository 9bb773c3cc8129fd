"""To be written: p53_pathway."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class P53PathwayRules(Rules):
    """Rules."""


def call_p53_pathway(_evidence: CaseEvidence, _calls: Calls, _rules: P53PathwayRules) -> Call:
    """Call."""
    return Call(mechanism="p53_pathway", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="p53_pathway",
    title="p53_pathway",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=P53PathwayRules,
    call=call_p53_pathway,
)
