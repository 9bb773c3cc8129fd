"""To be written: tert."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class TertRules(Rules):
    """Rules."""


def call_tert(_evidence: CaseEvidence, _calls: Calls, _rules: TertRules) -> Call:
    """Call."""
    return Call(mechanism="tert", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="tert",
    title="tert",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=TertRules,
    call=call_tert,
)
