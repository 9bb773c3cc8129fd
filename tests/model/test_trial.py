from __future__ import annotations

from datetime import date

from crestome.model.therapy import ClaimOutcome, SourcedText
from crestome.model.trial import CriterionResult, TrialArm, TrialOption, TrialVerdict


def criterion(source: str) -> CriterionResult:
    return CriterionResult(
        id="c", text="t", outcome=ClaimOutcome.HOLDS, because="b", sources=(source,)
    )


def test_everything_cited_is_found_in_criteria_arms_and_notes() -> None:
    option = TrialOption(
        trial="NCT00000001",
        name="n",
        title="t",
        phase="1",
        population="p",
        verdict=TrialVerdict.MATCHED,
        summary="s",
        met=(criterion("met"),),
        failed=(criterion("failed"),),
        open=(criterion("open"),),
        arms=(TrialArm(name="a", verdict=TrialVerdict.MATCHED, criteria=(criterion("arm"),)),),
        notes=(SourcedText(text="t", sources=("note",)),),
        status="unknown",
        status_as_of=date(2026, 11, 24),
        closed=False,
        sources=("own",),
    )
    assert option.cited == {"own", "met", "failed", "open", "arm", "note"}
