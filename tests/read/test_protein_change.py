from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.model.small_variant import Consequence as Effect
from crestome.read.protein_change import (
    consequence_of,
    current_numbering,
    normalise_protein_change,
)

THREE = {
    "A": "Ala",
    "C": "Cys",
    "D": "Asp",
    "E": "Glu",
    "F": "Phe",
    "G": "Gly",
    "H": "His",
    "I": "Ile",
    "K": "Lys",
    "L": "Leu",
    "M": "Met",
    "N": "Asn",
    "P": "Pro",
    "Q": "Gln",
    "R": "Arg",
    "S": "Ser",
    "T": "Thr",
    "V": "Val",
    "W": "Trp",
    "Y": "Tyr",
}


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("p.F1174L", "F1174L"),
        ("F1174L", "F1174L"),
        ("p.Phe1174Leu", "F1174L"),
        ("Phe1174Leu", "F1174L"),
        ("PHE1174LEU", "F1174L"),
        ("f1174l", "F1174L"),
        ("p.(Phe1174Leu)", "F1174L"),
        ("(F1174L)", "F1174L"),
        ("ENSP00000373700.3:p.Phe1174Leu", "F1174L"),
        ("ALK:NM_004304:exon23:c.T3522A:p.F1174L", "F1174L"),
        (" p.V600E ", "V600E"),
        (".E546K", "E546K"),
        ("p..E546K", "E546K"),
        ("p.R213*", "R213*"),
        ("R213X", "R213*"),
        ("p.Arg213Ter", "R213*"),
        ("p.A155Rfs*59", "A155Rfs*59"),
        ("p.Ala155ArgfsTer59", "A155Rfs*59"),
        ("A155fsX12", "A155fs*12"),
        ("p.G663fs", "G663fs"),
        ("p.X331_splice", "X331_splice"),
        ("p.Leu1060=", "L1060="),
        ("p.L1060%3D", "L1060="),
        ("p.I227I", "I227="),
        ("p.=", "="),
        ("p.600_600D>DSSDNEY", "600_600D>DSSDNEY"),
        ("p.Glu746_Ala750del", "E746_A750del"),
        ("p.Lys100_Ala101insGlyVal", "K100_A101insGV"),
        ("p.Met1?", "M1?"),
        ("p.Ter540TrpextTer12", "*540Wext*12"),
        ("X540W", "*540W"),
        ("", ""),
        (".", ""),
        ("p.?", ""),
        ("NA", ""),
        ("<script>", "<script>"),
        ("{0}%s", "{0}%s"),
        ("../../x", "../../x"),
    ],
)
def test_every_notation_meets_in_one(text: str, change: str) -> None:
    assert normalise_protein_change(text) == change


@given(
    st.text() | st.text("p.(FL1743Xs*=_:%D Pheus)", max_size=20),
)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_protein_change(text)
    assert normalise_protein_change(once) == once


@given(
    st.sampled_from(sorted(THREE)),
    st.integers(1, 3000),
    st.sampled_from(sorted(THREE)),
    st.booleans(),
)
def test_one_and_three_letters_agree(before: str, residue: int, after: str, sure: bool) -> None:
    short = f"p.{before}{residue}{after}"
    long = f"{THREE[before]}{residue}{THREE[after]}"
    long = f"p.{long}" if sure else f"p.({long})"
    assert normalise_protein_change(short) == normalise_protein_change(long)


@pytest.mark.parametrize(
    ("gene", "old", "new"),
    [
        ("FGFR1", "N577K", "N546K"),
        ("FGFR1", "K687E", "K656E"),
        ("FGFR1", "N546K", "N546K"),
        ("FGFR1", "A577K", "A577K"),
        ("FGFR1", "N577", "N577"),
        ("FGFR1", "K577E", "K577E"),
        ("FGFR2", "N577K", "N577K"),
    ],
)
def test_old_fgfr1_numbers_are_brought_to_the_current_ones(gene: str, old: str, new: str) -> None:
    assert current_numbering(gene, old) == new


@pytest.mark.parametrize(
    ("change", "effect"),
    [
        ("F1174L", Effect.MISSENSE),
        ("R213*", Effect.NONSENSE),
        ("A155Rfs*59", Effect.FRAMESHIFT),
        ("N4248fs", Effect.FRAMESHIFT),
        ("X331_splice", Effect.SPLICE),
        ("M1?", Effect.START_LOST),
        ("M1V", Effect.START_LOST),
        ("*540W", Effect.STOP_LOST),
        ("*540Wext*12", Effect.STOP_LOST),
        ("L1060=", Effect.SYNONYMOUS),
        ("=", Effect.SYNONYMOUS),
        ("E746_A750del", Effect.INFRAME),
        ("627_628insMISENMK", Effect.INFRAME),
        ("600_600D>DSSDNEY", Effect.INFRAME),
        ("K100_A101insG*", Effect.NONSENSE),
        ("", Effect.UNKNOWN),
        ("<script>", Effect.UNKNOWN),
    ],
)
def test_the_change_says_what_it_does(change: str, effect: Effect) -> None:
    assert consequence_of(change) is effect
