"""To be written: mechanistic_group."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class MechanisticGroupRules(Rules):
    """Rules."""


def call_mechanistic_group(_evidence: CaseEvidence, _calls: Calls, _rules: MechanisticGroupRules) -> Call:
    """Call."""
    return Call(mechanism="mechanistic_group", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="mechanistic_group",
    title="mechanistic_group",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=MechanisticGroupRules,
    call=call_mechanistic_group,
)
