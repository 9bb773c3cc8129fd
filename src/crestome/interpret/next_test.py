"""Which test to do next: each assay not done, by what its results would decide for this patient.

A tumour board with one biopsy and one blood sample cannot order everything. What serves it is not a
list of gaps but the difference that each test would make: "if amplified, high risk; if not,
intermediate". So every result that an assay may have is supposed in turn, the calls that it settles
are set to it, and risk groups, mechanisms, drugs and trials are read again. A test whose every
result leaves all of them as they are is worth little, however open its question is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from crestome.interpret.decision_table import FactValue, Possible, narrow
from crestome.interpret.facts import CaseFacts, fact_limits, read_facts
from crestome.interpret.risk import reachable_groups, sample_of_diagnosis
from crestome.interpret.trial_verdict import TrialReads, decide_trial, index_trial
from crestome.interpret.verdict import ReadClaim, decide_verdict
from crestome.knowledge.assay import PossibleResult
from crestome.knowledge.decision import Scheme
from crestome.knowledge.load import Knowledge
from crestome.knowledge.predicate import leaves_of, outcome_of
from crestome.knowledge.schema import Claim, Mark
from crestome.knowledge.trial import with_drugs
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Call, Calls, CallState
from crestome.model.clinical import Clinical
from crestome.model.risk import UNDECIDED, Risk, RiskResult
from crestome.model.therapy import (
    Change,
    Consequence,
    DecisionKind,
    NextTest,
    TherapyOption,
    Verdict,
)
from crestome.model.trial import TrialOption, TrialVerdict

_OPEN: Final = (CallState.INDETERMINATE, CallState.NOT_ASSESSED)

Supposing: TypeAlias = Callable[[SampleAssessment, str, PossibleResult], Calls]
"""The calls of a sample, had this assay had this result."""
Answers: TypeAlias = dict[tuple[DecisionKind, str], str]
"""The answer to each question, by its kind and identifier."""
Groups: TypeAlias = dict[str, tuple[str, ...]]
"""The groups of each scheme within reach."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of a case, and what was made of it.

    Attributes:
        clinical: Facts of the patient.
        samples: At least one, in the order of time.
        risk: Risk groups as they stand.
        therapies: Options as they stand.
        trials: Trials as they stand.
        titles: Titles of mechanisms, for people; the name where there is none.
    """

    clinical: Clinical
    samples: Sequence[SampleAssessment]
    risk: Risk
    therapies: tuple[TherapyOption, ...]
    trials: tuple[TrialOption, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)


def rank_next_tests(
    situation: Situation, knowledge: Knowledge, suppose: Supposing
) -> tuple[NextTest, ...]:
    """Rank the assays that anything names as missing by the questions that they would decide.

    Args:
        situation: The case.
        knowledge: Assays with their results, drugs and risk tables.
        suppose: Gives the calls of a sample for a result of an assay.

    Returns:
        The most decisive first; equal ones in the curated order.
    """
    reader = _Reader(situation, knowledge, suppose)
    order = list(knowledge.assays)
    named = sorted(reader.named(), key=lambda assay: _place(assay, order))
    tests = [reader.test(assay) for assay in named]
    return tuple(sorted(tests, key=lambda test: (not test.consequences, -test.weight)))


def _place(assay: str, order: list[str]) -> tuple[int, str]:
    """Place in the curated order; assays without an entry last, by name."""
    return (order.index(assay) if assay in order else len(order), assay)


_Known: TypeAlias = frozenset[tuple[str, frozenset[FactValue]]]
"""What a scheme was read on."""


@dataclass(frozen=True, slots=True)
class _IndexedClaim:
    drug: str
    claim: Claim
    reads: frozenset[str]


class _Reader:
    """Reads one case again and again under one supposition after the other."""

    def __init__(self, situation: Situation, knowledge: Knowledge, suppose: Supposing) -> None:
        self._case = situation
        self._knowledge = knowledge
        self._suppose = suppose
        self._latest = situation.samples[-1]
        self._at_diagnosis = sample_of_diagnosis(situation.samples)
        self._claims = _indexed_claims(knowledge)
        self._outcomes = [outcome_of(item.claim.when, self._latest.calls) for item in self._claims]
        self._limits = fact_limits(knowledge)
        self._schemes = {
            key: scheme
            for key, scheme in knowledge.schemes.items()
            if key in situation.risk.schemes
        }
        self._reached: dict[tuple[str, _Known], tuple[str, ...]] = {}
        limited = {name for item in self._limits for name in (item.name, item.limit.fact)}
        self._facts = {key: _facts_of(item) | limited for key, item in self._schemes.items()}
        self._behind_risk = self._behind(frozenset().union(*self._facts.values()))
        self._last: tuple[Calls, Clinical, CaseFacts | None] = (
            self._latest.calls,
            situation.clinical,
            None,
        )
        self._waiting = {option.drug: option.missing for option in situation.therapies}
        self._trials = _indexed_trials(situation, knowledge)
        asked = frozenset().union(*(item.facts for item in self._trials))
        self._behind_trials = self._behind(asked & set(knowledge.facts))
        self._groups_now = self._groups(self._at_diagnosis.calls, situation.clinical)
        self._possible_now = self._possible(
            self._latest.calls, situation.clinical, self._groups_now
        )
        self._now = self._standing()

    def _behind(self, facts: frozenset[str]) -> frozenset[str]:
        """Mechanisms whose calls give these facts."""
        return frozenset(
            leaf.mechanism
            for name in facts
            for condition in self._knowledge.facts[name].calls.values()
            for leaf in leaves_of(condition)
        )

    def _standing(self) -> Answers:
        case = self._case
        answers = _risk_answers(self._groups_now) | _mechanisms(self._latest.calls)
        answers |= {
            (DecisionKind.DRUG, option.drug): option.verdict.value for option in case.therapies
        }
        answers |= {
            (DecisionKind.TRIAL, option.trial): option.verdict.value for option in case.trials
        }
        return answers

    def named(self) -> dict[str, list[str]]:
        """Every assay that a call, a drug or a risk table names as missing, with who names it."""
        naming: dict[str, list[str]] = {}
        for mechanism, call in self._latest.calls.items():
            self._name(naming, call.missing, self._title(mechanism))
        for key, result in self._case.risk.schemes.items():
            self._name(
                naming, (*result.missing, *self._clinical_tests(result)), result.title or key
            )
        for option in self._case.therapies:
            self._name(naming, option.missing, option.name)
        for trial in self._case.trials:
            self._name(naming, trial.missing, trial.name)
        return naming

    @staticmethod
    def _name(naming: dict[str, list[str]], assays: Sequence[str], by: str) -> None:
        for assay in dict.fromkeys(assays):
            naming.setdefault(assay, []).append(by)

    def _clinical_tests(self, result: RiskResult) -> tuple[str, ...]:
        """Assays that supply a clinical fact which would decide a risk group."""
        wanted = {
            self._knowledge.facts[name].clinical
            for name in result.decided_by
            if self._knowledge.facts[name].clinical
        }
        return tuple(
            assay
            for assay, entry in self._knowledge.assays.items()
            if any(wanted & set(possible.clinical) for possible in entry.results)
        )

    def test(self, assay: str) -> NextTest:
        """What the results of one assay would change."""
        entry = self._knowledge.assays.get(assay)
        name = entry.name if entry else assay.replace("_", " ")
        if entry is None or not entry.results:
            naming = tuple(self.named()[assay])
            return NextTest(assay=assay, name=name, decides=naming, weight=len(naming))
        consequences = tuple(
            Consequence(result=possible.title, changes=tuple(self._changes(assay, possible)))
            for possible in entry.results
        )
        decides = tuple(
            dict.fromkeys(
                self._question(change)
                for possible, item in zip(entry.results, consequences, strict=True)
                for change in item.changes
                if not possible.atypical and self._is_open(change, assay)
            )
        )
        return NextTest(
            assay=assay,
            name=name,
            decides=decides,
            weight=len(decides),
            consequences=consequences,
        )

    def _is_open(self, change: Change, assay: str) -> bool:
        """Whether the answer, as it stands, waits for the test."""
        if change.kind is DecisionKind.RISK:
            return self._case.risk.schemes[change.id].label == UNDECIDED
        if change.kind is DecisionKind.CALL:
            call = self._latest.calls[change.id]
            return call.state in _OPEN or assay in call.missing
        if change.kind is DecisionKind.DRUG:
            conditional = change.before == Verdict.CONDITIONAL.value
            return conditional or assay in self._waiting[change.id]
        return change.before == TrialVerdict.UNDECIDED.value

    def _changes(self, assay: str, possible: PossibleResult) -> Iterator[Change]:
        after = self._answers(assay, possible)
        for (kind, key), answer in after.items():
            before = self._now.get((kind, key), "")
            if answer != before:
                title = self._titled(kind, key)
                yield Change(kind=kind, id=key, title=title, before=before, after=answer)

    def _answers(self, assay: str, possible: PossibleResult) -> Answers:
        """The answers that may be other ones under this result."""
        stated = (
            Clinical.from_document(self._case.clinical.model_dump(mode="json") | possible.clinical)
            if possible.clinical
            else self._case.clinical
        )
        calls = self._suppose(self._latest, assay, possible)
        at_diagnosis = calls
        if self._at_diagnosis is not self._latest:
            at_diagnosis = self._suppose(self._at_diagnosis, assay, possible)
        changed = _changed(self._latest.calls, calls)
        groups = self._groups_now
        if possible.clinical or self._behind_risk & _changed(
            self._at_diagnosis.calls, at_diagnosis
        ):
            groups = self._groups(at_diagnosis, stated)
        answers = _risk_answers(groups)
        if changed:
            answers |= _mechanisms(calls)
            answers |= self._verdicts(calls, changed)
        known = self._possible_now
        if possible.clinical or groups != self._groups_now or changed & self._behind_trials:
            known = self._possible(calls, stated, groups)
        return answers | self._trial_verdicts(calls, changed, known)

    def _read(self, calls: Calls, clinical: Clinical) -> CaseFacts:
        """The facts, read once where groups and trials ask for the same."""
        last_calls, last_clinical, facts = self._last
        if facts is None or last_calls is not calls or last_clinical is not clinical:
            facts = read_facts(clinical, self._latest.sample, calls, self._knowledge)
            self._last = (calls, clinical, facts)
        return facts

    def _groups(self, calls: Calls, clinical: Clinical) -> Groups:
        facts = self._read(calls, clinical)
        return {key: self._group(key, facts) for key in self._schemes}

    def _group(self, key: str, facts: CaseFacts) -> tuple[str, ...]:
        """The groups of one scheme within reach, read once for the same facts."""
        known = frozenset((name, facts.possible[name]) for name in self._facts[key])
        if (key, known) not in self._reached:
            groups = reachable_groups(self._schemes[key], facts, self._limits)
            self._reached[key, known] = groups
        return self._reached[key, known]

    def _possible(self, calls: Calls, clinical: Clinical, groups: Groups) -> Possible:
        """Every value that a fact, or the group of a scheme, may have: what trials read."""
        if not self._trials:
            return {}
        facts = self._read(calls, clinical)
        reached = {
            key: frozenset(found if len(found) == 1 else ("", *found))
            for key, found in groups.items()
        }
        return {**narrow(facts.possible, self._limits), **reached}

    def _trial_verdicts(self, calls: Calls, changed: frozenset[str], possible: Possible) -> Answers:
        """Verdicts of the trials that read anything changed."""
        moved = {name for name, now in self._possible_now.items() if possible[name] != now}
        return {
            (DecisionKind.TRIAL, item.trial.id): decide_trial(item.trial, calls, possible).value
            for item in self._trials
            if item.mechanisms & changed or item.facts & moved
        }

    def _verdicts(self, calls: Calls, changed: frozenset[str]) -> Answers:
        """Verdicts of the drugs that have a claim on anything changed."""
        touched = {item.drug for item in self._claims if item.reads & changed}
        read: dict[str, set[ReadClaim]] = {drug: set() for drug in sorted(touched)}
        for item, before in zip(self._claims, self._outcomes, strict=True):
            if item.drug in read:
                outcome = outcome_of(item.claim.when, calls) if item.reads & changed else before
                read[item.drug].add((item.claim.effect, outcome))
        return {
            (DecisionKind.DRUG, drug): decide_verdict(claims).value for drug, claims in read.items()
        }

    def _titled(self, kind: DecisionKind, key: str) -> str:
        if kind is DecisionKind.RISK:
            return self._schemes[key].title
        if kind is DecisionKind.DRUG:
            return self._knowledge.drugs[key].name
        if kind is DecisionKind.TRIAL:
            return self._knowledge.trials[key].name
        return self._title(key)

    def _title(self, key: str) -> str:
        return self._case.titles.get(key, key.replace("_", " "))

    def _question(self, change: Change) -> str:
        """The question that a change answers: drugs of one class are one question."""
        if change.kind is DecisionKind.DRUG:
            return self._knowledge.drugs[change.id].drug_class
        return change.title


def _indexed_trials(situation: Situation, knowledge: Knowledge) -> list[TrialReads]:
    shown = (with_drugs(knowledge.trials[item.trial], knowledge.drugs) for item in situation.trials)
    return [index_trial(trial) for trial in shown if trial is not None]


def _indexed_claims(knowledge: Knowledge) -> list[_IndexedClaim]:
    """Every claim that decides, with the mechanisms that it reads."""
    return [
        _IndexedClaim(drug.id, claim, frozenset(leaf.mechanism for leaf in leaves_of(claim.when)))
        for drug in knowledge.drugs.values()
        for claim in drug.claims
        if claim.mark is not Mark.TO_CHECK
    ]


def _facts_of(scheme: Scheme) -> frozenset[str]:
    """The facts that the rows of a table ask for."""
    return frozenset(
        name for row in scheme.rows for tests in (row.when, *row.any) for name in tests
    )


def _changed(before: Calls, after: Calls) -> frozenset[str]:
    """Mechanisms whose call is another one."""
    return frozenset(name for name, call in after.items() if call is not before[name])


def _risk_answers(groups: Groups) -> Answers:
    return {(DecisionKind.RISK, key): " or ".join(found) for key, found in groups.items()}


def _mechanisms(calls: Calls) -> Answers:
    return {(DecisionKind.CALL, name): _said(call) for name, call in calls.items()}


def _said(call: Call) -> str:
    """Label of a call, with its state where the label alone does not tell that it is open."""
    is_open = call.state is CallState.INDETERMINATE and call.label != UNDECIDED
    return f"{call.label} (open)" if is_open else call.label
