"""To be written: alk."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class AlkRules(Rules):
    """Rules."""


def call_alk(_evidence: CaseEvidence, _calls: Calls, _rules: AlkRules) -> Call:
    """Call."""
    return Call(mechanism="alk", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="alk",
    title="alk",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=AlkRules,
    call=call_alk,
)
