from __future__ import annotations

from crestome.call.gene_level import CopyLevel, CopyLevelRules, GeneLevel, put_in_doubt
from crestome.knowledge.load import Knowledge


def test_a_level_without_evidence_claims_nothing() -> None:
    level = GeneLevel(gene="MYCN", level=CopyLevel.NOT_ASSESSED)
    assert level.focal is None
    assert level.breakpoint_inside is None
    assert not level.needs_review
    assert not level.conflicting


def test_every_cut_off_by_platform_names_every_platform(knowledge: Knowledge) -> None:
    rules = knowledge.rules("copy_level", CopyLevelRules)
    platforms = {"snp_array", "acgh", "wgs", "wes", "panel", "fish", "unknown"}
    assert set(rules.broad_amplified_log2.value) == platforms
    assert set(rules.tolerance_mb.value) == platforms
    assert set(rules.segment_state.amplified_log2.value) == platforms


def test_a_level_in_doubt_keeps_what_it_would_be() -> None:
    level = put_in_doubt(GeneLevel(gene="MYCN", level=CopyLevel.NORMAL, reason="Flat."), "Why.")
    assert level.level is CopyLevel.INDETERMINATE
    assert level.suspected is CopyLevel.NORMAL
    assert level.reason == "Flat. Why."
    assert level.needs_review
