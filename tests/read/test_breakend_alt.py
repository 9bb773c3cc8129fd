"""Reading the ALT of a breakend."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.read.breakend_alt import breakends

BASES = st.text(alphabet="ACGTN", min_size=1, max_size=6)
CONTIGS = st.sampled_from(["1", "chrX", "CHR12", "GL000232.1", "HLA-A*01:01:01:01"])


def written(bases: str, strand1: str, contig: str, position: int, strand2: str) -> str:
    """A breakend as the specification of VCF writes it."""
    bracket = "[" if strand2 == "-" else "]"
    place = f"{bracket}{contig}:{position + 1}{bracket}"
    return bases + place if strand1 == "+" else place + bases


@settings(deadline=None)
@given(BASES, st.sampled_from("+-"), CONTIGS, st.integers(0, 10**8), st.sampled_from("+-"))
def test_what_is_written_is_read_again(
    bases: str, strand1: str, contig: str, position: int, strand2: str
) -> None:
    alt = written(bases, strand1, contig, position, strand2)
    assert breakends(pl.Series([alt])).row(0) == (strand1, contig, position, strand2)


@pytest.mark.parametrize(
    ("alt", "strands"),
    [("T[9:5[", "+-"), ("T]9:5]", "++"), ("]9:5]T", "-+"), ("[9:5[T", "--")],
)
def test_the_four_forms_say_on_which_side_the_dna_is_kept(alt: str, strands: str) -> None:
    one, contig, position, two = breakends(pl.Series([alt])).row(0)
    assert (one + two, contig, position) == (strands, "9", 4)


def test_an_assembled_contig_in_angle_brackets_is_named_without_them() -> None:
    assert breakends(pl.Series(["C[<ctg1>:7["])).row(0) == ("+", "ctg1", 6, "-")


@settings(deadline=None)
@given(BASES)
def test_a_break_without_partner_has_one_strand(bases: str) -> None:
    rows = breakends(pl.Series([f"{bases}.", f".{bases}"])).rows()
    assert rows == [("+", None, None, None), ("-", None, None, None)]


@pytest.mark.parametrize("alt", ["A", "<DEL>", ".", "", "A[1:2[,A]1:3]", "A[1:x["])
def test_other_alternatives_are_no_breakends(alt: str) -> None:
    assert breakends(pl.Series([alt])).row(0) == (None, None, None, None)
