"""Every dialect has a word of its own, and a word that is nearly right is suggested, not taken."""

from __future__ import annotations

import pytest

from crestome.model.inspection import FileKind
from crestome.read import fusion_dialects, segment_programs, telomere_dialects
from crestome.read.dialect_names import NAMED, find_named, nearest_names
from crestome.read.file_alone import READ
from crestome.read.segment_dialects import fold


def test_no_two_dialects_share_a_word() -> None:
    words = [fold(item.key) for item in NAMED]
    assert len(set(words)) == len(words)


def test_every_declared_dialect_can_be_named() -> None:
    keys = {item.key for item in NAMED}
    tables = (*segment_programs.DIALECTS, *fusion_dialects.DIALECTS)
    assert {item.key for item in tables} < keys
    assert {item.key for item in telomere_dialects.DIALECTS} < keys
    assert {kind.value for kind in READ} < keys


def test_only_kinds_need_no_column_and_no_vcf() -> None:
    for item in NAMED:
        assert item.whole_kind != (bool(item.needed) or item.in_vcf)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Sequenza", "sequenza"),
        ("star fusion", "star-fusion"),
        ("STAR-Fusion", "star-fusion"),
        ("copy_number", "copy number"),
        ("Sequenza segments", "sequenza"),
        ("Mutect2", "mutect2"),
        ("TelomereHunter", "telomerehunter"),
        ("crestome telomeres", "crestome-telomeres"),
    ],
)
def test_case_and_punctuation_do_not_matter(word: str, key: str) -> None:
    found = find_named(word)
    assert found is not None
    assert found.key == key


def test_a_word_that_is_nearly_right_is_not_taken() -> None:
    assert find_named("sequensa") is None
    assert nearest_names("sequensa") == ("sequenza",)
    assert "linx-fusion" in nearest_names("linx-fus")
    assert nearest_names("") == ()
    assert nearest_names("zzzz") == ()


def test_a_name_is_of_one_kind() -> None:
    kinds = {item.key: item.kind for item in NAMED}
    assert kinds["manta"] is FileKind.STRUCTURAL_VARIANTS
    assert kinds["arriba"] is FileKind.FUSIONS
    assert kinds["purple"] is FileKind.COPY_NUMBER
