"""Which trials the stated facts fit: the published criteria of each, read against one case.

A trial is matched only where every curated criterion is met, and not matched where one fails,
which is then named. Where a datum is missing the trial stays undecided, and the answer says which
assay or which question would settle it. Enrolment, washout and organ function are for the people
who run the trial: those criteria are listed as not checked. A match says nothing of whether the
trial is open; status is that of a dated registry record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crestome.interpret.decision_table import FactValue, narrow
from crestome.interpret.eligibility import Known, NamedFact, read_condition
from crestome.interpret.facts import CaseFacts, fact_limits, read_facts
from crestome.interpret.trial_verdict import verdict_of, with_best_arm
from crestome.knowledge.load import Knowledge
from crestome.knowledge.schema import Leaf, Mark
from crestome.knowledge.trial import CLOSED, Arm, Criterion, Trial, leaves, with_drugs
from crestome.model.assessment import SampleAssessment
from crestome.model.clinical import Clinical
from crestome.model.risk import UNDECIDED, Risk, RiskResult
from crestome.model.therapy import ClaimOutcome, SourcedText
from crestome.model.trial import CriterionResult, TrialArm, TrialOption, TrialVerdict

_HISTORY = "treatment_history"
"""The one mechanism that calls no finding in the tumour."""
_HOLDS, _FAILS, _UNKNOWN = ClaimOutcome.HOLDS, ClaimOutcome.FAILS, ClaimOutcome.UNKNOWN


def match_trials(
    clinical: Clinical, samples: Sequence[SampleAssessment], risk: Risk, knowledge: Knowledge
) -> tuple[TrialOption, ...]:
    """Read the criteria of every curated trial.

    Args:
        clinical: What the clinic stated.
        samples: At least one, in the order of time; the most recent one is read.
        risk: Groups of the same case.
        knowledge: The curated trials, facts and drugs.

    Returns:
        One option per trial: matched first, then undecided; within a verdict those that are not
        known to be closed first, and of these the ones that ask for a finding in the tumour. A
        trial all of whose drugs have no file is left out.

    References:
        crestome-conventions
    """
    known = _known(clinical, samples[-1], risk, knowledge)
    at_hand = (with_drugs(trial, knowledge.drugs) for trial in knowledge.trials.values())
    options = [match_trial(trial, known, knowledge) for trial in at_hand if trial is not None]
    verdicts = list(TrialVerdict)
    return tuple(
        sorted(
            options,
            key=lambda item: (
                verdicts.index(item.verdict),
                item.closed,
                not item.reads_tumour,
                item.trial,
            ),
        )
    )


def match_trial(trial: Trial, known: Known, knowledge: Knowledge) -> TrialOption:
    """Give one trial, all of whose drugs have a file, its verdict."""
    criteria = tuple(_read(criterion, known) for criterion in trial.criteria)
    arms = tuple(_arm(arm, known, knowledge) for arm in trial.arms)
    verdict = with_best_arm(_verdict(criteria), [arm.verdict for arm in arms])
    results = _Results(criteria, arms)
    return TrialOption(
        trial=trial.id,
        name=trial.name,
        title=trial.title,
        phase=trial.phase,
        population=trial.population,
        drugs=trial.agents,
        agents=(*(knowledge.drugs[agent].name for agent in trial.agents), *trial.partners),
        verdict=verdict,
        summary=results.summary(verdict),
        reads_tumour=any(_reads_tumour(item, knowledge) for item in trial.all_criteria),
        met=results.that(_HOLDS),
        failed=results.that(_FAILS),
        open=results.that(_UNKNOWN),
        arms=arms,
        not_checked=trial.not_checked,
        missing=results.missing(verdict),
        asks=results.asks(verdict),
        status=trial.status,
        status_as_of=trial.status_as_of,
        closed=trial.status in CLOSED,
        link=trial.link,
        notes=tuple(SourcedText(text=item.statement, sources=item.sources) for item in trial.notes),
        needs_review=trial.mark is Mark.TO_CHECK,
        beyond_review=trial.beyond_review,
        sources=trial.sources,
    )


@dataclass(frozen=True, slots=True)
class _Results:
    criteria: tuple[CriterionResult, ...]
    arms: tuple[TrialArm, ...]

    def that(self, outcome: ClaimOutcome) -> tuple[CriterionResult, ...]:
        """Criteria of the trial with this outcome."""
        return tuple(item for item in self.criteria if item.outcome is outcome)

    def summary(self, verdict: TrialVerdict) -> str:
        """The reason of the verdict."""
        if verdict is TrialVerdict.MATCHED:
            met = len(self.that(_HOLDS))
            return f"Every criterion that can be read is met ({met}); others were not checked."
        wanted = _FAILS if verdict is TrialVerdict.NOT_MATCHED else _UNKNOWN
        word = "Not met" if wanted is _FAILS else "Not known whether"
        deciding = self._deciding(wanted)
        parts = [f"{item.text}{_reason(item)}" for item in deciding]
        return f"{word}: {'; '.join(parts)}."

    def missing(self, verdict: TrialVerdict) -> tuple[str, ...]:
        """Assays that would decide; none where the verdict stands."""
        open_items = self._open(verdict)
        return tuple(dict.fromkeys(assay for item in open_items for assay in item.missing))

    def asks(self, verdict: TrialVerdict) -> tuple[str, ...]:
        """Facts that would decide; none where the verdict stands."""
        return tuple(dict.fromkeys(fact for item in self._open(verdict) for fact in item.asks))

    def _open(self, verdict: TrialVerdict) -> tuple[CriterionResult, ...]:
        return self._deciding(_UNKNOWN) if verdict is TrialVerdict.UNDECIDED else ()

    def _deciding(self, outcome: ClaimOutcome) -> tuple[CriterionResult, ...]:
        """Criteria of the trial with this outcome; those of the arms where no arm is met."""
        arms_met = any(arm.verdict is TrialVerdict.MATCHED for arm in self.arms)
        of_arms = () if arms_met else (item for arm in self.arms for item in arm.criteria)
        return (*self.that(outcome), *(item for item in of_arms if item.outcome is outcome))


def _reason(item: CriterionResult) -> str:
    if item.needs_review:
        return " (the criterion itself needs review)"
    return f" ({item.because})"


def _verdict(criteria: tuple[CriterionResult, ...]) -> TrialVerdict:
    return verdict_of({item.outcome for item in criteria})


def _arm(arm: Arm, known: Known, knowledge: Knowledge) -> TrialArm:
    criteria = tuple(_read(criterion, known) for criterion in arm.criteria)
    drugs = (knowledge.drugs[agent] for agent in arm.agents if agent in knowledge.drugs)
    return TrialArm(
        name=arm.name,
        agents=tuple(drug.name for drug in drugs),
        verdict=_verdict(criteria),
        status=arm.status,
        criteria=criteria,
    )


def _read(criterion: Criterion, known: Known) -> CriterionResult:
    """Read a criterion; one that is itself uncertain stays open whatever is found."""
    finding = read_condition(criterion.when, known)
    uncertain = criterion.mark is Mark.TO_CHECK
    return CriterionResult(
        id=criterion.id,
        text=criterion.text,
        outcome=_UNKNOWN if uncertain else finding.outcome,
        because="; ".join(finding.because),
        missing=finding.missing,
        asks=finding.asks,
        needs_review=uncertain,
        sources=criterion.sources,
    )


def _reads_tumour(criterion: Criterion, knowledge: Knowledge) -> bool:
    """Whether a criterion asks for what was found in the tumour, not for the child's history."""
    return any(
        leaf.mechanism != _HISTORY
        if isinstance(leaf, Leaf)
        else any(name in knowledge.facts and knowledge.facts[name].calls for name in leaf.facts)
        for leaf in leaves(criterion.when)
    )


