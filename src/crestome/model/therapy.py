"""What a drug's curated claims say about this tumour."""

from __future__ import annotations

from enum import StrEnum

from crestome.model.record import Record


class Verdict(StrEnum):
    """One verdict per drug."""

    MATCHED = "matched"
    DOWNGRADED = "downgraded"
    """Matches, and something speaks against it."""
    CONDITIONAL = "conditional"
    """A condition was not assessed; the assay is named."""
    AGAINST = "against"
    """Expected not to work, or worse; the reason is shown."""
    NOT_MATCHED = "not_matched"
    """The criterion that failed is shown."""


class ClaimOutcome(StrEnum):
    """Whether the condition of a claim holds for this tumour."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Effect(StrEnum):
    """What a claim says when its condition holds."""

    SENSITIVITY = "sensitivity"
    CONDITIONAL_SENSITIVITY = "conditional_sensitivity"
    """Activating, but data on the drug are scarce: never more than conditional."""
    DOWNGRADE = "downgrade"
    RESISTANCE = "resistance"
    STRENGTHENS = "strengthens"
    """Adds to a match that another claim makes; no match alone."""
    NOTE = "note"


class ClaimResult(Record):
    """One claim, read against this tumour.

    Attributes:
        id: The claim's identifier within its drug.
        effect: See `Effect`.
        outcome: See `ClaimOutcome`.
        statement: The claim in words.
        condition: Its condition in words that complete "whether …".
        because: What in this tumour made the condition hold, fail or stay open.
        decided_by: The mechanisms whose calls did.
        missing: Assays that would decide an open condition.
        evidence_type: in vitro, in vivo, clinical …
        population: In whom or what the evidence was gathered.
        size: Effect size as published; "" if none.
        escat: ESCAT tier.
        amp: AMP/ASCO/CAP tier and level.
        mark: Confidence mark of the curated fact.
        sources: Keys into the references.
    """

    id: str
    effect: Effect
    outcome: ClaimOutcome
    statement: str
    condition: str = ""
    because: str
    decided_by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    evidence_type: str = ""
    population: str = ""
    size: str = ""
    escat: str = ""
    amp: str = ""
    mark: str = ""
    sources: tuple[str, ...] = ()


class SourcedText(Record):
    """A sentence with its own sources.

    Attributes:
        text: The sentence.
        sources: Keys into the references.
    """

    text: str
    sources: tuple[str, ...]


class TherapyOption(Record):
    """A drug worth discussing, and why; evidence, never a recommendation.

    Attributes:
        drug: Identifier of the drug.
        name: Its name.
        drug_class: Its class.
        targets: HGNC symbols.
        verdict: See `Verdict`.
        summary: The verdict's reason in one sentence.
        reasons_for: Claims that speak for it.
        reasons_against: Claims that speak against it.
        open_questions: Claims whose condition is unknown.
        not_met: Claims whose condition fails.
        notes: Claims that hold and only inform, and claims that hold but need review (mark ``C``)
            and therefore decide nothing.
        counterfactual: What would change the verdict.
        missing: Assays that would decide.
        escat: Best ESCAT tier of the claims that hold, one tier lower where the drug is
            downgraded, ``X`` where it is against; "" if none.
        amp: Best AMP/ASCO/CAP tier of the claims that hold, lowered likewise; "" if none.
        combinations: Combinations that the sources state, in words.
        cautions: Sentences that always stand beside the drug.
        beyond_review: Not a drug of the review.
        sources: Keys into the references.
    """

    drug: str
    name: str
    drug_class: str
    targets: tuple[str, ...]
    verdict: Verdict
    summary: str
    reasons_for: tuple[ClaimResult, ...] = ()
    reasons_against: tuple[ClaimResult, ...] = ()
    open_questions: tuple[ClaimResult, ...] = ()
    not_met: tuple[ClaimResult, ...] = ()
    notes: tuple[ClaimResult, ...] = ()
    counterfactual: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    escat: str = ""
    amp: str = ""
    combinations: tuple[SourcedText, ...] = ()
    cautions: tuple[SourcedText, ...] = ()
    beyond_review: bool = False
    sources: tuple[str, ...] = ()


class DecisionKind(StrEnum):
    """What kind of question a test would decide."""

    RISK = "risk"
    CALL = "call"
    DRUG = "drug"
    TRIAL = "trial"


class Change(Record):
    """An answer that a result of a test would change.

    Attributes:
        kind: See `DecisionKind`.
        id: Identifier of the scheme, mechanism, drug or trial.
        title: In words.
        before: The answer as it stands.
        after: The answer if the test had this result.
    """

    kind: DecisionKind
    id: str
    title: str
    before: str
    after: str


class Consequence(Record):
    """What one result of a test would change.

    Attributes:
        result: The result in words that complete "if …".
        changes: Every answer that would be another one; empty where nothing would change.
    """

    result: str
    changes: tuple[Change, ...] = ()


class NextTest(Record):
    """An assay that was not done, and what it would decide for this patient.

    Attributes:
        assay: Identifier of the assay.
        name: In words.
        decides: Open questions that at least one likely result would answer otherwise; drugs of
            one class are one question. For a test whose results are not listed, the verdicts that
            name it.
        weight: How many questions that are; the order of the list.
        consequences: For each result, the answers that it would change.
    """

    assay: str
    name: str
    decides: tuple[str, ...]
    weight: int
    consequences: tuple[Consequence, ...] = ()
