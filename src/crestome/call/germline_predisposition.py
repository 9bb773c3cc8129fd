"""To be written: germline_predisposition."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class GermlinePredispositionRules(Rules):
    """Rules."""


def call_germline_predisposition(_evidence: CaseEvidence, _calls: Calls, _rules: GermlinePredispositionRules) -> Call:
    """Call."""
    return Call(mechanism="germline_predisposition", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="germline_predisposition",
    title="germline_predisposition",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=GermlinePredispositionRules,
    call=call_germline_predisposition,
)
