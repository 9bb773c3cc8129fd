"""What the calls of a sample would be, had an assay that was not done had a certain result.

The curated description of each assay says what its results settle. A call that is open is set to
that; a call that is present stays, since a further test does not unmake what another one found.
What rests on other calls (telomere maintenance and the mechanistic group) is called anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crestome.call import MECHANISMS
from crestome.call.mechanistic_group import NAME as GROUP
from crestome.call.mechanistic_group import MechanisticGroupRules, regroup
from crestome.call.telomere_maintenance import NAME as TELOMERES
from crestome.knowledge.assay import AssumedCall, AssumedEvent, PossibleResult
from crestome.knowledge.schema import Rules
from crestome.model.assay import Assays
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Call, Calls, CallState
from crestome.model.event import GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import Consequence

_ARMS: Final = ("mycn", "tert", "atrx")
"""Calls that telomere maintenance reads."""


@dataclass(frozen=True)
class Suppositions:
    """Gives the calls of a sample for each result of an assay.

    Attributes:
        evidence: What was measured, one for each sample.
        rules: Rules of every mechanism, by its name.
    """

    evidence: Sequence[CaseEvidence]
    rules: Mapping[str, Rules]

    def __call__(self, sample: SampleAssessment, assay: str, result: PossibleResult) -> Calls:
        """The calls of the sample, had the assay had this result."""
        evidence = next(item for item in self.evidence if item.sample == sample.sample)
        calls = dict(sample.calls.by_name())
        for name, assumed in result.calls.items():
            calls[name] = _assumed(calls[name], assay, assumed)
        if result.event is not None:
            calls[result.event.mechanism] = self._with_event(evidence, calls, result.event)
        if result.assays or any(calls[name] is not sample.calls[name] for name in _ARMS):
            calls[TELOMERES] = self._telomeres(evidence, calls, result, sample.calls[TELOMERES])
        if any(call is not sample.calls[name] for name, call in calls.items()):
            calls[GROUP] = self._group(calls, assay, sample.calls[GROUP])
        return Calls.model_construct(root=calls)

    def _with_event(
        self, evidence: CaseEvidence, calls: Mapping[str, Call], event: AssumedEvent
    ) -> Call:
        found = GeneEvent(
            gene=event.gene,
            kind=event.kind,
            protein_change=event.protein_change,
            consequence=Consequence.MISSENSE if event.protein_change else Consequence.UNKNOWN,
        )
        supposed = replace(evidence, events=(*(evidence.events or ()), found))
        return self._called(event.mechanism, supposed, calls)

    def _telomeres(
        self,
        evidence: CaseEvidence,
        calls: Mapping[str, Call],
        result: PossibleResult,
        before: Call,
    ) -> Call:
        """The call anew, where an assay or a call that it reads is another one."""
        known = evidence.assays.model_dump(mode="json", exclude_none=True)
        supposed = replace(evidence, assays=Assays.from_document(result.assays | known))
        after = self._called(TELOMERES, supposed, calls)
        return before if after == before else after

    def _called(self, name: str, evidence: CaseEvidence, calls: Mapping[str, Call]) -> Call:
        mechanism = next(item for item in MECHANISMS if item.name == name)
        return mechanism.answer(evidence, Calls.model_construct(root=dict(calls)), self.rules[name])

    def _group(self, calls: Mapping[str, Call], assay: str, before: Call) -> Call:
        rules = self.rules[GROUP]
        if not isinstance(rules, MechanisticGroupRules):
            message = f"{GROUP} has the rules {type(rules).__name__}"
            raise TypeError(message)
        after = regroup(before, Calls.model_construct(root=dict(calls)), assay, rules)
        return before if after == before else after


def _assumed(call: Call, assay: str, assumed: AssumedCall) -> Call:
    """The call under the result; a call that is settled and does not name the assay stays."""
    is_open = call.state in {CallState.INDETERMINATE, CallState.NOT_ASSESSED}
    if not is_open and assay not in call.missing:
        return call
    if call.state is CallState.PRESENT and assumed.state is CallState.ABSENT:
        return call
    missing = tuple(name for name in call.missing if name != assay)
    state, label = _verdict(call, missing, assumed)
    detail = call.detail | assumed.detail
    return call.model_copy(
        update={"state": state, "label": label, "detail": detail, "missing": missing}
    )


def _verdict(call: Call, missing: tuple[str, ...], assumed: AssumedCall) -> tuple[CallState, str]:
    if call.state is CallState.PRESENT or assumed.state is None:
        return call.state, call.label
    if assumed.state is CallState.ABSENT and missing and not assumed.alone:
        if assumed.while_open:
            return CallState.INDETERMINATE, assumed.while_open
        return call.state, call.label
    return assumed.state, assumed.label
