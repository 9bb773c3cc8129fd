"""To be written: atrx."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class AtrxRules(Rules):
    """Rules."""


def call_atrx(_evidence: CaseEvidence, _calls: Calls, _rules: AtrxRules) -> Call:
    """Call."""
    return Call(mechanism="atrx", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="atrx",
    title="atrx",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=AtrxRules,
    call=call_atrx,
)
