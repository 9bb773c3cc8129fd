"""Clinical trials as a report shows them: whether the stated facts meet the published criteria."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from crestome.model.record import Record
from crestome.model.therapy import ClaimOutcome, SourcedText


class TrialVerdict(StrEnum):
    """Whether the criteria that are curated are met; never whether a place is open."""

    MATCHED = "matched"
    """Every curated criterion is met."""
    UNDECIDED = "undecided"
    """None fails, and at least one cannot be read yet."""
    NOT_MATCHED = "not_matched"
    """At least one fails."""


class CriterionResult(Record):
    """One criterion, read against one case.

    Attributes:
        id: Its name in the trial's file.
        text: The criterion in words.
        outcome: Holds, fails or unknown.
        because: What in this case decided it, or left it open.
        missing: Assays that would decide it.
        asks: Facts that would decide it and that no assay gives, in words.
        needs_review: The criterion itself is uncertain, and so decides nothing.
        sources: Keys into the references.
    """

    id: str
    text: str
    outcome: ClaimOutcome
    because: str
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    needs_review: bool = False
    sources: tuple[str, ...] = ()


class TrialArm(Record):
    """One arm of a trial.

    Attributes:
        name: In words.
        agents: Names of its curated drugs.
        verdict: Whether its own criteria are met.
        status: What became of the arm; "" where the registry says nothing.
        criteria: Its own criteria, beside those of the trial.
    """

    name: str
    agents: tuple[str, ...] = ()
    verdict: TrialVerdict
    status: str = ""
    criteria: tuple[CriterionResult, ...] = ()


class TrialOption(Record):
    """A trial, and whether the patient of this case would have met its criteria.

    Attributes:
        trial: Its registry identifier.
        name: Its short name.
        title: Its title.
        phase: Its phase.
        population: Whom it enrols, in words.
        drugs: Identifiers of its curated drugs.
        agents: Their names, then other agents.
        verdict: See `TrialVerdict`.
        summary: The verdict's reason in one sentence.
        reads_tumour: Whether a criterion of the trial or of an arm reads a finding in the tumour.
        met: Criteria that hold.
        failed: Criteria that fail.
        open: Criteria that are unknown.
        arms: The arms.
        not_checked: Criteria of the registry that are not encoded, in words.
        missing: Assays that would decide.
        asks: Facts that would decide and that no assay gives, in words.
        status: Status at ``status_as_of``.
        status_as_of: The day of the registry record that was read.
        closed: Whether it took no patients then.
        link: The registry record; "" where there is no stable address.
        notes: Sentences that must stand beside it.
        needs_review: The identity of the trial is uncertain.
        beyond_review: Not a trial of the review.
        sources: Keys into the references.
    """

    trial: str
    name: str
    title: str
    phase: str
    population: str
    drugs: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    verdict: TrialVerdict
    summary: str
    reads_tumour: bool = False
    met: tuple[CriterionResult, ...] = ()
    failed: tuple[CriterionResult, ...] = ()
    open: tuple[CriterionResult, ...] = ()
    arms: tuple[TrialArm, ...] = ()
    not_checked: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    status: str
    status_as_of: date
    closed: bool
    link: str = ""
    notes: tuple[SourcedText, ...] = ()
    needs_review: bool = False
    beyond_review: bool = False
    sources: tuple[str, ...]

    @property
    def cited(self) -> frozenset[str]:
        """Every key that anything here cites."""
        arms = (criterion for arm in self.arms for criterion in arm.criteria)
        criteria = (*self.met, *self.failed, *self.open, *arms)
        cited = [self.sources, *(item.sources for item in criteria)]
        cited += [note.sources for note in self.notes]
        return frozenset(key for keys in cited for key in keys)
