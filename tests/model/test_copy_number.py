from __future__ import annotations

from crestome.model.copy_number import CopyNumberProfile, CopyNumberSegments, Platform


def test_log2_ratios_and_copies_are_different_columns() -> None:
    schema = CopyNumberSegments.schema()
    assert {"log2", "total_copies", "minor_copies"} <= set(schema)


def test_a_profile_without_segments_was_looked_at() -> None:
    profile = CopyNumberProfile(segments=CopyNumberSegments.empty())
    assert len(profile.segments) == 0
    assert profile.platform is Platform.UNKNOWN
