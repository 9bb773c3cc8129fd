"""To be written: ploidy."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class PloidyRules(Rules):
    """Rules."""


def call_ploidy(_evidence: CaseEvidence, _calls: Calls, _rules: PloidyRules) -> Call:
    """Call."""
    return Call(mechanism="ploidy", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="ploidy",
    title="ploidy",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=PloidyRules,
    call=call_ploidy,
)