def _known(clinical: Clinical, latest: SampleAssessment, risk: Risk, knowledge: Knowledge) -> Known:
    facts = read_facts(clinical, latest.sample, latest.calls, knowledge)
    possible = {
        **narrow(facts.possible, fact_limits(knowledge)),
        **{key: _groups(result) for key, result in risk.schemes.items()},
    }
    named = {name: _named_fact(name, facts, knowledge) for name in knowledge.facts}
    named |= {key: _named_scheme(result, knowledge) for key, result in risk.schemes.items()}
    return Known(latest.calls, possible, named)


def _groups(result: RiskResult) -> frozenset[FactValue]:
    """The groups within reach; "" stands for no group of the scheme."""
    open_group = () if result.label != UNDECIDED else ("",)
    return frozenset((*result.reachable, *open_group))


def _named_fact(name: str, facts: CaseFacts, knowledge: Knowledge) -> NamedFact:
    fact = knowledge.facts[name]
    return NamedFact(title=fact.title, unit=fact.unit, missing=facts.missing.get(name, ()))


def _named_scheme(result: RiskResult, knowledge: Knowledge) -> NamedFact:
    asks = tuple(
        knowledge.facts[name].title for name in result.decided_by if not knowledge.facts[name].calls
    )
    return NamedFact(title=f"{result.title} group", missing=result.missing, asks=asks)
