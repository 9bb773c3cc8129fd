from __future__ import annotations

from crestome.model.call import Call, Calls, CallState


def call(**detail: bool | str | tuple[str, ...] | None) -> Call:
    return Call(
        mechanism="alk", state=CallState.PRESENT, label="mutated", reason="r", detail=dict(detail)
    )


def test_details_are_read_by_kind() -> None:
    found = call(compound=True, clonality="clonal", variants=("F1174L",), unknown=None)
    assert found.flag("compound")
    assert not found.flag("unknown")
    assert found.text("clonality") == "clonal"
    assert found.text("variants") == ""
    assert found.texts("variants") == ("F1174L",)
    assert found.texts("clonality") == ()


def test_calls_are_a_mapping_in_the_order_of_calling() -> None:
    calls = Calls().having(call())
    assert "alk" in calls
    assert "mycn" not in calls
    assert list(calls) == ["alk"]
    assert dict(calls.items())["alk"].label == "mutated"
    assert calls["alk"].label == "mutated"


def test_calls_survive_json() -> None:
    calls = Calls().having(call(variants=("F1174L",), compound=None))
    assert Calls.model_validate_json(calls.model_dump_json()) == calls
