"""To be written: telomere_maintenance."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class TelomereMaintenanceRules(Rules):
    """Rules."""


def call_telomere_maintenance(_evidence: CaseEvidence, _calls: Calls, _rules: TelomereMaintenanceRules) -> Call:
    """Call."""
    return Call(mechanism="telomere_maintenance", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="telomere_maintenance",
    title="telomere_maintenance",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=TelomereMaintenanceRules,
    call=call_telomere_maintenance,
)
