"""By the index, content is what every read gives, where no telomere read has a place."""

from __future__ import annotations

from pathlib import Path

import pytest
from telomere_bam import Read, lenient_knowledge, simulate, write_indexed

from crestome.knowledge.rules_alone import load_rules
from crestome.measure.telomere_content import measure_telomeres
from crestome.measure.telomere_content_rules import TelomereContentRules
from crestome.measure.telomere_quick import measure_by_index
from crestome.model.telomere import ReadsLookedAt, TelomereMeasurement
from crestome.pipeline.telomeres import TelomereRequest, compare_telomeres
from crestome.read.alignment_index import read_indexed
from crestome.read.alignments import read_alignments


def both(
    tmp_path: Path, reads: list[Read], every: int
) -> tuple[TelomereMeasurement, TelomereMeasurement]:
    path = write_indexed(tmp_path / "t.bam", reads, 4000)
    rules = load_rules("telomere_content", TelomereContentRules, lenient_knowledge(tmp_path))
    quick = measure_by_index(read_indexed(path, 50_000, every), rules, 2)
    return quick, measure_telomeres(read_alignments(path), rules, 2)


def reads_without(kind: str) -> list[Read]:
    reads = simulate(21, 4000, telomere=0.1)
    return [read for read in reads if kind == "nothing" or _fits(read)]


def _fits(read: Read) -> bool:
    """Whether it has no place, and its mate none, or is no read of a telomere."""
    few = 3
    repeats = max(read.sequence.count(word) for word in ("TTAGGG", "CCCTAA"))
    return read.flag & 0xC == 0xC or repeats < few


def test_where_telomere_reads_have_no_place_both_ways_agree(tmp_path: Path) -> None:
    quick, every = both(tmp_path, reads_without("placed"), 1)
    assert quick.looked_at is ReadsLookedAt.INDEXED
    assert every.intratelomeric > 200
    same = ("counted", "intratelomeric", "gc_matched_reads", "content", "repeats", "singletons")
    assert {key: getattr(quick, key) for key in same} == {key: getattr(every, key) for key in same}


def test_a_sample_estimates_the_reads_of_like_gc(tmp_path: Path) -> None:
    quick, every = both(tmp_path, reads_without("placed"), 10)
    assert quick.gc_matched_reads == pytest.approx(every.gc_matched_reads, rel=0.3)
    assert quick.reads == pytest.approx(every.reads, rel=0.01)


def test_what_lies_inside_chromosomes_is_missed_as_stated(tmp_path: Path) -> None:
    quick, every = both(tmp_path, reads_without("nothing"), 1)
    assert quick.junction < every.junction
    assert quick.intrachromosomal < every.intrachromosomal


def test_the_command_measures_by_the_index(tmp_path: Path) -> None:
    path = write_indexed(tmp_path / "t.bam", simulate(21, 400, telomere=0.1), 4000)
    request = TelomereRequest(tumour=path, quick=True, knowledge=lenient_knowledge(tmp_path))
    comparison = compare_telomeres(request)
    assert comparison.tumour.content is not None
    assert "decoys are missed" in " ".join(comparison.notes)
