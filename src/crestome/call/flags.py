"""Flags: remarks out of other calls that a reader must not miss.

They decide nothing by themselves. A familial allele touches a family and not only a tumour; two
events that usually exclude one another suggest two clones; a target in a part of the cells leaves
the other part untreated.
"""

from __future__ import annotations

from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.knowledge.schema import Curated, Rules
from crestome.model.call import Call, Calls, CallState, Finding
from crestome.model.evidence import CaseEvidence

_RAISED_BY = {
    "germline_confirmation_suggested": (("germline_predisposition", "confirmation_suggested"),),
    "check_subclones": (("ras_mapk", "check_subclones"), ("alk", "polyclonal")),
    "subclonal_partial_target": (("alk", "partial_target"),),
}
"""The details of other calls that raise each flag."""


class FlagsRules(Rules):
    """Rules of the flags.

    Attributes:
        meanings: What each flag says, in words.
    """

    meanings: Curated[dict[str, str]]


def call_flags(_evidence: CaseEvidence, calls: Calls, rules: FlagsRules) -> Call:
    """Collect the flags that other calls raise.

    Args:
        _evidence: Not looked at; flags rest on calls.
        calls: Uses ``alk``, ``ras_mapk`` and ``germline_predisposition``.
        rules: The words of each flag.

    Returns:
        ``raised`` with the flags in ``detail.flags``; ``none`` only where all that could raise one
        was looked at and settled; ``indeterminate`` with the flags that are open in
        ``detail.open``; ``not_assessed`` where none of these calls was made on data.

    References: mosse-2008, eleveld-2015, bellini-2021.
    """
    raised = tuple(
        flag
        for flag, places in _RAISED_BY.items()
        if any(name in calls and calls[name].flag(key) for name, key in places)
    )
    unsettled = tuple(
        flag
        for flag, places in _RAISED_BY.items()
        if flag not in raised and any(_is_open(calls, name, key) for name, key in places)
    )
    state = CallState.PRESENT if raised else _silence(calls, unsettled)
    words = [rules.meanings.value[flag] for flag in raised]
    return Call(
        mechanism="flags",
        state=state,
        label=_LABELS[state],
        reason=" ".join(words) or _reason(unsettled),
        detail={"flags": raised, "open": unsettled},
        evidence=tuple(Finding(what=text) for text in words),
        needs_review=bool(raised),
        rules=("flags.meanings",),
        sources=cited(rules.meanings),
    )


def _is_open(calls: Calls, name: str, key: str) -> bool:
    """Whether what a call says of a flag is not settled.

    Without an alteration nothing is said of its clones: silence closes a question only where the
    alteration is absent.
    """
    if name not in calls or calls[name].detail.get(key) is not None:
        return name not in calls
    return calls[name].state is not CallState.ABSENT


def _reason(unsettled: tuple[str, ...]) -> str:
    names = ", ".join(flag.replace("_", " ") for flag in unsettled)
    said = "No call raises a flag."
    return (
        f"{said} Not settled, for what they rest on was not looked at: {names}." if names else said
    )


def _silence(calls: Calls, unsettled: tuple[str, ...]) -> CallState:
    names = {name for places in _RAISED_BY.values() for name, _ in places}
    made = [calls[name] for name in names if name in calls]
    looked_at = any(call.state is not CallState.NOT_ASSESSED for call in made)
    if not looked_at:
        return CallState.NOT_ASSESSED
    return CallState.INDETERMINATE if unsettled else CallState.ABSENT


_LABELS = {
    CallState.PRESENT: "raised",
    CallState.ABSENT: "none",
    CallState.INDETERMINATE: "indeterminate",
    CallState.NOT_ASSESSED: "not_assessed",
}

MECHANISM = Mechanism(
    name="flags",
    title="Flags",
    question="Which remarks out of other calls must a reader not miss?",
    labels={state: (label,) for state, label in _LABELS.items()},
    details=(
        DetailKey("flags", "the flags raised", tuple(_RAISED_BY)),
        DetailKey("open", "the flags that what was looked at does not settle", tuple(_RAISED_BY)),
    ),
    assays=(),
    rules=FlagsRules,
    call=call_flags,
)
