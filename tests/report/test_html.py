"""The page: complete, self-contained, harmless, the same for the same assessment."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from crestome.errors import KnowledgeError
from crestome.model.assessment import Assessment
from crestome.model.page import GenomeMap, MechanismTitle
from crestome.report.html import render_html

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Outline(HTMLParser):
    """Collects what the tests ask about, and notices tags that do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and "script" not in self.open:
            self.words.append(data)


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    parsed.close()
    assert parsed.open == []
    return parsed


@pytest.fixture(scope="module")
def page(assessment: Assessment, titles: tuple[MechanismTitle, ...], genome: GenomeMap) -> str:
    return render_html(assessment, titles, genome)


def test_the_page_nests_and_every_anchor_leads_somewhere(page: str) -> None:
    parsed = outline(page)
    assert len(parsed.ids) == len(set(parsed.ids))
    inside = {link[1:] for link in parsed.links if link.startswith("#")}
    assert inside <= set(parsed.ids)


def test_headings_never_skip_a_level(page: str) -> None:
    levels = outline(page).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 2 for level, deeper in pairwise(levels))


def test_sections_stand_in_the_order_of_a_tumour_board(page: str) -> None:
    order = [
        "verdicts",
        "risk",
        "genome",
        "therapies",
        "trials",
        "open",
        "calls",
        "issues",
        "ledger",
        "references",
        "provenance",
    ]
    assert re.findall(r'<section id="(\w+)">', page) == order
    assert page.index("Research use only") < page.index('<section id="verdicts">')


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    assert not re.search(r"(?:src|srcset)\s*=|@import|url\(|<link|<iframe|<img", page)
    outside = [link for link in outline(page).links if not link.startswith("#")]
    assert all(link.startswith("https://") for link in outside)
    assert "default-src 'none'" in page


def test_hostile_words_are_shown_and_do_nothing(page: str) -> None:
    parsed = outline(page)
    assert parsed.tags.count("script") == 1
    said = "".join(parsed.words)
    assert "<script>alert('x')</script>{{7*7}}{% raw %}" in said
    assert "NB-EX-49" not in said
    assert "javascript:" not in page


def test_the_page_reads_without_its_script(page: str) -> None:
    assert re.sub("<script>.*?</script>", "", page, flags=re.DOTALL).count("<details") > 5
    assert "display: none" not in page[: page.index("@media print")]


def test_not_assessed_stands_beside_present(page: str) -> None:
    board = page[page.index('<section id="verdicts">') : page.index('<section id="genome">')]
    assert board.count('class="state present"') == 13
    assert board.count('class="state not_assessed"') == 1
    assert "No expression and no cell-state score was supplied." in board


def test_every_reason_on_the_board_links_to_its_sources(page: str) -> None:
    board = page[page.index('<section id="verdicts">') : page.index('<section id="genome">')]
    assert '<a href="#ref-cohn-2009">cohn-2009</a>' in board
    assert board.count('class="cite"') == 15


def test_no_drug_is_recommended_and_no_dose_is_printed(page: str) -> None:
    said = "".join(outline(page).words).casefold()
    assert said.replace("treatment recommendation", "").count("recommend") == 0
    assert not re.search(r"\d\s*mg(/|\b)", said)
    assert "evidence match" in said


def test_each_drug_shows_reasons_and_what_would_change_the_verdict(page: str) -> None:
    crizotinib = page[page.index('id="drug-crizotinib"') : page.index("<summary><h3")]
    for words in (
        "Speaks against it",
        "Does not apply to this tumour",
        "What would change this",
        "R1275Q",
    ):
        assert words in crizotinib


def test_a_file_that_does_not_add_up_is_shown(page: str) -> None:
    account = page[page.index('<section id="ledger">') :]
    assert '<svg class="mark" aria-hidden="true"><use href="#mark-error"/></svg>no' in account
    assert "1,212" in account


def test_the_same_assessment_gives_the_same_bytes(
    page: str, assessment: Assessment, titles: tuple[MechanismTitle, ...], genome: GenomeMap
) -> None:
    assert render_html(assessment, titles, genome) == page


def test_an_empty_assessment_still_makes_a_page(empty: Assessment) -> None:
    words = "".join(outline(render_html(empty, (), GenomeMap())).words)
    for said in (
        "No call was made.",
        "No sample.",
        "No file was read.",
        "Nothing is cited.",
        "Nothing was wrong",
        "No question stays open.",
    ):
        assert said in words


def test_a_source_that_is_not_listed_is_refused(assessment: Assessment) -> None:
    bare = assessment.model_copy(update={"references": ()})
    with pytest.raises(KnowledgeError, match=r"ackermann-2018, .* cited by a call or a drug"):
        render_html(bare, (), GenomeMap())


def test_the_page_is_small_and_quick(
    page: str, assessment: Assessment, titles: tuple[MechanismTitle, ...], genome: GenomeMap
) -> None:
    assert len(page.encode()) < 400_000
    start = time.perf_counter()
    render_html(assessment, titles, genome)
    assert time.perf_counter() - start < 0.2
