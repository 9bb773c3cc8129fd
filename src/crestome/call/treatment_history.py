"""Treatment history: what was given before, and what did the tumour progress on?

At relapse the past decides as much as the genome: a drug on which the tumour grew is not offered
as if it were new, and a tumour that was under an ALK inhibitor is searched for resistance. The
record is taken as written; nothing is inferred from the course of the disease.
"""

from __future__ import annotations

import re
from typing import Final

from crestome.call.mechanism import DetailKey, Mechanism
from crestome.knowledge.schema import Curated, Rules, Words
from crestome.model.call import Call, Calls, CallState, Finding
from crestome.model.clinical import Treatment, TreatmentResponse
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import TimePoint

_WORD: Final = re.compile(r"[\w-]+")


class TreatmentHistoryRules(Rules):
    """What the record is read for.

    Attributes:
        alk_inhibitors: Names of ALK tyrosine kinase inhibitors, in lower case.
        before_treatment: What to say where the sample was taken before any treatment.
    """

    alk_inhibitors: Words
    before_treatment: Curated[str]


def call_treatment_history(
    evidence: CaseEvidence, _calls: Calls, rules: TreatmentHistoryRules
) -> Call:
    """Call the patient treated or untreated, as the record says.

    Args:
        evidence: Uses ``clinical.treatments``, ``clinical.course`` and the time point.
        _calls: Calls made so far; none is needed.
        rules: See `TreatmentHistoryRules`.

    Returns:
        ``present`` (``treated``), ``absent`` (``untreated``) where the record is stated to be
        empty, ``not_assessed`` without a record. A sample taken after a kinase inhibitor is of a
        treated patient even if the record is not given.

    References:
        crestome-conventions
    """
    given = evidence.clinical.treatments
    course = evidence.clinical.course
    after_tki = _after_tki(evidence, rules)
    state, label, reason = _verdict(given, after_tki)
    record = given or ()
    return Call(
        mechanism="treatment_history",
        state=state,
        label=label,
        reason=reason,
        detail={
            "prior_therapy": _names(record),
            "progressed_on": _names(
                tuple(item for item in record if item.response is TreatmentResponse.PD)
            ),
            "course": None if course is None else course.value,
            "post_tki": after_tki,
        },
        evidence=tuple(_finding(number, item) for number, item in enumerate(record, start=1)),
        missing=("treatment_record",) if given is None else (),
        notes=_notes(evidence, rules),
        rules=("treatment_history.alk_inhibitors",),
        sources=rules.alk_inhibitors.sources,
    )


def _verdict(
    given: tuple[Treatment, ...] | None, after_tki: bool | None
) -> tuple[CallState, str, str]:
    if given:
        return CallState.PRESENT, "treated", f"treatments stated: {len(given)}"
    if after_tki:
        reason = "the sample was taken after a kinase inhibitor; which one is not stated"
        return CallState.PRESENT, "treated", reason
    if given is None:
        return CallState.NOT_ASSESSED, "not_assessed", "no treatment record was given"
    return CallState.ABSENT, "untreated", "the record is stated to be empty"


def _names(record: tuple[Treatment, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.name.strip().casefold() for item in record))


def _after_tki(evidence: CaseEvidence, rules: TreatmentHistoryRules) -> bool | None:
    """Whether the sample was taken after an ALK inhibitor; None where the record is not given."""
    time_point, given = evidence.sample.time_point, evidence.clinical.treatments
    if time_point is TimePoint.POST_TKI:
        return True
    if time_point is TimePoint.DIAGNOSIS:
        return False
    if given is None:
        return None
    words = {word for name in _names(given) for word in _WORD.findall(name)}
    return not words.isdisjoint(rules.alk_inhibitors.value)


def _notes(evidence: CaseEvidence, rules: TreatmentHistoryRules) -> tuple[str, ...]:
    early = evidence.sample.time_point is TimePoint.DIAGNOSIS and evidence.clinical.treatments
    return (rules.before_treatment.value,) if early else ()


def _finding(number: int, item: Treatment) -> Finding:
    days = [str(day) for day in (item.start_day, item.end_day) if day is not None]
    span = f", day {' to '.join(days)}" if days else ""
    response = item.response
    told = "" if response is TreatmentResponse.NOT_STATED else f", best response {response.value}"
    return Finding(what=f"{item.name}{span}{told}", where=f"clinical.treatments {number}")


MECHANISM = Mechanism(
    name="treatment_history",
    title="Treatment history",
    question="What was given before, and what did the tumour progress on?",
    labels={
        CallState.PRESENT: ("treated",),
        CallState.ABSENT: ("untreated",),
        CallState.NOT_ASSESSED: ("not_assessed",),
    },
    details=(
        DetailKey("prior_therapy", "Names as the case writes them, in lower case."),
        DetailKey("progressed_on", "Names of treatments with progressive disease."),
        DetailKey(
            "course",
            "Course of the disease as stated.",
            ("refractory", "relapsed", "progressive"),
        ),
        DetailKey("post_tki", "Whether the sample was taken after an ALK inhibitor."),
    ),
    assays=("treatment_record",),
    rules=TreatmentHistoryRules,
    call=call_treatment_history,
)
