from __future__ import annotations

from measure.signals import FLAT, probes

from crestome.knowledge.load import load_knowledge
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.measure.segments import Wish, segment_probes
from crestome.model.assessment import InputFile
from crestome.model.signal import SegmentedFile
from crestome.report.segments import render_seg, render_segment_document, render_segment_summary

RULES = load_knowledge().rules("segmentation", SegmentationRules)
SOURCE = InputFile(path="x", role="copy_number", dialect="", sha256="", rows=2000)


def segmented(*, alleles: bool) -> SegmentedFile:
    baf = {contig: [(100, 0.5)] for contig in FLAT} if alleles else None
    signal = segment_probes(probes(FLAT, baf=baf), RULES, Wish())
    return SegmentedFile(name="T1", signal=signal, source=SOURCE, assemblies=())


def test_positions_count_from_1() -> None:
    header, first, *_ = render_seg(segmented(alleles=False)).splitlines()
    assert header.split("\t")[2:4] == ["loc.start", "loc.end"]
    assert first.split("\t")[:4] == ["T1", "3", "1", "990001"]


def test_allele_fractions_have_a_column_where_there_are_some() -> None:
    assert "seg.baf" in render_seg(segmented(alleles=True))
    assert "seg.baf" not in render_seg(segmented(alleles=False))


def test_every_output_says_what_it_is_for() -> None:
    result = segmented(alleles=False)
    assert "research_use_only" in render_segment_document(result)
    assert "Research use only" in render_segment_summary(result)
