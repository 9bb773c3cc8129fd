"""Arranges the drugs by verdict, each with what speaks for it, against it, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from crestome.model.assessment import Assessment
from crestome.model.page import AssayTitle
from crestome.model.therapy import ClaimResult, TherapyOption, Verdict
from crestome.report.citation import Sourced
from crestome.report.verdicts import assay_names, name_assays
from crestome.report.words import EFFECT_WORDS, VERDICT_WORDS, in_words

_UNCERTAIN_MARK: Final = "C"


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim, read against this tumour.

    Attributes:
        statement: The claim with its sources.
        because: What in this tumour decided it.
        effect: What the claim says, in a word or two.
        asks: The condition, to be read after "whether"; "" where the drug's file states none.
        about: Evidence type, population, effect size and tiers, where stated.
        needs: Assays that would decide it.
        needs_review: Whether the curated fact itself is uncertain.
    """

    statement: Sourced
    because: str
    effect: str
    asks: str
    about: tuple[str, ...]
    needs: tuple[str, ...]
    needs_review: bool


@dataclass(frozen=True, slots=True)
class ClaimList:
    """Claims under one heading.

    Attributes:
        heading: The heading.
        side: Key of the mark before each claim.
        claims: The claims.
        folded: Whether they are folded away: claims that do not apply to a drug which is shown
            for another reason.
    """

    heading: str
    side: str
    claims: tuple[ClaimLine, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class DrugCard:
    """One drug as the page shows it.

    Attributes:
        option: The drug and its verdict.
        summary: The verdict's reason with all sources of the drug.
        lists: Reasons for and against, open questions, what does not apply, notes; none is empty.
        tiers: ESCAT and AMP/ASCO/CAP tiers of the claims that hold.
        cautions: Sentences that always stand beside the drug.
        combinations: Combinations that the sources state.
        needs: Assays that would decide the verdict.
    """

    option: TherapyOption
    summary: Sourced
    lists: tuple[ClaimList, ...]
    tiers: tuple[str, ...]
    cautions: tuple[Sourced, ...]
    combinations: tuple[Sourced, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrugGroup:
    """All drugs with one verdict."""

    verdict: Verdict
    heading: str
    explanation: str
    cards: tuple[DrugCard, ...]
    folded: bool


def drug_groups(assessment: Assessment, assays: Iterable[AssayTitle] = ()) -> tuple[DrugGroup, ...]:
    """The five groups in the order of the page; a group may be empty and still says so.

    Raises:
        KnowledgeError: If a drug or a claim has no source.
    """
    names = assay_names(assessment, assays)
    return tuple(
        DrugGroup(
            verdict,
            heading,
            explanation,
            tuple(
                _card(option, names) for option in assessment.therapies if option.verdict is verdict
            ),
            verdict is Verdict.NOT_MATCHED,
        )
        for verdict, (heading, explanation) in VERDICT_WORDS.items()
    )


def claims_of(option: TherapyOption) -> Iterator[ClaimResult]:
    """Every claim of a drug, whatever became of it."""
    yield from option.reasons_for
    yield from option.reasons_against
    yield from option.open_questions
    yield from option.not_met
    yield from option.notes


def _card(option: TherapyOption, names: Mapping[str, str]) -> DrugCard:
    cited = dict.fromkeys(key for claim in claims_of(option) for key in claim.sources)
    sources = option.sources or tuple(cited)
    lists = (
        ClaimList("Speaks for it", "for", _lines(option.reasons_for, names)),
        ClaimList("Speaks against it", "against", _lines(option.reasons_against, names)),
        ClaimList("Open", "open", _lines(option.open_questions, names)),
        ClaimList(
            "Does not apply to this tumour",
            "not-met",
            _lines(option.not_met, names),
            folded=option.verdict is not Verdict.NOT_MATCHED,
        ),
        ClaimList("To be known beside", "note", _lines(option.notes, names)),
    )
    return DrugCard(
        option=option,
        summary=Sourced(option.summary or option.name, sources),
        lists=tuple(item for item in lists if item.claims),
        tiers=_present(("ESCAT", option.escat), ("AMP/ASCO/CAP", option.amp)),
        cautions=tuple(Sourced(item.text, item.sources) for item in option.cautions),
        combinations=tuple(Sourced(item.text, item.sources) for item in option.combinations),
        needs=name_assays(option.missing, names),
    )


def _lines(claims: Iterable[ClaimResult], names: Mapping[str, str]) -> tuple[ClaimLine, ...]:
    return tuple(
        ClaimLine(
            statement=Sourced(claim.statement, claim.sources),
            because=in_words(claim.because),
            effect=EFFECT_WORDS[claim.effect],
            asks=claim.condition,
            about=_present(
                ("", claim.evidence_type),
                ("", claim.population),
                ("", claim.size),
                ("ESCAT", claim.escat),
                ("AMP/ASCO/CAP", claim.amp),
            ),
            needs=name_assays(claim.missing, names),
            needs_review=claim.mark == _UNCERTAIN_MARK,
        )
        for claim in claims
    )


def _present(*parts: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{name} {value}".strip() for name, value in parts if value)
