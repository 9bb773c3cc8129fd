from __future__ import annotations

import polars as pl
import pytest

from crestome.model.issue import Issues
from crestome.model.small_variant import Consequence as Effect
from crestome.read.consequence import consequence_of_words, consequences


@pytest.mark.parametrize(
    ("word", "effect"),
    [
        ("Missense_Mutation", Effect.MISSENSE),
        ("Nonsense_Mutation", Effect.NONSENSE),
        ("Frame_Shift_Del", Effect.FRAMESHIFT),
        ("In_Frame_Ins", Effect.INFRAME),
        ("ITD", Effect.INFRAME),
        ("Silent", Effect.SYNONYMOUS),
        ("Splice_Site", Effect.SPLICE),
        ("Splice_Region", Effect.OTHER),
        ("Targeted_Region", Effect.OTHER),
        ("Translation_Start_Site", Effect.START_LOST),
        ("Nonstop_Mutation", Effect.STOP_LOST),
        ("5'Flank", Effect.PROMOTER),
        ("upstream_gene_variant", Effect.PROMOTER),
        ("3'Flank", Effect.OTHER),
        ("IGR", Effect.OTHER),
        ("splice_acceptor_variant,coding_sequence_variant,intron_variant", Effect.SPLICE),
        ("stop_gained&frameshift_variant", Effect.NONSENSE),
        ("splice_region_variant;synonymous_variant", Effect.SYNONYMOUS),
        ("missense mutation", Effect.MISSENSE),
        ("", Effect.UNKNOWN),
        ("NA", Effect.UNKNOWN),
    ],
)
def test_words_of_both_vocabularies_are_read(word: str, effect: Effect) -> None:
    assert consequence_of_words(word) == (effect, ())


def test_unknown_words_are_named_once() -> None:
    issues = Issues()
    column = pl.Series(["Silent", "<script>", "Odd", "<script>", *"abcd"])
    read = consequences(column, "x.maf: column C", issues)
    assert read.to_list() == ["synonymous", *["unknown"] * 7]
    (warning,) = issues.items
    assert "x.maf: column C: unknown consequence(s) '<script>', 'Odd', 'a'" in str(warning)
    assert "and 1 more" in str(warning)


def test_known_words_need_no_warning() -> None:
    issues = Issues()
    assert consequences(pl.Series(["Silent"]), "x", issues).to_list() == ["synonymous"]
    assert not issues.items


def test_a_single_unknown_word_beside_a_known_one_is_reported() -> None:
    assert consequence_of_words("missense_variant,odd") == (Effect.MISSENSE, ("odd",))
