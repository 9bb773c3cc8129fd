from __future__ import annotations

from crestome.model.inspection import FileKind
from crestome.read.vcf_programs import PROGRAMS


def test_every_caller_but_the_plain_form_of_its_kind_is_told_by_keys() -> None:
    plain = [item.key for item in PROGRAMS if not item.needed]
    assert plain == ["vcf", "sv-vcf"]


def test_both_kinds_of_variants_have_callers() -> None:
    assert {item.kind for item in PROGRAMS} == {
        FileKind.SMALL_VARIANTS,
        FileKind.STRUCTURAL_VARIANTS,
    }
