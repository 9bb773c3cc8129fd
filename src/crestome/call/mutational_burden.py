"""To be written: mutational_burden."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class MutationalBurdenRules(Rules):
    """Rules."""


def call_mutational_burden(_evidence: CaseEvidence, _calls: Calls, _rules: MutationalBurdenRules) -> Call:
    """Call."""
    return Call(mechanism="mutational_burden", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="mutational_burden",
    title="mutational_burden",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=MutationalBurdenRules,
    call=call_mutational_burden,
)
