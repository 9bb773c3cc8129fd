"""The section on trials: verdicts, reasons, status and what speaks against a drug."""

from __future__ import annotations

import pytest

from crestome.errors import KnowledgeError
from crestome.model.assessment import Assessment, ReferenceEntry
from crestome.model.page import GenomeMap
from crestome.model.trial import TrialOption
from crestome.report.html import render_html
from crestome.report.text import render_text
from crestome.report.trials import trial_groups


def option(number: str, verdict: str, **more: object) -> TrialOption:
    stated = {
        "trial": number,
        "name": f"Trial {number[-1]}",
        "title": "A title",
        "phase": "1/2",
        "population": "children",
        "drugs": [],
        "agents": [],
        "verdict": verdict,
        "summary": "a reason with tert_sv",
        "status": "completed",
        "status_as_of": "2026-11-24",
        "closed": True,
        "not_checked": ["consent"],
        "sources": ["cohn-2009"],
    }
    return TrialOption.from_document(stated | more)


def criterion(outcome: str, **more: object) -> dict[str, object]:
    stated = {"id": "c", "text": "stage M", "outcome": outcome, "because": "mycn is normal"}
    return {**stated, "sources": ["cohn-2009"], **more}


@pytest.fixture
def filled(assessment: Assessment) -> Assessment:
    trials = (
        option(
            "NCT00000001",
            "matched",
            drugs=["crizotinib", "unknown"],
            agents=["crizotinib"],
            reads_tumour=True,
            met=[criterion("holds")],
            arms=[
                {"name": "A", "verdict": "matched"},
                {
                    "name": "B",
                    "verdict": "undecided",
                    "status": "shut",
                    "criteria": [criterion("unknown", needs_review=True)],
                },
            ],
            notes=[{"text": "A note.", "sources": ["cohn-2009"]}],
            link="https://clinicaltrials.gov/study/NCT00000001",
        ),
        option(
            "NCT00000002",
            "undecided",
            open=[criterion("unknown")],
            missing=["tert_sv"],
            asks=["course"],
            status="unknown",
            closed=False,
            phase="umbrella",
            beyond_review=True,
            needs_review=True,
        ),
        option("NCT00000003", "not_matched", failed=[criterion("fails")]),
    )
    return assessment.model_copy(update={"trials": trials})


def test_trials_stand_by_verdict_with_those_that_fail_folded_away(filled: Assessment) -> None:
    groups = trial_groups(filled)
    assert [len(group.cards) for group in groups] == [1, 1, 1]
    assert [group.folded for group in groups] == [False, False, True]
    assert [group.mark for group in groups] == ["matched", "conditional", "not_matched"]


def test_a_drug_that_will_not_work_here_is_said_beside_the_trial_that_gives_it(
    filled: Assessment,
) -> None:
    (card,) = trial_groups(filled)[0].cards
    assert [(item.drug, item.verdict) for item in card.cautions] == [
        ("crizotinib", "evidence against")
    ]


def test_what_would_settle_it_is_an_assay_or_a_question(filled: Assessment) -> None:
    (card,) = trial_groups(filled)[1].cards
    assert card.needs[-1] == "course"
    assert card.phase == "umbrella study"
    assert card.status == "status not known; verify in the registry"
    assert trial_groups(filled)[0].cards[0].status.startswith("completed as of 2026-11-24")


def test_the_page_shows_criteria_arms_notes_and_what_was_not_checked(filled: Assessment) -> None:
    page = render_html(filled, (), GenomeMap())
    section = page[page.index('<section id="trials">') : page.index('<section id="open">')]
    for said in (
        "stage M",
        "MYCN is normal",
        "Arms, of which one must fit",
        "asks nothing further",
        "(shut)",
        "A note.",
        "Not checked:",
        "by a finding in the tumour",
        "beyond the review",
        'href="#drug-crizotinib"',
        'href="https://clinicaltrials.gov/study/NCT00000001"',
        "a reason with tert sv".replace("tert", "TERT"),
    ):
        assert said in section
    assert section.count('class="badge"') == 2


def test_a_trial_without_a_source_is_refused(filled: Assessment) -> None:
    bare = filled.model_copy(update={"trials": (option("NCT00000001", "matched", sources=[]),)})
    with pytest.raises(KnowledgeError, match="has no source"):
        trial_groups(bare)


def test_a_source_of_a_trial_must_be_listed(filled: Assessment) -> None:
    cited = option("NCT00000001", "matched", sources=["nowhere-2020"])
    with pytest.raises(KnowledgeError, match="nowhere-2020"):
        render_html(filled.model_copy(update={"trials": (cited,)}), (), GenomeMap())
    entry = ReferenceEntry(key="nowhere-2020", citation="Nowhere, 2020.")
    listed = filled.model_copy(
        update={"trials": (cited,), "references": (*filled.references, entry)}
    )
    assert 'href="#ref-nowhere-2020"' in render_html(listed, (), GenomeMap())


def test_the_terminal_names_trials_that_fit_or_may_fit(filled: Assessment) -> None:
    said = render_text(filled)
    assert "Trials, criteria met: Trial 1 (closed)" in said
    assert "Trials, undecided: Trial 2\n" in said
    assert "Trial 3" not in said


def test_without_trials_the_section_says_so(empty: Assessment) -> None:
    assert "No trial was read." in render_html(empty, (), GenomeMap())
