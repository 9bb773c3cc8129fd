from __future__ import annotations

from crestome.model.assessment import Assessment
from crestome.model.risk import PrognosticFigure, Risk, RiskNote, RiskResult
from crestome.report.risk import view_risk


def with_risk(assessment: Assessment) -> Assessment:
    def result(label: str, **more: object) -> RiskResult:
        stated = {"title": "T", "reason": "why", "sources": ["cohn-2009"]}
        return RiskResult.from_document({"scheme": "s", "label": label, **stated, **more})

    figure = PrognosticFigure(
        id="f", statement="s", population="p", n=1833, endpoint="e", mark="L", sources=("a-1",)
    )
    risk = Risk.model_validate(
        {
            "sample": "T0",
            "systems_disagree": True,
            "inrg": result("very_low", code="C"),
            "cog_v2": result("indeterminate", reachable=["low", "high"], decided_by=["sca_1p_11q"]),
            "status": result("relapsed"),
            "notes": (RiskNote(text="note", sources=("a-1",)),),
            "prognosis": (figure, figure.model_copy(update={"n": None})),
        }
    )
    return assessment.model_copy(update={"risk": risk})


def test_schemes_stand_side_by_side_with_the_status_last(assessment: Assessment) -> None:
    view = view_risk(with_risk(assessment))
    assert [row.label for row in view.rows] == ["very low", "indeterminate", "relapsed"]
    assert [row.firm for row in view.rows] == [True, False, True]
    assert view.rows[1].reachable == ("low", "high")
    assert view.rows[1].decided_by == ("sca 1p 11q",)
    assert view.disagreement.startswith("The schemes disagree")


def test_numbers_of_patients_are_stated_or_said_not_to_be(assessment: Assessment) -> None:
    assert [row.n for row in view_risk(with_risk(assessment)).figures] == ["1,833", "not stated"]


def test_without_schemes_the_section_is_empty(assessment: Assessment) -> None:
    view = view_risk(assessment.model_copy(update={"risk": Risk()}))
    assert (view.rows, view.figures, view.disagreement) == ((), (), "")
