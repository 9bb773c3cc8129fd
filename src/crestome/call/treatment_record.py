"""What was given before a sample was taken, and what since, as the record dates it.

The record belongs to the patient, a sample to one day. A drug that began after a biopsy cannot have
shaped it, and a biopsy at diagnosis precedes all treatment. Where an earlier biopsy is not dated,
nobody can say what went before it; the latest one comes after everything that bears no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crestome.knowledge.schema import Rules, Words
from crestome.model.clinical import Treatment
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import TimePoint

_WORD: Final = re.compile(r"[\w-]+")


class TreatmentRecordRules(Rules):
    """How a record is read.

    Attributes:
        alk_inhibitors: Names of ALK tyrosine kinase inhibitors, in lower case.
    """

    alk_inhibitors: Words


@dataclass(frozen=True, slots=True)
class TreatmentRecord:
    """The treatments of a patient as one sample sees them.

    Attributes:
        before: Began before the sample; None where nobody can say.
        since: Began on its day or later.
        undated: Neither, because a day is missing.
    """

    before: tuple[Treatment, ...] | None
    since: tuple[Treatment, ...] = ()
    undated: tuple[Treatment, ...] = ()


def read_record(evidence: CaseEvidence) -> TreatmentRecord:
    """Sort the treatments of the patient by the day of the sample.

    Args:
        evidence: Uses ``clinical.treatments``, time point and day of the sample, and whether a
            later sample follows.

    References:
        crestome-conventions
    """
    given, sample = evidence.clinical.treatments, evidence.sample
    if sample.time_point is TimePoint.DIAGNOSIS:
        return TreatmentRecord((), since=given or ())
    if not given:
        return TreatmentRecord(given)
    if sample.day is None:
        return TreatmentRecord(None, undated=given) if evidence.followed else TreatmentRecord(given)
    day = sample.day
    undated = tuple(item for item in given if item.start_day is None)
    known = undated if not evidence.followed else ()
    before = [
        item
        for item in given
        if item in known or (item.start_day is not None and item.start_day < day)
    ]
    since = tuple(item for item in given if item.start_day is not None and item.start_day >= day)
    return TreatmentRecord(tuple(before), since, () if known else undated)


def follows_alk_inhibitor(evidence: CaseEvidence, names: Iterable[str]) -> bool | None:
    """Whether the sample was taken after an ALK inhibitor; None where nobody can say.

    Args:
        evidence: As for `read_record`; a sample "after a kinase inhibitor" needs no record.
        names: Names that mean an ALK inhibitor; matched as whole words without regard to case.

    References:
        crestome-conventions
    """
    if evidence.sample.time_point is TimePoint.POST_TKI:
        return True
    record = read_record(evidence)
    wanted = {name.casefold() for name in names}
    if _names_any(record.before or (), wanted):
        return True
    no_record = record.before is None and not record.undated
    return None if no_record or _names_any(record.undated, wanted) else False


def _names_any(treatments: Iterable[Treatment], wanted: set[str]) -> bool:
    words = {word for item in treatments for word in _WORD.findall(item.name.casefold())}
    return not words.isdisjoint(wanted)
