"""To be written: cell_state."""

from __future__ import annotations

from crestome.call.mechanism import Mechanism
from crestome.knowledge.schema import Rules
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence


class CellStateRules(Rules):
    """Rules."""


def call_cell_state(_evidence: CaseEvidence, _calls: Calls, _rules: CellStateRules) -> Call:
    """Call."""
    return Call(mechanism="cell_state", state=CallState.NOT_ASSESSED, label="not_assessed", reason="-")


MECHANISM = Mechanism(
    name="cell_state",
    title="cell_state",
    question="",
    labels={CallState.NOT_ASSESSED: ("not_assessed",)},
    details=(),
    assays=(),
    rules=CellStateRules,
    call=call_cell_state,
)
