"""What structural variants do to a gene whose loss matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from call.tumour import adjacency, with_structural

from crestome.call.atrx import AtrxRules
from crestome.call.gene_disruption import Disruption, read_disruptions
from crestome.knowledge.load import Knowledge
from crestome.model.call import Finding
from crestome.model.evidence import CaseEvidence
from crestome.model.patient import Sex

Row = dict[str, object]
Reader = Callable[..., list[tuple[Disruption, Finding]]]


@pytest.fixture(scope="module")
def read(knowledge: Knowledge, nothing: CaseEvidence) -> Reader:
    rules = knowledge.rules("atrx", AtrxRules)

    def reader(*rows: Row, gene: str = "ATRX", sex: Sex = Sex.UNKNOWN) -> list:  # type: ignore[type-arg]
        patient = nothing.patient.model_copy(update={"sex": sex})
        evidence = replace(with_structural(nothing, *rows), patient=patient)
        return [*read_disruptions(gene, evidence, rules)]

    return reader


def over(evidence: CaseEvidence, first: int, last: int, kind: str = "deletion") -> Row:
    """An event from the intron before one exon of ATRX to the intron after another."""
    exons = evidence.genome.exons["ATRX"]
    low, high = exons[last - 1].start - 50, exons[first - 1].end + 50
    sides = ("+", "-") if kind == "deletion" else ("-", "+")
    return adjacency(kind, f"X:{low}:{sides[0]}", f"X:{high}:{sides[1]}")


@pytest.mark.parametrize(
    ("event", "word", "words"),
    [
        ((2, 10, "deletion"), Disruption.LOST, "deletion of exons 2 to 10, in frame"),
        ((9, 9, "deletion"), Disruption.LOST, "deletion of exon 9, out of frame"),
        ((2, 10, "duplication"), Disruption.POSSIBLE, "duplication of exons 2 to 10, in frame"),
        ((9, 9, "duplication"), Disruption.LOST, "duplication of exon 9, out of frame"),
    ],
)
def test_exons_inside_the_gene(
    nothing: CaseEvidence,
    read: Reader,
    event: tuple[int, int, str],
    word: Disruption,
    words: str,
) -> None:
    ((found, seen),) = read(over(nothing, *event))
    assert found is word
    assert words in seen.what


def test_an_intron_is_named_and_of_no_known_meaning(nothing: CaseEvidence, read: Reader) -> None:
    end = nothing.genome.exons["ATRX"][1].end
    ((found, seen),) = read(adjacency("deletion", f"X:{end + 100}:+", f"X:{end + 9_000}:-"))
    assert found is Disruption.UNCERTAIN
    assert "within intron 1" in seen.what


def test_a_break_to_elsewhere_names_where_it_lies(nothing: CaseEvidence, read: Reader) -> None:
    end = nothing.genome.exons["ATRX"][1].end
    ((found, seen),) = read(adjacency("translocation", "1:1000:+", f"X:{end + 100}:+"))
    assert found is Disruption.LOST
    assert "in intron 1" in seen.what


def test_a_boy_has_no_second_copy(nothing: CaseEvidence, read: Reader) -> None:
    place = nothing.genome.gene("ATRX").interval
    row = adjacency("deletion", f"X:{place.start - 999}:+", f"X:{place.end + 999}:-")
    ((boy, seen),) = read(row, sex=Sex.MALE)
    assert (boy, "the only copy" in seen.what) == (Disruption.LOST, True)
    for sex in (Sex.FEMALE, Sex.UNKNOWN):
        ((found, seen),) = read(row, sex=sex)
        assert (found, "one copy" in seen.what) == (Disruption.POSSIBLE, True)


def test_daxx_is_an_autosomal_gene_without_shipped_exons(
    nothing: CaseEvidence, read: Reader
) -> None:
    place = nothing.genome.gene("DAXX").interval
    whole = adjacency("deletion", f"6:{place.start - 999}:+", f"6:{place.end + 999}:-")
    short = adjacency("deletion", f"6:{place.start + 500}:+", f"6:{place.start + 1500}:-")
    ((of_whole, _), (of_short, seen)) = read(whole, short, gene="DAXX", sex=Sex.MALE)
    assert (of_whole, of_short) == (Disruption.POSSIBLE, Disruption.POSSIBLE)
    assert seen.what.startswith("a break inside DAXX: deletion")


def test_a_name_without_a_place_may_break_it_and_a_gain_of_the_whole_does_not(
    nothing: CaseEvidence, read: Reader
) -> None:
    place = nothing.genome.gene("ATRX").interval
    gained = adjacency("duplication", f"X:{place.start - 999}:-", f"X:{place.end + 999}:+")
    ((found, seen),) = read(adjacency("breakend", "", gene1="ATRX"), gained)
    assert (found, seen.what) == (Disruption.POSSIBLE, "ATRX: breakend")
