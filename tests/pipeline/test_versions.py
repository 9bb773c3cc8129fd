from __future__ import annotations

from crestome.pipeline.versions import package_version, versions


def test_all_versions_and_the_notice_are_told() -> None:
    text = versions()
    assert package_version() in text
    assert "knowledge 20" in text
    assert "Research use only" in text
