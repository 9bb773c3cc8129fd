"""Telomere content as high, low or undecided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.telomere_figure import (
    TelomereFigure,
    TelomereFigureRules,
    read_figure,
    tumour_share,
)
from crestome.knowledge.load import Knowledge
from crestome.model.assay import Assays, Level
from crestome.model.evidence import CaseEvidence
from crestome.model.telomere_content import TelomereContent, VariantRepeat

Reader = Callable[..., TelomereFigure]

MEASURED = TelomereContent(
    program="TelomereHunter",
    quantity="telomere content",
    unit="reads in a million",
    tumour=1200.0,
    control=300.0,
    tumour_reads=9000.0,
    control_reads=2500.0,
)
ENRICHED = VariantRepeat(
    repeat="TTCGGG", tumour=8e-5, control=1e-6, tumour_count=400.0, control_count=25.0
)


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> TelomereFigureRules:
    return knowledge.rules("telomere_figure", TelomereFigureRules)


@pytest.fixture(scope="module")
def read(rules: TelomereFigureRules, nothing: CaseEvidence) -> Reader:
    def reading(
        word: Level | None = None, purity: float | None = None, **changed: object
    ) -> TelomereFigure:
        absent = changed.pop("absent", False)
        content = None if absent else MEASURED.model_copy(update=changed)
        evidence = replace(
            nothing,
            sample=nothing.sample.model_copy(update={"purity": purity}),
            assays=Assays(telomere_content=word),
            telomeres=content,
        )
        return read_figure(evidence, rules)

    return reading


@pytest.mark.parametrize(
    ("tumour", "content"),
    [
        (1200.0, "high"),
        (600.0, "high"),
        (599.0, "indeterminate"),
        (301.0, "indeterminate"),
        (300.0, "low"),
        (90.0, "low"),
    ],
)
def test_the_ratio_to_the_control_decides(read: Reader, tumour: float, content: str) -> None:
    assert read(tumour=tumour).content == content


def test_without_a_control_the_figure_is_shown_and_decides_nothing(read: Reader) -> None:
    figure = read(control=None, control_reads=None)
    assert figure.content == "indeterminate"
    assert "without a control it cannot be called" in figure.content_words
    assert [item.name for item in figure.quantities] == ["telomere content of the tumour"]


@pytest.mark.parametrize(("tumour", "content"), [(8.0, "high"), (7.9, "low")])
def test_a_laboratory_may_lay_over_a_cut_off_for_a_tumour_alone(
    rules: TelomereFigureRules, nothing: CaseEvidence, tumour: float, content: str
) -> None:
    own = rules.high_alone.model_copy(update={"value": {"TelSeq": 8.0}})
    found = MEASURED.model_copy(update={"program": "TelSeq", "tumour": tumour, "control": None})
    evidence = replace(nothing, telomeres=found)
    figure = read_figure(evidence, rules.model_copy(update={"high_alone": own}))
    assert figure.content == content
    assert "without control" in figure.content_words


def test_a_program_without_a_cut_off_decides_nothing(read: Reader) -> None:
    figure = read(program="qMotif")
    assert (figure.content, "no cut-off is curated" in figure.content_words) == (
        "indeterminate",
        True,
    )


def test_too_few_telomere_reads_decide_nothing(read: Reader) -> None:
    figure = read(control_reads=99.0)
    assert figure.content == "indeterminate"
    assert "on 99 telomere reads: too few" in figure.content_words
    assert read(control_reads=100.0).content == "high"


def test_reads_that_nobody_counted_are_no_obstacle(read: Reader) -> None:
    assert read(tumour_reads=None, control_reads=None).content == "high"


def test_a_failed_figure_is_not_assessed(read: Reader) -> None:
    figure = read(tumour=None)
    assert figure.content == "not_assessed"
    assert read(Level.LOW, tumour=None).content == "low"


def test_nothing_measured_and_nothing_stated_is_not_assessed(read: Reader) -> None:
    assert read(absent=True) == TelomereFigure()


@pytest.mark.parametrize(("word", "content"), [(Level.HIGH, "high"), (Level.LOW, "low")])
def test_the_word_of_the_laboratory_stands_alone(read: Reader, word: Level, content: str) -> None:
    figure = read(word, absent=True)
    assert figure.content == content
    assert figure.rules == ()


def test_the_word_decides_where_the_figure_is_open(read: Reader) -> None:
    figure = read(Level.HIGH, tumour=400.0)
    assert figure.content == "high"
    assert figure.content_words.startswith("the laboratory calls it high; telomere content 1.33")
    assert figure.doubt == ""


def test_a_word_against_the_figure_is_a_doubt(read: Reader) -> None:
    figure = read(Level.LOW)
    assert figure.content == "indeterminate"
    assert figure.doubt.startswith("the laboratory calls telomere content low, and ")


def test_few_tumour_cells_are_no_ground_for_a_low_content(read: Reader) -> None:
    assert read(tumour=290.0, purity=0.2).content == "indeterminate"
    assert read(tumour=290.0, purity=0.4).content == "low"
    assert read(tumour=290.0, purity=0.2, for_tumour_cells=True).content == "low"
    assert read(tumour=900.0, purity=0.2).content == "high"


def test_the_ratio_in_the_tumour_cells_alone_is_shown(read: Reader) -> None:
    shown = {item.name: item.value for item in read(tumour=450.0, purity=0.5).quantities}
    assert shown["telomere content in the tumour cells alone, by purity"] == pytest.approx(1.0)
    alone = "telomere content in the tumour cells alone, by purity"
    names = [item.name for item in read(tumour=100.0, purity=0.5).quantities]
    assert alone not in names, "fewer reads than the normal cells alone would give"
    corrected = read(tumour=450.0, purity=0.5, for_tumour_cells=True)
    assert alone not in [item.name for item in corrected.quantities]


def test_the_share_of_dna_follows_purity_and_ploidy(nothing: CaseEvidence) -> None:
    def share(purity: float | None, ploidy: float | None = None) -> float | None:
        sample = nothing.sample.model_copy(update={"purity": purity, "ploidy": ploidy})
        return tumour_share(replace(nothing, sample=sample))

    assert share(None) is None
    assert share(0.5) == pytest.approx(0.5)
    assert share(0.5, 4.0) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("changed", "sign"),
    [
        ({}, "positive"),
        ({"tumour": 4e-6}, "negative"),
        ({"tumour": 6e-6}, "indeterminate"),
        ({"control": None}, "indeterminate"),
        ({"control_count": 19.0}, "indeterminate"),
        ({"tumour_count": None, "control_count": None}, "indeterminate"),
        ({"repeat": "TCAGGG"}, "not_assessed"),
    ],
)
def test_the_variant_repeat_of_alt_is_set_against_the_content(
    read: Reader, changed: dict[str, object], sign: str
) -> None:
    figure = read(variants=(ENRICHED.model_copy(update=changed),))
    assert figure.variants == sign
    assert bool(figure.variants_words) == (sign != "not_assessed")


def test_variant_repeats_of_a_tumour_alone_are_open(read: Reader) -> None:
    figure = read(variants=(ENRICHED,), control=None)
    assert figure.variants == "indeterminate"


def test_both_variant_repeats_are_among_the_numbers(read: Reader) -> None:
    depleted = ENRICHED.model_copy(update={"repeat": "TTTGGG", "tumour": 1e-6})
    names = [item.name for item in read(variants=(ENRICHED, depleted)).quantities]
    assert names[-2:] == [
        "TTCGGG singletons beyond telomere content",
        "TTTGGG singletons beyond telomere content",
    ]


@given(tumour=st.floats(1e-3, 1e6), control=st.floats(1e-3, 1e6), unit=st.floats(1e-3, 1e3))
def test_the_unit_of_a_figure_changes_nothing(
    read: Reader, tumour: float, control: float, unit: float
) -> None:
    ratio = tumour / control
    if min(abs(ratio - 2), abs(ratio - 1)) > 1e-6:
        here, there = (
            read(tumour=tumour * scale, control=control * scale).content for scale in (1.0, unit)
        )
        assert here == there


@given(lower=st.floats(1.0, 1e5), more=st.floats(0.0, 1e5))
def test_a_higher_content_is_never_called_lower(read: Reader, lower: float, more: float) -> None:
    order = ("low", "indeterminate", "high")
    before, after = read(tumour=lower).content, read(tumour=lower + more).content
    assert order.index(after) >= order.index(before)
