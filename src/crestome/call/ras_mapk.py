"""To be written: ras_mapk."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class RasMapkRules(Rules):
    """Rules."""


def call_ras_mapk(_evidence: CaseEvidence, _calls: Calls, _rules: RasMapkRules) -> Call:
    """Call."""
    return Call(mechanism="ras_mapk", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="ras_mapk",
    title="ras_mapk",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=RasMapkRules,
    call=call_ras_mapk,
)
