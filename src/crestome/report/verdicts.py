"""Arranges the calls of all samples side by side, the most recent sample first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from crestome.model.assessment import Assessment, SampleAssessment
from crestome.model.call import Call, Calls, CallState, DetailValue, Finding
from crestome.model.page import AssayTitle, MechanismTitle
from crestome.report.citation import Sourced
from crestome.report.words import detail_text, humanise, in_words, number_text

BOARD: Final = (
    ("mycn", "MYCN"),
    ("alk", "ALK"),
    ("telomere_maintenance", "Telomere maintenance"),
    ("p53_pathway", "p53 pathway"),
    ("ras_mapk", "RAS-MAPK"),
    ("genomic_profile", "Genomic profile"),
    ("segmental_chromosome", "Segmental chromosomes"),
    ("mechanistic_group", "Mechanistic group"),
    ("cell_state", "Cell state"),
)
"""The questions of a tumour board, in its order."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is, both in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as the page shows it.

    Attributes:
        state: The answer, as a key for its mark.
        word: The answer in words.
        label: The word of the field; "" where it only repeats the answer.
        reason: Why, with its sources; a call that was not assessed claims nothing and may
            have none.
        sources: Keys behind the reason.
        needs_review: Whether a person should look.
        review: Why, where the call says so in its first note; "" otherwise.
        notes: Sentences that must stand beside the verdict.
        quantities: Numbers with units.
        evidence: Observations with their place in the input.
        details: Named facts.
        missing: Assays that could settle or change the verdict, in words.
        rules: Rules that decided.
    """

    state: str
    word: str
    label: str
    reason: str
    sources: tuple[str, ...]
    needs_review: bool
    review: str
    notes: tuple[Sourced, ...]
    quantities: tuple[Fact, ...]
    evidence: tuple[Finding, ...]
    details: tuple[Fact, ...]
    missing: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One question, and its answer in every sample; None where no call was made.

    Attributes:
        name: The mechanism.
        title: For a heading.
        question: What is asked; "" on the board.
        calls: One for each sample, the most recent first.
    """

    name: str
    title: str
    question: str
    calls: tuple[CallView | None, ...]


def most_recent_first(assessment: Assessment) -> tuple[SampleAssessment, ...]:
    """The samples in the order of the page's columns."""
    return assessment.samples[::-1]


def assay_names(assessment: Assessment, assays: Iterable[AssayTitle] = ()) -> dict[str, str]:
    """Names of assays: the curated ones, and those of the list of next tests."""
    curated = {item.assay: item.name for item in assays}
    return curated | {test.assay: test.name for test in assessment.next_tests}


def name_assays(assays: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Assays in words: by their curated name, or by their identifier without underscores.

    Example:
        >>> name_assays(["c_circle", "tert_sv"], {"tert_sv": "TERT break-apart FISH"})
        ('c circle', 'TERT break-apart FISH')
    """
    return tuple(names.get(assay, humanise(assay)) for assay in assays)


def board_rows(assessment: Assessment, assays: Iterable[AssayTitle] = ()) -> tuple[VerdictRow, ...]:
    """The verdict lines: the questions of the board that any sample has a call on."""
    titles = [MechanismTitle(name=name, title=title) for name, title in BOARD]
    return _rows(assessment, titles, assay_names(assessment, assays))


def all_rows(
    assessment: Assessment,
    titles: Iterable[MechanismTitle],
    assays: Iterable[AssayTitle] = (),
) -> tuple[VerdictRow, ...]:
    """Every call, in the order of the titles; calls without a title come last under their name."""
    known = list(titles)
    named = {title.name for title in known}
    others = dict.fromkeys(
        name for sample in assessment.samples for name in sample.calls if name not in named
    )
    known += [MechanismTitle(name=name, title=humanise(name)) for name in others]
    return _rows(assessment, known, assay_names(assessment, assays))


def open_rows(rows: Iterable[VerdictRow]) -> tuple[VerdictRow, ...]:
    """The questions that the most recent sample leaves open, or that an assay could change."""
    return tuple(
        VerdictRow(row.name, row.title, row.question, (newest,))
        for row in rows
        for newest in row.calls[:1]
        if newest is not None and (newest.state in _OPEN or newest.missing)
    )


@dataclass(frozen=True, slots=True)
class MethodRow:
    """The rules that decided one question in any sample."""

    name: str
    title: str
    rules: tuple[str, ...]


def method_rows(rows: Iterable[VerdictRow]) -> tuple[MethodRow, ...]:
    """For each question, every rule that decided it, once."""
    return tuple(
        MethodRow(
            row.name,
            row.title,
            tuple(dict.fromkeys(rule for call in row.calls if call for rule in call.rules)),
        )
        for row in rows
    )


_OPEN: Final = (CallState.NOT_ASSESSED.value, CallState.INDETERMINATE.value)


def _rows(
    assessment: Assessment, titles: Iterable[MechanismTitle], names: Mapping[str, str]
) -> tuple[VerdictRow, ...]:
    samples = most_recent_first(assessment)
    rows = (
        VerdictRow(
            title.name,
            title.title,
            title.question,
            tuple(_view_in(sample.calls, title.name, names) for sample in samples),
        )
        for title in titles
    )
    return tuple(row for row in rows if any(call is not None for call in row.calls))


def _view_in(calls: Calls, name: str, names: Mapping[str, str]) -> CallView | None:
    return view_call(calls[name], names) if name in calls else None


def view_call(call: Call, names: Mapping[str, str]) -> CallView:
    """One call in words.

    Raises:
        KnowledgeError: If the call claims something without a source.
    """
    if call.state is not CallState.NOT_ASSESSED:
        Sourced(f"{call.mechanism}: {call.reason}", call.sources)
    word = humanise(call.state.value)
    label = humanise(call.label)
    needs_review = call.needs_review or call.flag("needs_review")
    return CallView(
        state=call.state.value,
        word=word,
        label="" if label.casefold() == word else label,
        reason=in_words(call.reason),
        sources=call.sources,
        needs_review=needs_review,
        review=in_words(call.notes[0]) if needs_review and call.notes else "",
        notes=tuple(Sourced(in_words(note), call.sources) for note in call.notes),
        quantities=tuple(
            Fact(item.name, f"{number_text(item.value)} {item.unit}".strip())
            for item in call.quantities
        ),
        evidence=call.evidence,
        details=tuple(
            Fact(humanise(key), _detail_words(key, value, names))
            for key, value in call.detail.items()
        ),
        missing=name_assays(call.missing, names),
        rules=call.rules,
    )


def _detail_words(key: str, value: DetailValue, names: Mapping[str, str]) -> str:
    if key != "missing" or not isinstance(value, tuple):
        return detail_text(value)
    return ", ".join(name_assays([str(item) for item in value], names)) or "none"
