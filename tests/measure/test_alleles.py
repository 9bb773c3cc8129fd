from __future__ import annotations

import polars as pl
import pytest
from measure.signals import FLAT, probes

from crestome.knowledge.load import load_knowledge
from crestome.measure.segmentation_rules import SegmentationRules
from crestome.measure.segments import Wish, segment_probes

RULES = load_knowledge().rules("segmentation", SegmentationRules)
BALANCED = {contig: [(100, 0.5)] for contig in FLAT}


def test_a_copy_neutral_loss_of_one_parent_is_a_segment() -> None:
    table = probes(
        {"11": [(200, 0.0), (200, 0.0)], **{k: v for k, v in FLAT.items() if k != "11"}},
        baf={**BALANCED, "11": [(200, 0.5), (200, 0.85)]},
    )
    frame = segment_probes(table, RULES, Wish()).segments.frame.filter(pl.col("contig") == "11")
    assert frame.height == 2
    assert frame["probes"][0] == pytest.approx(200, abs=6)
    assert frame["baf"][0] == pytest.approx(0.51, abs=0.02)
    assert frame["baf"][1] == pytest.approx(0.85, abs=0.02)


def test_without_fractions_the_segments_have_none() -> None:
    frame = segment_probes(probes(FLAT), RULES, Wish()).segments.frame
    assert frame["baf"].null_count() == frame.height
    assert frame["baf_sites"].sum() == 0


def test_a_segment_of_few_sites_has_no_state() -> None:
    table = probes({**FLAT, "1": [(6, 0.0)]}, baf={**BALANCED, "1": [(6, 0.5)]})
    frame = segment_probes(table, RULES, Wish()).segments.frame
    row = frame.filter(pl.col("contig") == "1").row(0, named=True)
    assert (row["baf"], row["baf_sites"]) == (None, 0)
