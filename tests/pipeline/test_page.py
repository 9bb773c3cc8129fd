from __future__ import annotations

from dataclasses import replace

import polars as pl

from crestome.call import MECHANISMS
from crestome.call.segment_state import SegmentStateRules
from crestome.knowledge.load import load_knowledge
from crestome.model.copy_number import CellsCounted, CopyNumberProfile, CopyNumberSegments
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.patient import Patient, Sample
from crestome.pipeline.page import assay_titles, drawn_segments, genome_map, mechanism_titles

KNOWLEDGE = load_knowledge()
RULES = KNOWLEDGE.rules("segment_state", SegmentStateRules)
EMPTY = CaseEvidence(
    patient=Patient(id="P"), sample=Sample(id="T"), genome=KNOWLEDGE.genome(Assembly.GRCH38)
)


def test_every_mechanism_has_a_title_and_a_question() -> None:
    titles = mechanism_titles()
    assert [title.name for title in titles] == [mechanism.name for mechanism in MECHANISMS]
    assert all(title.title and title.question.endswith("?") for title in titles)


def test_figures_know_the_places_of_both_assemblies() -> None:
    for assembly in Assembly:
        places = genome_map(assembly)
        assert {gene.symbol for gene in places.genes} >= {"MYCN", "ALK", "TERT", "ATRX"}
        assert len(places.chromosomes) == 24


def test_without_profile_nothing_is_drawn() -> None:
    assert drawn_segments(EMPTY, RULES) == ((), "")


def test_segments_are_drawn_with_the_state_that_the_rules_give_them() -> None:
    rows = [
        {"contig": "1", "start": 0, "end": 200_000_000, "log2": 0.0, "call": "", "where": "a"},
        {"contig": "2", "start": 0, "end": 20_000_000, "log2": 0.6, "call": "", "where": "a"},
    ]
    empty = dict.fromkeys(["total_copies", "minor_copies", "probes"])
    frame = pl.DataFrame([row | empty for row in rows], schema=CopyNumberSegments.schema())
    profile = CopyNumberProfile(segments=CopyNumberSegments(frame))
    drawn, scale = drawn_segments(replace(EMPTY, copy_number=profile), RULES)
    assert scale == "log2"
    assert [segment.call for segment in drawn] == ["neutral", "gain"]


def test_a_share_of_all_cells_becomes_one_of_tumour_cells_where_the_purity_is_known() -> None:
    row = dict.fromkeys(CopyNumberSegments.schema()) | {
        "contig": "2",
        "start": 0,
        "end": 20_000_000,
        "total_copies": 3.0,
        "call": "",
        "where": "a",
        "cell_fraction": 0.3,
    }
    frame = pl.DataFrame([row], schema=CopyNumberSegments.schema())
    shares = []
    for cells, purity in (
        (CellsCounted.TUMOUR, None),
        (CellsCounted.ALL, None),
        (CellsCounted.ALL, 0.5),
        (CellsCounted.ALL, 0.2),
    ):
        profile = CopyNumberProfile(
            segments=CopyNumberSegments(frame), purity=purity, cells_counted=cells
        )
        drawn, _ = drawn_segments(replace(EMPTY, copy_number=profile), RULES)
        shares.append(drawn[0].clonal_fraction)
    assert shares == [0.3, None, 0.6, 1.0]


def test_every_curated_assay_has_a_name_for_the_page() -> None:
    knowledge = load_knowledge()
    titles = {item.assay: item.name for item in assay_titles(knowledge)}
    assert set(titles) == set(knowledge.assays)
    assert titles["tert_sv"] == "TERT rearrangement"
