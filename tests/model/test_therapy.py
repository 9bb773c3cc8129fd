from __future__ import annotations

from crestome.model.therapy import TherapyOption, Verdict


def test_an_option_without_claims_still_says_its_verdict() -> None:
    option = TherapyOption(
        drug="x",
        name="X",
        drug_class="c",
        targets=("ALK",),
        verdict=Verdict.NOT_MATCHED,
        summary="no",
    )
    assert option.verdict.value == "not_matched"
    assert option.reasons_for == ()
