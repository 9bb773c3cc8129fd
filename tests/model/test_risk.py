from __future__ import annotations

from crestome.model.risk import PrognosticFigure, Risk, RiskNote, RiskResult


def result(scheme: str, source: str) -> RiskResult:
    return RiskResult(scheme=scheme, title=scheme, label="low", reason="r", sources=(source,))


def test_schemes_stand_beside_the_fields_and_come_back_from_json() -> None:
    risk = Risk.model_validate({"inrg": result("inrg", "a-2000"), "systems_disagree": False})
    assert set(risk.schemes) == {"inrg"}
    assert risk.model_dump()["inrg"]["label"] == "low"
    assert Risk.model_validate_json(risk.model_dump_json()) == risk


def test_every_key_that_is_cited_is_listed() -> None:
    note = RiskNote(text="n", sources=("b-2000",))
    figure = PrognosticFigure(
        id="f", statement="s", population="p", endpoint="e", mark="L", sources=("c-2000",)
    )
    risk = Risk.model_validate(
        {
            "inrg": result("inrg", "a-2000"),
            "status": result("status", "d-2000"),
            "notes": (note,),
            "prognosis": (figure,),
        }
    )
    assert risk.sources == {"a-2000", "b-2000", "c-2000", "d-2000"}
    assert Risk().sources == frozenset()
