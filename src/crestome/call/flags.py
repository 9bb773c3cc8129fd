"""To be written: flags."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class FlagsRules(Rules):
    """Rules."""


def call_flags(_evidence: CaseEvidence, _calls: Calls, _rules: FlagsRules) -> Call:
    """Call."""
    return Call(mechanism="flags", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="flags",
    title="flags",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=FlagsRules,
    call=call_flags,
)
