from __future__ import annotations

from crestome.model.case import Case


def test_a_case_needs_evidence_only() -> None:
    case = Case(evidence=())
    assert case.inputs == ()
    assert case.set_aside == ()
    assert case.issues == ()
