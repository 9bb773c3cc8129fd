"""What the curated claims on every drug say about this tumour: one verdict per drug, with reasons.

A drug is worth discussing where its target is driven in this tumour and nothing found in it makes
the drug fail. So a claim of sensitivity opens a drug, a claim of resistance closes it whatever else
speaks for it, and a claim of lesser doubt lowers it by one tier. What was not assessed never
closes or opens a drug: an unknown target makes it conditional and names the assay, an unknown
modifier leaves the match in place and says what it would do. Both sides are always shown. This is
evidence for a discussion and never a recommendation; neither doses nor chances are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.interpret.counterfactual import ConditionalClaim, what_would_change
from crestome.interpret.verdict import OPENING, decide_verdict
from crestome.knowledge.load import Knowledge
from crestome.knowledge.predicate import Answer, evaluate, in_words, leaves_of
from crestome.knowledge.schema import Claim, Combination, Drug, Mark
from crestome.model.call import Calls
from crestome.model.therapy import (
    ClaimOutcome,
    ClaimResult,
    Effect,
    SourcedText,
    TherapyOption,
    Verdict,
)

_HOLDS, _FAILS, _UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN
_FOR: Final = (*OPENING, Effect.STRENGTHENS)
_AGAINST: Final = (Effect.RESISTANCE, Effect.DOWNGRADE)
_DECIDING: Final = (*OPENING, *_AGAINST)

ESCAT: Final = ("I-A", "I-B", "I-C", "II-A", "II-B", "III-A", "III-B", "IV-A", "IV-B", "V")
"""Tiers of the ESMO scale, best first; ``X`` (evidence against) stands outside."""
AMP: Final = ("I-A", "I-B", "II-C", "II-D", "III", "IV")
"""Tiers and levels of AMP/ASCO/CAP, best first."""
_AGAINST_TIER: Final = "X"


@dataclass(frozen=True, slots=True)
class _Results:
    """The claims on one drug, read against one tumour; those that need review are set apart."""

    deciding: tuple[ClaimResult, ...]
    for_review: tuple[ClaimResult, ...]
    conditions: tuple[ConditionalClaim, ...]

    def that(self, outcome: ClaimOutcome, *effects: Effect) -> tuple[ClaimResult, ...]:
        """Deciding claims with this outcome and one of these effects."""
        return tuple(
            result
            for result in self.deciding
            if result.outcome is outcome and result.effect in effects
        )


def match_drugs(calls: Calls, knowledge: Knowledge) -> tuple[TherapyOption, ...]:
    """Read every curated claim against the calls of the most recent sample.

    Args:
        calls: All verdicts on that sample.
        knowledge: The curated drugs.

    Returns:
        One option per drug: matches first, best tier first within a verdict, and within a tier
        evidence in patients before models, animals before cells.

    References:
        crestome-conventions
    """
    options = [match_drug(drug, calls) for drug in knowledge.drugs.values()]
    verdicts = list(Verdict)
    return tuple(
        sorted(
            options,
            key=lambda option: (
                verdicts.index(option.verdict),
                ESCAT.index(option.escat) if option.escat in ESCAT else len(ESCAT),
                _strength(option),
                option.drug,
            ),
        )
    )


_STRONGEST_FIRST: Final = (
    "guideline",
    "clinical",
    "case",
    "in vivo",
    "preclinical",
    "in vitro",
    "convention",
)
"""Types of evidence, in the order of their weight within a tier."""


def _strength(option: TherapyOption) -> int:
    """Place of the strongest evidence that holds for the drug."""
    held = [_STRONGEST_FIRST.index(claim.evidence_type) for claim in option.reasons_for]
    return min(held, default=len(_STRONGEST_FIRST))


def match_drug(drug: Drug, calls: Calls) -> TherapyOption:
    """Give one drug its verdict.

    ``against``: a claim of resistance holds. ``matched``: a claim of sensitivity holds and no other
    claim speaks against it. ``downgraded``: one does. ``conditional``: no claim of sensitivity
    holds, but one is unknown, or one holds on scarce data; or nothing is curated that could open
    the drug and it is unknown whether a claim of resistance holds. ``not_matched``: the rest.
    Claims that need review (mark ``C``) decide nothing and are listed among the notes.
    """
    results = _read_claims(drug, calls)
    verdict = _verdict(results)
    claims = (*results.deciding, *results.for_review)
    sources = [key for claim in claims for key in claim.sources]
    sources += [key for item in drug.combinations for key in item.sources]
    sources += [key for item in drug.cautions for key in item.sources]
    sources += [key for note in drug.curation_notes for key in note.sources]
    return TherapyOption(
        drug=drug.id,
        name=drug.name,
        drug_class=drug.drug_class,
        targets=drug.targets,
        verdict=verdict,
        summary=_summary(verdict, results),
        reasons_for=results.that(_HOLDS, *_FOR),
        reasons_against=results.that(_HOLDS, *_AGAINST),
        open_questions=results.that(_UNKNOWN, *_FOR, *_AGAINST),
        not_met=results.that(_FAILS, *_FOR, *_AGAINST),
        notes=_notes(results),
        counterfactual=what_would_change(verdict, results.conditions, calls),
        missing=_missing(verdict, results),
        escat=_escat(verdict, results),
        amp=_amp(verdict, results),
        combinations=tuple(
            SourcedText(text=_combination(drug, item), sources=item.sources)
            for item in drug.combinations
        ),
        cautions=tuple(
            SourcedText(text=item.statement, sources=item.sources) for item in drug.cautions
        ),
        beyond_review=drug.beyond_review,
        sources=tuple(dict.fromkeys(sources)),
    )


def _combination(drug: Drug, item: Combination) -> str:
    reason = f" (for {item.alteration})" if item.alteration else ""
    return f"{drug.name} + {' + '.join(item.partners)}{reason}: {item.statement}"


def _read_claims(drug: Drug, calls: Calls) -> _Results:
    read = [ConditionalClaim(_read(claim, calls), claim.when) for claim in drug.claims]
    checked = tuple(item for item in read if item.result.mark != Mark.TO_CHECK.value)
    return _Results(
        deciding=tuple(item.result for item in checked),
        for_review=tuple(item.result for item in read if item.result.mark == Mark.TO_CHECK.value),
        conditions=checked,
    )


def _read(claim: Claim, calls: Calls) -> ClaimResult:
    answer = evaluate(claim.when, calls)
    return ClaimResult(
        id=claim.id,
        effect=claim.effect,
        outcome=answer.outcome,
        statement=claim.statement,
        condition=claim.condition or in_words(claim.when),
        because="; ".join(answer.because),
        decided_by=answer.decided_by,
        missing=_assays(claim, answer, calls),
        evidence_type=claim.evidence_type,
        population=claim.population,
        size=claim.size,
        escat=claim.escat,
        amp=claim.amp,
        mark=claim.mark.value,
        sources=claim.sources,
    )


def _assays(claim: Claim, answer: Answer, calls: Calls) -> tuple[str, ...]:
    """Assays that would settle the claim: of those not done the ones that it needs."""
    missing = answer.missing
    scarce = claim.effect is Effect.CONDITIONAL_SENSITIVITY and answer.outcome is _HOLDS
    if scarce:
        read = dict.fromkeys(leaf.mechanism for leaf in leaves_of(claim.when))
        missing = tuple(dict.fromkeys(assay for name in read for assay in calls[name].missing))
    needed = tuple(assay for assay in missing if assay in claim.needs)
    return needed or (claim.needs if scarce and claim.needs else missing)


def _verdict(results: _Results) -> Verdict:
    return decide_verdict({(result.effect, result.outcome) for result in results.deciding})


def _notes(results: _Results) -> tuple[ClaimResult, ...]:
    unchecked = tuple(item for item in results.for_review if item.outcome is _HOLDS)
    return (*results.that(_HOLDS, Effect.NOTE), *unchecked)


def _summary(verdict: Verdict, results: _Results) -> str:
    """The reason of the verdict, then what modifies it, in whole sentences."""
    sentences = [_reason(verdict, results)]
    if verdict in {Verdict.MATCHED, Verdict.DOWNGRADED}:
        sentences += _if_known(results, Effect.RESISTANCE, "would be against if so")
        if verdict is Verdict.MATCHED:
            sentences += _if_known(results, Effect.DOWNGRADE, "would be downgraded if so")
        said = _conditions(results.that(_HOLDS, *_DECIDING))
        noted = _conditions(results.that(_HOLDS, Effect.NOTE))
        sentences += [f"Note: {text}." for text in noted if text not in said]
    return " ".join(sentences)


def _reason(verdict: Verdict, results: _Results) -> str:
    fitting = _joined(results.that(_HOLDS, Effect.SENSITIVITY))
    if verdict is Verdict.MATCHED:
        return f"Evidence match: {fitting}."
    if verdict is Verdict.DOWNGRADED:
        lowering = _joined(results.that(_HOLDS, Effect.DOWNGRADE))
        return f"Evidence match lowered by one tier: {fitting}, but {lowering}."
    if verdict is Verdict.AGAINST:
        return _against_reason(results)
    if verdict is Verdict.CONDITIONAL:
        return _condition_reason(results)
    unmet = _joined(results.that(_FAILS, Effect.SENSITIVITY), " or ")
    unmet = unmet or _joined(results.that(_FAILS, *OPENING), " or ")
    return f"Not met: {unmet}." if unmet else _NOTHING_CURATED


def _against_reason(results: _Results) -> str:
    """What closes the drug, and apart from it what would only lower a match."""
    closing = _joined(results.that(_HOLDS, Effect.RESISTANCE))
    lowering = _joined(results.that(_HOLDS, Effect.DOWNGRADE))
    also = f" Also speaks against it: {lowering}." if lowering else ""
    return f"Expected not to work: {closing}.{also}"


_NOTHING_CURATED: Final = "No condition is curated that would make it a match."


def _condition_reason(results: _Results) -> str:
    scarce = _joined(results.that(_HOLDS, Effect.CONDITIONAL_SENSITIVITY))
    if scarce:
        return f"Conditional, the data are scarce or the question is open: {scarce}."
    open_claims = results.that(_UNKNOWN, Effect.SENSITIVITY) or results.that(_UNKNOWN, *OPENING)
    if not open_claims:
        against = _if_known(results, Effect.RESISTANCE, "would be against if so")
        return " ".join([*against, _NOTHING_CURATED])
    return f"Not known whether {_joined(open_claims, ' or ')}."


def _if_known(results: _Results, effect: Effect, consequence: str) -> list[str]:
    return [
        f"Not known whether {text}: {consequence}."
        for text in _conditions(results.that(_UNKNOWN, effect))
    ]


def _conditions(results: tuple[ClaimResult, ...]) -> list[str]:
    """Conditions in words, each once."""
    return list(dict.fromkeys(result.condition for result in results))


def _joined(results: tuple[ClaimResult, ...], word: str = "; ") -> str:
    return word.join(_conditions(results))


def _missing(verdict: Verdict, results: _Results) -> tuple[str, ...]:
    """Assays that could still change the verdict; a settled one needs none."""
    open_claims = {
        Verdict.MATCHED: results.that(_UNKNOWN, *_AGAINST),
        Verdict.DOWNGRADED: results.that(_UNKNOWN, Effect.RESISTANCE),
        Verdict.CONDITIONAL: (
            *results.that(_HOLDS, Effect.CONDITIONAL_SENSITIVITY),
            *results.that(_UNKNOWN, *OPENING, Effect.RESISTANCE),
        ),
        Verdict.AGAINST: (),
        Verdict.NOT_MATCHED: (),
    }
    assays = (assay for claim in open_claims[verdict] for assay in claim.missing)
    return tuple(dict.fromkeys(assays))


def _escat(verdict: Verdict, results: _Results) -> str:
    if verdict is Verdict.AGAINST:
        return _AGAINST_TIER
    if not results.that(_HOLDS, *OPENING):
        return ""
    tiers = [claim.escat for claim in results.that(_HOLDS, *_FOR) if claim.escat in ESCAT]
    return _tier(tiers, ESCAT, lowered=verdict is Verdict.DOWNGRADED)


def _amp(verdict: Verdict, results: _Results) -> str:
    if verdict is Verdict.AGAINST or not results.that(_HOLDS, *OPENING):
        return ""
    tiers = [claim.amp for claim in results.that(_HOLDS, *_FOR) if claim.amp in AMP]
    return _tier(tiers, AMP, lowered=verdict is Verdict.DOWNGRADED)


def _tier(tiers: list[str], scale: tuple[str, ...], *, lowered: bool) -> str:
    """The best tier; if ``lowered``, the first level of the tier below it."""
    if not tiers:
        return ""
    best = min(tiers, key=scale.index)
    if not lowered:
        return best
    below = [tier for tier in scale[scale.index(best) :] if _number(tier) != _number(best)]
    return below[0] if below else best


def _number(tier: str) -> str:
    """The Roman number of a tier."""
    return tier.partition("-")[0]
