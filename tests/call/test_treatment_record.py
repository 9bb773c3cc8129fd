"""Which treatments went before a sample."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.treatment_record import TreatmentRecord, follows_alk_inhibitor, read_record
from crestome.model.clinical import Clinical, Treatment
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Sample, TimePoint

TVD = Treatment(name="TVD", start_day=10)
CRIZOTINIB = Treatment(name="crizotinib", start_day=500)
UNDATED = Treatment(name="temozolomide")
NAMES = ("Crizotinib", "lorlatinib")


def sample(
    nothing: CaseEvidence,
    *treatments: Treatment,
    day: int | None = None,
    followed: bool = False,
    when: TimePoint = TimePoint.RELAPSE,
) -> CaseEvidence:
    return replace(
        nothing,
        sample=Sample(id="T", time_point=when, day=day),
        clinical=Clinical(treatments=treatments),
        followed=followed,
    )


def test_a_treatment_counts_only_if_it_began_before_the_sample(nothing: CaseEvidence) -> None:
    early = read_record(sample(nothing, TVD, CRIZOTINIB, day=400, followed=True))
    assert early == TreatmentRecord((TVD,), since=(CRIZOTINIB,))
    late = read_record(sample(nothing, TVD, CRIZOTINIB, day=900))
    assert late == TreatmentRecord((TVD, CRIZOTINIB))
    same_day = read_record(sample(nothing, CRIZOTINIB, day=500))
    assert same_day == TreatmentRecord((), since=(CRIZOTINIB,))


def test_an_earlier_sample_without_its_day_has_an_unknown_history(nothing: CaseEvidence) -> None:
    record = read_record(sample(nothing, TVD, CRIZOTINIB, followed=True))
    assert record == TreatmentRecord(None, undated=(TVD, CRIZOTINIB))
    assert read_record(sample(nothing, TVD, CRIZOTINIB)).before == (TVD, CRIZOTINIB)


def test_a_treatment_without_its_day_precedes_the_latest_sample_only(nothing: CaseEvidence) -> None:
    assert read_record(sample(nothing, UNDATED, TVD, day=400)).before == (UNDATED, TVD)
    record = read_record(sample(nothing, UNDATED, TVD, day=400, followed=True))
    assert record == TreatmentRecord((TVD,), undated=(UNDATED,))


def test_at_diagnosis_nothing_was_given_yet(nothing: CaseEvidence) -> None:
    record = read_record(sample(nothing, TVD, when=TimePoint.DIAGNOSIS))
    assert record == TreatmentRecord((), since=(TVD,))


@pytest.mark.parametrize("followed", [True, False])
def test_an_empty_record_is_empty_for_every_sample(nothing: CaseEvidence, followed: bool) -> None:
    assert read_record(sample(nothing, followed=followed)).before == ()


@pytest.mark.parametrize(
    ("treatments", "day", "followed", "follows"),
    [
        ((CRIZOTINIB,), 400, True, False),
        ((CRIZOTINIB,), 900, False, True),
        ((CRIZOTINIB,), None, True, None),
        ((TVD,), None, True, False),
        ((Treatment(name="Lorlatinib 2nd course"),), 900, True, None),
        ((Treatment(name="loratadine"),), None, False, False),
    ],
)
def test_an_alk_inhibitor_is_sought_among_what_went_before(
    nothing: CaseEvidence,
    treatments: tuple[Treatment, ...],
    day: int | None,
    followed: bool,
    follows: bool | None,
) -> None:
    evidence = sample(nothing, *treatments, day=day, followed=followed)
    assert follows_alk_inhibitor(evidence, NAMES) is follows


def test_without_a_record_only_the_time_point_tells(nothing: CaseEvidence) -> None:
    unknown = replace(nothing, clinical=Clinical(treatments=None))
    assert follows_alk_inhibitor(unknown, NAMES) is None
    points = {TimePoint.POST_TKI: True, TimePoint.DIAGNOSIS: False, TimePoint.RELAPSE: None}
    for when, follows in points.items():
        taken = replace(unknown, sample=Sample(id="T", time_point=when))
        assert follows_alk_inhibitor(taken, NAMES) is follows


@given(
    days=st.lists(st.none() | st.integers(0, 1000), max_size=6),
    day=st.none() | st.integers(0, 1000),
    followed=st.booleans(),
)
def test_every_treatment_finds_one_place(
    nothing: CaseEvidence, days: list[int | None], day: int | None, followed: bool
) -> None:
    given_all = tuple(Treatment(name=f"drug {i}", start_day=d) for i, d in enumerate(days))
    record = read_record(sample(nothing, *given_all, day=day, followed=followed))
    placed = (*(record.before or ()), *record.since, *record.undated)
    assert sorted(item.name for item in placed) == sorted(item.name for item in given_all)
