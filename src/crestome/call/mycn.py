"""To be written: mycn."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class MycnRules(Rules):
    """Rules."""


def call_mycn(_evidence: CaseEvidence, _calls: Calls, _rules: MycnRules) -> Call:
    """Call."""
    return Call(mechanism="mycn", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="mycn",
    title="mycn",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=MycnRules,
    call=call_mycn,
)
