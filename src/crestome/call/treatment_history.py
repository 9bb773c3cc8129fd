"""Treatment history: what was given before, and what did the tumour progress on?

At relapse the past decides as much as the genome: a drug on which the tumour grew is not offered
as if it were new, and a tumour that was under an ALK inhibitor is searched for resistance. The
record is taken as written; nothing is inferred from the course of the disease.
"""

from __future__ import annotations

from collections.abc import Iterable

from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.call.treatment_record import (
    TreatmentRecord,
    TreatmentRecordRules,
    follows_alk_inhibitor,
    read_record,
)
from crestome.knowledge.schema import Curated, Rules
from crestome.model.call import Call, Calls, CallState, Finding
from crestome.model.clinical import Treatment, TreatmentResponse
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import TimePoint


class TreatmentHistoryRules(Rules):
    """What the record is read for.

    Attributes:
        treatment_record: Names that mean an ALK inhibitor.
        before_treatment: What to say where the sample was taken before any treatment.
    """

    treatment_record: TreatmentRecordRules
    before_treatment: Curated[str]


def call_treatment_history(
    evidence: CaseEvidence, _calls: Calls, rules: TreatmentHistoryRules
) -> Call:
    """Call the sample one of a treated or an untreated patient, as the record says.

    Args:
        evidence: Uses ``clinical.treatments``, ``clinical.course``, time point and day.
        _calls: Calls made so far; none is needed.
        rules: See `TreatmentHistoryRules`.

    Returns:
        ``present`` (``treated``) where a treatment began before the sample; ``absent``
        (``untreated``) at diagnosis, where the record is stated to be empty, and where all of it
        came later; ``not_assessed`` without a record, and for an earlier sample whose day, or the
        day of the treatments, is not stated. A sample taken after a kinase inhibitor is of a
        treated patient even if the record is not given. The details of the latest sample hold the
        whole record, because drugs are judged for the patient as of now.

    References:
        crestome-conventions
    """
    course = evidence.clinical.course
    record = read_record(evidence)
    names = rules.treatment_record.alk_inhibitors.value
    after_tki = follows_alk_inhibitor(evidence, names)
    state, label, reason = _verdict(evidence, record)
    listed = (*(record.before or ()), *(() if evidence.followed else record.since))
    return Call(
        mechanism="treatment_history",
        state=state,
        label=label,
        reason=reason,
        detail={
            "prior_therapy": _names(listed),
            "progressed_on": _names(
                item for item in listed if item.response is TreatmentResponse.PD
            ),
            "since_sample": _names(record.since),
            "course": None if course is None else course.value,
            "post_tki": after_tki,
        },
        evidence=_findings(evidence, listed),
        missing=("treatment_record",) if _lacks_record(evidence, state) else (),
        notes=_notes(evidence, record, rules),
        rules=("treatment_record.alk_inhibitors",),
        sources=cited(rules.treatment_record.alk_inhibitors),
    )


def _verdict(evidence: CaseEvidence, record: TreatmentRecord) -> tuple[CallState, str, str]:
    treated, untreated = (CallState.PRESENT, "treated"), (CallState.ABSENT, "untreated")
    time_point = evidence.sample.time_point
    if record.before:
        return *treated, f"treatments stated: {len(record.before)}"
    if time_point is TimePoint.POST_TKI:
        reason = "the sample was taken after a kinase inhibitor; which one is not stated"
        return *treated, reason
    if time_point is TimePoint.DIAGNOSIS:
        return *untreated, "the sample was taken at diagnosis, before any treatment"
    open_reason = _open_reason(record)
    if open_reason:
        return CallState.NOT_ASSESSED, "not_assessed", open_reason
    empty = "the record is stated to be empty"
    return *untreated, "every treatment began after the sample" if record.since else empty


def _open_reason(record: TreatmentRecord) -> str:
    """Why nobody can say what went before the sample; "" where it is known."""
    if record.before is None and not record.undated:
        return "no treatment record was given"
    if record.before is None:
        return (
            "a later sample follows and the day of this one is not stated, so that nobody can say "
            "which treatments went before it"
        )
    number = len(record.undated)
    return f"no treatment is dated before the sample, and {number} not at all" if number else ""


def _lacks_record(evidence: CaseEvidence, state: CallState) -> bool:
    """Whether a better record would say more; at diagnosis nothing was given yet."""
    unstated = evidence.clinical.treatments is None
    late = evidence.sample.time_point is not TimePoint.DIAGNOSIS
    return state is CallState.NOT_ASSESSED or (unstated and late)


def _names(record: Iterable[Treatment]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.name.strip().casefold() for item in record))


def _notes(
    evidence: CaseEvidence, record: TreatmentRecord, rules: TreatmentHistoryRules
) -> tuple[str, ...]:
    early = evidence.sample.time_point is TimePoint.DIAGNOSIS
    since = ", ".join(item.name for item in record.since)
    undated = ", ".join(item.name for item in record.undated)
    conditional = (
        (early and bool(record.since), rules.before_treatment.value),
        (not early and bool(since), f"Began after the sample was taken: {since}."),
        (
            record.before is not None and bool(undated),
            f"Without a start day, and so not counted for this earlier sample: {undated}.",
        ),
    )
    return tuple(text for holds, text in conditional if holds)


def _findings(evidence: CaseEvidence, listed: tuple[Treatment, ...]) -> tuple[Finding, ...]:
    given = evidence.clinical.treatments or ()
    return tuple(_finding(number, item) for number, item in enumerate(given, 1) if item in listed)


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
        DetailKey(
            "prior_therapy",
            "Names of treatments before the sample, of the latest one of all; in lower case.",
        ),
        DetailKey("progressed_on", "Those of them with progressive disease."),
        DetailKey("since_sample", "Names of treatments that began after the sample."),
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
