from __future__ import annotations

import pytest

from crestome.call.segment_support import (
    SegmentSupportRules,
    amplicon_is_thin,
    deletion_is_thin,
    support_in_words,
)
from crestome.knowledge.load import Knowledge
from crestome.model.copy_number import Platform

KB = 1000


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> SegmentSupportRules:
    return knowledge.rules("segment_support", SegmentSupportRules)


@pytest.mark.parametrize(
    ("probes", "kb", "thin"),
    [(2, 0.078, True), (7, 60, True), (8, 49, True), (8, 60, False), (None, 49, True)],
)
def test_an_amplicon_needs_probes_and_length(
    rules: SegmentSupportRules, probes: int | None, kb: float, thin: bool
) -> None:
    assert amplicon_is_thin(probes, round(kb * KB), Platform.SNP_ARRAY, rules) is thin


def test_length_alone_counts_where_no_probes_are_given(rules: SegmentSupportRules) -> None:
    assert not amplicon_is_thin(None, 60 * KB, Platform.WGS, rules)
    assert not deletion_is_thin(None, 6 * KB, Platform.WGS, rules)
    assert deletion_is_thin(None, 4 * KB, Platform.WGS, rules)


def test_a_deletion_may_be_shorter_than_an_amplicon(rules: SegmentSupportRules) -> None:
    assert deletion_is_thin(3, 20 * KB, Platform.SNP_ARRAY, rules)
    assert not deletion_is_thin(12, 20 * KB, Platform.SNP_ARRAY, rules)
    assert amplicon_is_thin(12, 20 * KB, Platform.SNP_ARRAY, rules)


def test_panels_have_few_targets_in_a_gene(rules: SegmentSupportRules) -> None:
    assert not deletion_is_thin(3, 2 * KB, Platform.PANEL, rules)
    assert amplicon_is_thin(2, 2 * KB, Platform.PANEL, rules)


def test_support_is_said_in_probes_and_kilobases() -> None:
    assert support_in_words(1, 78) == "1 probe over 0.1 kb"
    assert support_in_words(3, 400) == "3 probes over 0.4 kb"
    assert support_in_words(None, 5000) == "5.0 kb"


def test_every_table_names_every_platform(rules: SegmentSupportRules) -> None:
    tables = (
        rules.amplicon_probes,
        rules.amplicon_kb,
        rules.deletion_probes,
        rules.deletion_kb,
    )
    for table in tables:
        assert set(table.value) == {platform.value for platform in Platform}
