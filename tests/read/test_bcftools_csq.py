from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.model.small_variant import Consequence
from crestome.read.bcftools_csq import bcftools_effect, names_allele
from crestome.read.protein_change import consequence_of

PROTEIN = st.text("ACDEFGHIKLMNPQRSTVWY", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("words", "change", "expected"),
    [
        ("missense", "1174F>1174L", "F1174L"),
        ("missense", "2FF>2FL", "F3L"),
        ("missense", "2FF>2LL", "F2_F3delinsLL"),
        ("synonymous", "2F", "F2="),
        ("stop_gained", "18K>18*", "K18*"),
        ("stop_lost", "30*>30Q", "*30Q"),
        ("start_lost", "1M>1V", "M1?"),
        ("start_lost", "", "M1?"),
        ("inframe_deletion", "2FFD>2D", "F2_F3del"),
        ("inframe_insertion", "3FD>3FLND", "F3_D4insLN"),
        ("inframe_insertion", "3F>3FL", "F3delinsFL"),
        ("inframe_altering", "2FFDK>2F*", "F3_K5delins*"),
        ("inframe_altering", "2FD>2L*Q", "F2_D3delinsL*"),
        ("missense", "2FF>2FF", ""),
        ("frameshift", "3FFD*>3FLR*", "F4Lfs*3"),
        ("frameshift", "25E..329>25G..94", "E25fs"),
        ("frameshift", "25EF>25EG", "F26fs"),
        ("frameshift", "25EF>25E", "F26fs"),
        ("frameshift", "25EF>25*", "E25*"),
        ("frameshift", "25E>25EG", ""),
        ("splice_donor", "", ""),
        ("missense", "something else", ""),
    ],
)
def test_a_change_of_bcftools_becomes_hgvs(words: str, change: str, expected: str) -> None:
    assert bcftools_effect(words, change) == (words, expected)


def test_what_lies_behind_a_stop_of_the_same_molecule_has_no_effect_of_its_own() -> None:
    assert bcftools_effect("*missense", "9P>9Q") == ("coding_sequence_variant", "")


def test_an_entry_is_of_an_allele_by_its_bases() -> None:
    assert names_allele(["29220831A>C"], "A>C")
    assert not names_allele(["29220831A>C"], "A>G")
    assert names_allele(["29220831A>C+29220835A>G"], "A>G")
    assert names_allele([], "A>G")


@given(first=st.integers(1, 2000), before=PROTEIN, after=PROTEIN)
def test_a_change_that_keeps_the_frame_is_read_as_one(first: int, before: str, after: str) -> None:
    _, change = bcftools_effect("inframe_altering", f"{first}{before}>{first}{after}")
    assert (change == "") == (before == after)
    if change:
        assert consequence_of(change) in {Consequence.MISSENSE, Consequence.INFRAME}
