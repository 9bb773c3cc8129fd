from __future__ import annotations

import pytest

from crestome.interpret.counterfactual import (
    ConditionalClaim,
    exclude_each_other,
    what_would_change,
)
from crestome.knowledge.predicate import outcome_of
from crestome.knowledge.schema import AllOf, AnyOf, Condition, Leaf, NotOf
from crestome.model.call import Call, Calls, CallState
from crestome.model.therapy import ClaimResult, Effect, Verdict

WILD = Leaf(mechanism="p53_pathway", label=("wildtype",))
MUTANT = Leaf(mechanism="p53_pathway", label=("Mutant",))
MYCN = Leaf(mechanism="mycn", label=("amplified",))
GAIN = Leaf(mechanism="mycn", label=("gain", "normal"))
SENSITIVE = Leaf(mechanism="alk", detail={"drug": ("sensitive", "reduced")})
RESISTANT = Leaf(mechanism="alk", detail={"drug": ("resistant",)})
NRAS = Leaf(mechanism="ras_mapk", detail={"genes": ("NRAS",)})
NF1 = Leaf(mechanism="ras_mapk", detail={"genes": ("NF1",)})
PRESENT = Leaf(mechanism="alk", state=(CallState.PRESENT,))
ABSENT = Leaf(mechanism="alk", state=(CallState.ABSENT,))


def call(name: str, label: str, **detail: str | tuple[str, ...]) -> Call:
    return Call(
        mechanism=name, state=CallState.PRESENT, label=label, reason="-", detail=dict(detail)
    )


TUMOUR = Calls(
    {
        item.mechanism: item
        for item in (
            call("p53_pathway", "mutant"),
            call("mycn", "amplified"),
            call("alk", "mutated", drug="resistant"),
            call("ras_mapk", "positive", genes=("NRAS",)),
        )
    }
)


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        (WILD, MUTANT, True),
        (WILD, MYCN, False),
        (MYCN, GAIN, True),
        (SENSITIVE, RESISTANT, True),
        (SENSITIVE, SENSITIVE, False),
        (NRAS, NF1, False),
        (PRESENT, ABSENT, True),
        (AnyOf(any=(MUTANT, MYCN)), WILD, False),
        (AnyOf(any=(MUTANT, MUTANT)), WILD, True),
        (AllOf(all=(MYCN, MUTANT)), WILD, True),
        (AllOf(all=(MYCN, NRAS)), WILD, False),
        (NotOf.model_validate({"not": WILD}), WILD, True),
        (NotOf.model_validate({"not": MYCN}), WILD, False),
    ],
)
def test_conditions_that_no_tumour_can_fulfil_together(
    one: Condition, other: Condition, excluded: bool
) -> None:
    assert exclude_each_other(one, other, TUMOUR) is excluded
    assert exclude_each_other(other, one, TUMOUR) is excluded


def claim(effect: Effect, when: Condition, words: str) -> ConditionalClaim:
    result = ClaimResult(
        id=words,
        effect=effect,
        outcome=outcome_of(when, TUMOUR),
        statement="-",
        condition=words,
        because="-",
    )
    return ConditionalClaim(result, when)


def said(verdict: Verdict, *claims: ConditionalClaim) -> tuple[str, ...]:
    return what_would_change(verdict, claims, TUMOUR)


FITS_WILD = claim(Effect.SENSITIVITY, WILD, "TP53 is normal")
FITS_NF1 = claim(Effect.SENSITIVITY, NF1, "NF1 is lost")
FITS_MYCN = claim(Effect.SENSITIVITY, MYCN, "MYCN is amplified")
CLOSES_MUTANT = claim(Effect.RESISTANCE, MUTANT, "TP53 is mutant")
CLOSES_NRAS = claim(Effect.RESISTANCE, NRAS, "NRAS is altered")
LOWERS_MYCN = claim(Effect.DOWNGRADE, MYCN, "MYCN lowers it")
UNREAD = Leaf(mechanism="atrx", label=("lost",))


def test_what_the_condition_itself_rules_out_falls_away() -> None:
    assert said(Verdict.AGAINST, FITS_WILD, CLOSES_MUTANT) == (
        "Would have matched in a tumour in which TP53 is normal.",
    )


def test_a_second_reason_is_named_beside_the_first() -> None:
    assert said(Verdict.AGAINST, FITS_NF1, CLOSES_NRAS) == (
        "Would have matched in a tumour in which NF1 is lost, were it not that NRAS is altered.",
    )


def test_a_match_that_would_still_be_lowered_is_called_so() -> None:
    assert said(Verdict.NOT_MATCHED, FITS_NF1, LOWERS_MYCN) == (
        "Would have been a downgraded match in a tumour in which NF1 is lost.",
    )
    assert said(Verdict.AGAINST, FITS_MYCN, CLOSES_NRAS, LOWERS_MYCN) == (
        "Would be a downgraded match were it not that NRAS is altered.",
    )


def test_what_lowers_by_the_same_fact_that_opens_is_foreseen() -> None:
    gain = claim(Effect.SENSITIVITY, GAIN, "MYCN is gained")
    lowers = claim(Effect.DOWNGRADE, GAIN, "gain lowers it")
    elsewhere = claim(Effect.DOWNGRADE, AllOf(all=(GAIN, NRAS)), "gain and NRAS lower it")
    either = claim(Effect.DOWNGRADE, AnyOf(any=(NF1, GAIN)), "gain or NF1 lower it")
    for item in (lowers, elsewhere, either):
        assert said(Verdict.NOT_MATCHED, gain, item) == (
            "Would have been a downgraded match in a tumour in which MYCN is gained.",
        )


def test_an_open_condition_says_what_it_would_bring() -> None:
    unread = claim(Effect.SENSITIVITY, UNREAD, "ATRX is lost")
    closes = claim(Effect.RESISTANCE, UNREAD, "ATRX closes it")
    assert said(Verdict.CONDITIONAL, unread) == ("Would match if ATRX is lost.",)
    assert said(Verdict.MATCHED, FITS_MYCN, closes) == (
        "Not known whether ATRX closes it: would be against if so.",
    )
    assert said(Verdict.DOWNGRADED, FITS_MYCN, LOWERS_MYCN, unread) == (
        "Would match were it not that MYCN lowers it.",
    )


def test_conditions_in_the_same_words_are_said_once() -> None:
    assert len(said(Verdict.NOT_MATCHED, FITS_NF1, FITS_NF1)) == 1
