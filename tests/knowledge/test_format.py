from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from crestome.knowledge.format import canonical_text, unformatted_files, write_canonical
from crestome.knowledge.load import curated_files, shipped_root


def test_comments_order_and_style_stay_and_layout_does_not() -> None:
    text = "# why\nb:   [1,  2]\n\n# here\na:\n    - x\n\n\n"
    assert canonical_text(text) == "# why\nb: [1, 2]\n\n# here\na:\n- x\n"


def test_the_canonical_form_is_its_own_and_says_the_same() -> None:
    yaml = YAML(typ="safe", pure=True)
    for path in curated_files(shipped_root()):
        text = path.read_text("utf-8")
        once = canonical_text(text)
        assert canonical_text(once) == once, path
        assert yaml.load(once) == yaml.load(text), path


def test_only_files_that_differ_are_rewritten(folder: Path) -> None:
    write_canonical(folder)
    assert unformatted_files(folder) == ()
    path = folder / "assays.yaml"
    path.write_text("\n\n" + path.read_text("utf-8") + "\n\n", "utf-8")
    assert write_canonical(folder) == (path,)
    assert unformatted_files(folder) == ()
