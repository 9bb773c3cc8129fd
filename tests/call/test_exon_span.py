"""Which exons a change takes in, and whether the frame survives it."""

from __future__ import annotations

import pytest
from call.tumour import adjacency, with_structural

from crestome.call.exon_span import ExonSpan, exon_span, place_among
from crestome.call.structural_evidence import adjacencies_at
from crestome.knowledge.load import Knowledge
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly, Exon

# A gene of the minus strand: the first exon has the highest coordinates.
EXONS = (
    Exon(contig="2", start=900, end=1000, coding_bp=40),
    Exon(contig="2", start=700, end=760, coding_bp=60),
    Exon(contig="2", start=500, end=550, coding_bp=50),
    Exon(contig="2", start=100, end=300, coding_bp=30),
)
FORWARDS = tuple(
    exon.model_copy(update={"start": start, "end": start + exon.length_bp})
    for exon, start in zip(EXONS, (100, 300, 500, 700), strict=True)
)


def span(evidence: CaseEvidence, kind: str, start: int, end: int | None) -> ExonSpan | None:
    second = "" if end is None else f"2:{end}:-"
    row = adjacency(kind, f"2:{start}:+", second)
    whole = EXONS[0].model_copy(update={"start": 0, "end": 5000})
    (item,) = adjacencies_at(with_structural(evidence, row), whole)
    return exon_span(item, EXONS)


@pytest.mark.parametrize(
    ("kind", "ends", "words"),
    [
        ("deletion", (600, 800), "exon 2, in frame"),
        ("deletion", (400, 600), "exon 3, out of frame"),
        ("deletion", (499, 760), "exons 2 to 3, out of frame"),
        ("deletion", (500, 800), "exons 2 to 3, not all of them, frame not known"),
        ("deletion", (600, 759), "exon 2, not all of it, frame not known"),
        ("deletion", (600, 2000), "exons 1 to 2, frame not known"),
        ("deletion", (10, 600), "exons 3 to 4, frame not known"),
        ("duplication", (700, 759), "exon 2, in frame"),
        ("duplication", (700, 758), "exon 2, not all of it, frame not known"),
    ],
)
def test_the_exons_between_the_ends_are_named_with_the_frame(
    nothing: CaseEvidence, kind: str, ends: tuple[int, int], words: str
) -> None:
    found = span(nothing, kind, *ends)
    assert found is not None
    assert found.words == words


def test_an_intron_holds_no_exon_and_an_unknown_end_tells_none(nothing: CaseEvidence) -> None:
    assert span(nothing, "deletion", 550, 699) is None
    assert span(nothing, "deletion", 549, 700) is None
    assert span(nothing, "deletion", 600, None) is None
    assert span(nothing, "deletion", 550, 550) is None


@pytest.mark.parametrize(
    ("position", "backwards", "forwards"),
    [
        (950, "exon 1", ""),
        (800, "intron 1", "exon 4"),
        (600, "intron 2", "intron 3"),
        (99, "", ""),
        (1000, "", ""),
        (250, "exon 4", "intron 1"),
    ],
)
def test_a_place_is_named_by_exon_or_intron(position: int, backwards: str, forwards: str) -> None:
    assert place_among(position, EXONS) == backwards
    assert place_among(position, FORWARDS) == forwards


def test_numbers_of_a_single_exon_and_of_several() -> None:
    one = ExonSpan(first=5, last=5, whole=True, within=True, coding_bp=3)
    assert (one.numbers, one.in_frame) == ("5", True)


@pytest.mark.parametrize("assembly", Assembly)
def test_the_shipped_exons_agree_with_published_coding_positions(
    knowledge: Knowledge, assembly: Assembly
) -> None:
    """c.3520 is the first base of ALK F1174 (exon 23 of 29); ATRX is lost in frame by 2 to 10."""
    genome = knowledge.genome(assembly)
    alk, atrx = genome.exons["ALK"], genome.exons["ATRX"]
    assert [len(alk), sum(exon.coding_bp for exon in alk)] == [29, 3 * 1621]
    assert [len(atrx), sum(exon.coding_bp for exon in atrx)] == [35, 3 * 2493]
    codon = next(codon for codon in genome.codons if codon.residue == "F1174")
    before = sum(exon.coding_bp for exon in alk[:22])
    assert place_among(codon.interval.end - 1, alk) == "exon 23"
    assert before + alk[22].end - codon.interval.end + 1 == 3520
    assert sum(exon.coding_bp for exon in atrx[1:10]) % 3 == 0
    assert alk[19].end == genome.regions["ALK_kinase_exons"].end
