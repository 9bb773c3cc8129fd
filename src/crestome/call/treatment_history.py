"""To be written: treatment_history."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class TreatmentHistoryRules(Rules):
    """Rules."""


def call_treatment_history(_evidence: CaseEvidence, _calls: Calls, _rules: TreatmentHistoryRules) -> Call:
    """Call."""
    return Call(mechanism="treatment_history", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="treatment_history",
    title="treatment_history",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=TreatmentHistoryRules,
    call=call_treatment_history,
)
