"""Arranges the trials by verdict, each with what is met, what failed, and what nobody checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from crestome.model.assessment import Assessment
from crestome.model.page import AssayTitle
from crestome.model.therapy import Verdict
from crestome.model.trial import CriterionResult, TrialArm, TrialOption, TrialVerdict
from crestome.report.citation import Sourced
from crestome.report.verdicts import assay_names, name_assays
from crestome.report.words import VERDICT_WORDS, in_words

TRIAL_WORDS: Final[dict[TrialVerdict, tuple[str, str]]] = {
    TrialVerdict.MATCHED: (
        "Criteria met",
        "Every criterion that is curated is met; those not checked stand with each trial.",
    ),
    TrialVerdict.UNDECIDED: (
        "Undecided",
        "No criterion fails, and a datum is missing; it is named with each trial.",
    ),
    TrialVerdict.NOT_MATCHED: ("Criteria not met", "The criterion that failed is shown."),
}
"""Heading and explanation of each group, in the order of the page."""

_CAUTIONED: Final = (Verdict.AGAINST, Verdict.DOWNGRADED)
_MARKS: Final = {
    TrialVerdict.MATCHED: "matched",
    TrialVerdict.UNDECIDED: "conditional",
    TrialVerdict.NOT_MATCHED: "not_matched",
}


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion, read against this case."""

    criterion: Sourced
    because: str
    needs_review: bool


@dataclass(frozen=True, slots=True)
class CriterionList:
    """Criteria with one outcome.

    Attributes:
        heading: The heading.
        mark: Key of the mark before each criterion.
        lines: The criteria; never empty.
    """

    heading: str
    mark: str
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class ArmLine:
    """One arm: its name, the key of its mark, and why, each with its sources."""

    name: str
    mark: str
    status: str
    reasons: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class DrugCaution:
    """A drug of a trial that is expected to fail, or weakened, in this tumour."""

    drug: str
    name: str
    verdict: str
    reason: Sourced


@dataclass(frozen=True, slots=True)
class TrialCard:
    """One trial as the page shows it.

    Attributes:
        option: The trial and its verdict.
        summary: The verdict's reason, with the sources of the trial.
        status: Status and its day, in words.
        lists: Criteria by outcome; none is empty.
        arms: The arms.
        notes: Sentences that stand beside it.
        needs: What would decide: assays, then questions.
        phase: Its phase in words.
        cautions: Its drugs that the section on therapies speaks against, with the verdict.
    """

    option: TrialOption
    summary: Sourced
    status: str
    lists: tuple[CriterionList, ...]
    arms: tuple[ArmLine, ...]
    notes: tuple[Sourced, ...]
    needs: tuple[str, ...]
    phase: str
    cautions: tuple[DrugCaution, ...]


@dataclass(frozen=True, slots=True)
class TrialGroup:
    """All trials with one verdict.

    Attributes:
        verdict: The verdict.
        mark: Key of its mark.
        heading: Heading in words.
        explanation: What the verdict means.
        cards: The trials.
        folded: Whether they are folded away at first.
    """

    verdict: TrialVerdict
    mark: str
    heading: str
    explanation: str
    cards: tuple[TrialCard, ...]
    folded: bool


def trial_groups(
    assessment: Assessment, assays: Iterable[AssayTitle] = ()
) -> tuple[TrialGroup, ...]:
    """The trials by verdict; a group may be empty.

    Raises:
        KnowledgeError: If a trial or a criterion has no source.
    """
    names = assay_names(assessment, assays)
    cautions = _cautions(assessment)
    return tuple(
        TrialGroup(
            verdict=verdict,
            mark=_MARKS[verdict],
            heading=heading,
            explanation=explanation,
            cards=tuple(
                _card(option, names, cautions)
                for option in assessment.trials
                if option.verdict is verdict
            ),
            folded=verdict is TrialVerdict.NOT_MATCHED,
        )
        for verdict, (heading, explanation) in TRIAL_WORDS.items()
    )


def _cautions(assessment: Assessment) -> dict[str, DrugCaution]:
    """What the section on therapies holds against drugs, by drug."""
    return {
        option.drug: DrugCaution(
            option.drug,
            option.name,
            VERDICT_WORDS[option.verdict][0].lower(),
            Sourced(option.summary or option.name, option.sources),
        )
        for option in assessment.therapies
        if option.verdict in _CAUTIONED and option.sources
    }


def _card(
    option: TrialOption, names: Mapping[str, str], cautions: Mapping[str, DrugCaution]
) -> TrialCard:
    lists = (
        CriterionList("Not met", "minus", _lines(option.failed)),
        CriterionList("Open", "open", _lines(option.open)),
        CriterionList("Met", "for", _lines(option.met)),
    )
    return TrialCard(
        option=option,
        summary=Sourced(in_words(option.summary), option.sources),
        status=_status(option),
        lists=tuple(item for item in lists if item.lines),
        arms=tuple(_arm(arm) for arm in option.arms),
        notes=tuple(Sourced(note.text, note.sources) for note in option.notes),
        needs=(*name_assays(option.missing, names), *option.asks),
        phase=f"phase {option.phase}" if option.phase[0].isdigit() else f"{option.phase} study",
        cautions=tuple(cautions[drug] for drug in option.drugs if drug in cautions),
    )


def _status(option: TrialOption) -> str:
    if option.status == "unknown":
        return "status not known; verify in the registry"
    return f"{option.status} as of {option.status_as_of}; verify in the registry"


def _arm(arm: TrialArm) -> ArmLine:
    return ArmLine(
        name=arm.name, mark=_MARKS[arm.verdict], status=arm.status, reasons=_lines(arm.criteria)
    )


def _lines(criteria: Iterable[CriterionResult]) -> tuple[CriterionLine, ...]:
    return tuple(
        CriterionLine(
            criterion=Sourced(item.text, item.sources),
            because=in_words(item.because),
            needs_review=item.needs_review,
        )
        for item in criteria
    )
