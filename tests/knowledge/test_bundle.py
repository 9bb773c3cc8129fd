from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import KnowledgeError
from crestome.knowledge.bundle import bundle_is_current, render_bundle, write_bundle
from crestome.knowledge.load import BUNDLE


def test_a_bundle_is_the_same_bytes_each_time(folder: Path) -> None:
    assert render_bundle(folder) == render_bundle(folder)


def test_a_bundle_is_current_until_a_file_changes(folder: Path) -> None:
    write_bundle(folder)
    assert bundle_is_current(folder)
    path = folder / "assays.yaml"
    path.write_text(path.read_text("utf-8") + "# touched\n", "utf-8")
    assert not bundle_is_current(folder)
    (folder / BUNDLE).unlink()
    assert not bundle_is_current(folder)


def test_no_bundle_is_written_of_data_that_are_wrong(folder: Path) -> None:
    (folder / BUNDLE).unlink(missing_ok=True)
    (folder / "assays.yaml").write_text("c_circle: {name: 1}\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"c_circle.name"):
        write_bundle(folder)
    assert not (folder / BUNDLE).exists()
