"""Taking BEDPE apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read.sv_files import table

from crestome.model.issue import Issues
from crestome.read.set_aside import REASON, kept
from crestome.read.sv_bedpe import holds_bedpe, read_sv_bedpe
from crestome.read.sv_rows import SvRows
from crestome.read.text import TextFile

TEN = "chrom1 start1 end1 chrom2 start2 end2 name score strand1 strand2"
SVTOOLS = (
    "#CHROM_A START_A END_A CHROM_B START_B END_B ID QUAL STRAND_A STRAND_B TYPE FILTER NAME_A "
    "REF_A ALT_A NAME_B REF_B ALT_B INFO_A INFO_B FORMAT T"
)
MEGSAP = (
    "#CHROM_A START_A END_A CHROM_B START_B END_B TYPE FILTER TUM_PR_REF TUM_SR_REF TUM_PR_ALT "
    "TUM_SR_ALT FLAGS ALT_A ALT_B INFO_A INFO_B"
)


def taken(text: TextFile, sample: str | None = None) -> SvRows:
    issues = Issues()
    assert holds_bedpe(text)
    rows = read_sv_bedpe(text, sample, issues)
    assert rows is not None, issues.errors
    return rows


def places(rows: SvRows) -> list[str]:
    return [
        f"{r['contig1']}:{r['position1']}{r['strand1'] or '?'} "
        f"{r['contig2']}:{r['position2']}{r['strand2'] or '?'} {r['kind'] or '?'}"
        for r in kept(rows.frame).iter_rows(named=True)
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "X", "chr7"]),
            st.integers(1, 10**8),
            st.sampled_from("+-"),
            st.sampled_from(["2", "chrX"]),
            st.integers(1, 10**8),
            st.sampled_from("+-"),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_is_read_again(
    rows: list[tuple[str, int, str, str, int, str]],
) -> None:
    lines = [
        f"{c1} {p1} {p1 + 1} {c2} {p2} {p2 + 1} n 0 {s1} {s2}" for c1, p1, s1, c2, p2, s2 in rows
    ]
    expected = [f"{c1}:{p1}{s1} {c2}:{p2}{s2} ?" for c1, p1, s1, c2, p2, s2 in rows]
    assert places(taken(table(TEN, *lines))) == expected
    assert places(taken(table("", *lines))) == expected


def test_a_header_may_be_separated_by_blanks() -> None:
    text = TextFile("T", "", [TEN, "1 10 11 2 20 21 a 0 + -"])
    assert places(taken(text)) == ["1:10+ 2:20- ?"]


def test_without_a_header_the_line_numbers_are_those_of_the_file() -> None:
    rows = taken(table("", "1 10 12 2 20 22", "1 30 32 2 40 42"))
    assert rows.frame["_line"].to_list() == [1, 2]
    assert places(rows) == ["1:10? 2:20? ?", "1:30? 2:40? ?"]
    assert "no header" in rows.dialect
    assert "no strands" in rows.dialect


def test_blanks_separate_too_and_a_word_behind_ten_columns_is_the_kind() -> None:
    text = TextFile("T", "", ["# note", "1 10 11 1 20 21 a 0 + - TYPE:DELETION 7"])
    assert places(taken(text)) == ["1:10+ 1:20- deletion"]
    plain = TextFile("T", "", ["1 10 11 1 20 21 a 0 + - word"])
    assert places(taken(plain)) == ["1:10+ 1:20- ?"]


def test_ranges_may_be_wide_empty_or_turned_round() -> None:
    rows = taken(table(TEN, "1 100 200 2 50 50 a 0 + -", "1 205 201 2 -1 -1 a 0 + -"))
    assert places(rows) == ["1:149+ 2:49- ?"]
    assert rows.frame["position1"].to_list() == [149, 202]
    assert rows.frame[REASON].to_list() == [None, "the place of an end is not given"]


def test_the_records_behind_a_row_give_its_exact_places() -> None:
    rows = taken(
        table(
            SVTOOLS,
            "1 99 103 7 49 60 e 9 + + BND PASS a A A]7:55] b T T]1:100] "
            "SVTYPE=BND;POS=100 SVTYPE=BND;POS=54 GT:PR:SR 0/1:9,1:9,2",
            above=("##x", "##y"),
        )
    )
    assert places(rows) == ["1:99+ 7:54+ ?"]
    assert rows.frame["support"].to_list() == [3]
    assert "tumour T" in rows.dialect


def test_a_row_whose_first_record_is_missing_is_read_from_the_second() -> None:
    rows = taken(
        table(
            SVTOOLS,
            "4 90 130 10 40 90 e 9 + + BND . . . . b N N]4:101] "
            "MISSING SVTYPE=BND;POS=52;EVENT=e;SU=8 GT:SU 0/0:8",
        )
    )
    assert places(rows) == ["4:100+ 10:51+ ?"]
    assert rows.frame.select("support", "event").row(0) == (8, "e")


@pytest.mark.parametrize(
    ("kind", "flags", "alt", "info", "expected"),
    [
        ("DEL", ".", "<DEL>", "POS=100;END=200", "1:99+ 1:200- deletion"),
        ("DUP", ".", "<DUP:TANDEM>", "POS=100;END=200", "1:100- 1:199+ duplication"),
        ("INV", "INV5;SOMATIC", "<INV>", "POS=100;END=200", "1:100- 1:200- inversion"),
        ("INV", "SOMATIC;INV3", "<INV>", "POS=100;END=200", "1:99+ 1:199+ inversion"),
        ("INV", "SOMATIC", "<INV>", "POS=100;END=200", "1:99? 1:199? inversion"),
        ("BND", "SOMATIC", "C[CHR1:201[", "SVTYPE=BND", "1:99+ 1:200- ?"),
    ],
)
def test_without_strand_columns_flags_and_alternatives_tell(
    kind: str, flags: str, alt: str, info: str, expected: str
) -> None:
    partner = "]CHR1:100]C" if kind == "BND" else "."
    row = f"1 99 102 1 200 203 {kind} PASS 90 9 1 0 {flags} {alt} {partner} {info} ."
    rows = taken(table(MEGSAP, row))
    assert places(rows) == [expected]
    assert rows.frame.select("support", "vaf").row(0) == (1, 0.01)


def test_filters_and_keys_of_long_ranger_are_read() -> None:
    rows = taken(
        table(
            "#chrom1 start1 stop1 chrom2 start2 stop2 name qual strand1 strand2 filters info",
            "chr1 10 11 chr1 90 91 c 4 . . . ALLELIC_FRAC=0.2;TYPE=DUP",
            "chr1 10 11 chr1 90 91 c 4 . . LOWQ TYPE=DEL",
            above=("# documented elsewhere",),
        )
    )
    assert places(rows) == ["chr1:10- chr1:90+ duplication"]
    assert rows.frame["vaf"].to_list() == [0.2, None]
    assert rows.frame[REASON].to_list() == [None, "caller's filter LOWQ"]


def test_strands_of_brass_are_turned_by_their_kinds_or_their_header() -> None:
    words = "chrom1 start1 end1 chrom2 start2 end2 name score strand1 strand2 svclass"
    brass = taken(table(words, "1 10 11 1 90 91 a 9 + + deletion"))
    assert places(brass) == ["1:10+ 1:90- deletion"]
    assert "BRASS" in brass.dialect
    plain = taken(table(words, "1 10 11 1 90 91 a 9 + - deletion"))
    assert places(plain) == ["1:10+ 1:90- deletion"]
    assert "BRASS" not in plain.dialect
    last = "chrom1 start1 end1 chrom2 start2 end2 sample strand1 strand2"
    assert places(taken(table(last, "1 10 11 1 90 91 P - -"))) == ["1:10- 1:90+ ?"]
    before = "chrom1 start1 end1 chrom2 start2 end2 strand1 strand2 sample"
    assert places(taken(table(before, "1 10 11 1 90 91 - - P"))) == ["1:10- 1:90- ?"]
    scored = "chr1 start1 end1 chr2 start2 end2 id/name brass_score strand1 strand2 gene1 strand1"
    assert places(taken(table(scored, "1 10 11 1 90 91 a 9 + + ALK -"))) == ["1:10+ 1:90- ?"]


def test_a_partner_that_is_not_known_makes_a_single_end() -> None:
    rows = taken(table(TEN, "1 10 11 . -1 -1 a 0 + ."))
    assert rows.frame.select("contig2", "kind").row(0) == (None, "single")
    assert rows.frame[REASON].to_list() == [None]


def test_annotations_behind_the_genotypes_are_no_samples() -> None:
    head = f"{TEN} INFO_A FORMAT T GENES"
    rows = taken(table(head, "1 10 11 2 90 91 a 0 + - X=1 GT:DV 0/1:4 ALK"))
    assert rows.frame["support"].to_list() == [4]
    none = taken(table(f"{TEN} FORMAT GENES", "1 10 11 2 90 91 a 0 + - GT:DV ALK"))
    assert none.frame["support"].to_list() == [None]


def test_rows_of_other_samples_are_accounted_for() -> None:
    head = f"{TEN} sample"
    lines = ("1 10 11 2 90 91 a 0 + - A", "1 10 11 2 90 91 a 0 + - B")
    rows = taken(table(head, *lines), "B")
    assert (rows.rows, rows.frame.height, rows.others[0].rows) == (2, 1, 1)
    issues = Issues()
    assert read_sv_bedpe(table(head, *lines), None, issues) is None
    assert "2 samples" in str(issues.errors[0])


def test_places_that_are_no_numbers_are_refused() -> None:
    issues = Issues()
    assert read_sv_bedpe(table(TEN, "1 x 11 2 90 91 a 0 + -"), None, issues) is None
    assert "not a whole number: 'x'" in str(issues.errors[0])
    ragged = table(TEN, "1 9 11 2 90 91 a 0 +")
    assert read_sv_bedpe(ragged, None, issues) is None


def test_several_genotypes_need_a_name() -> None:
    text = table(f"{TEN} FORMAT a b", "1 10 11 2 90 91 a 0 + - GT:DV 0/1:4 0/1:5")
    assert taken(text, "b").frame["support"].to_list() == [5]
    issues = Issues()
    assert read_sv_bedpe(text, None, issues) is None


def test_other_tables_are_no_bedpe() -> None:
    assert not holds_bedpe(table("gene vaf", "ALK 0.3"))
    assert not holds_bedpe(TextFile("x", "", ["# only a comment"]))


def test_a_quote_left_open_in_the_header_is_refused_with_the_column() -> None:
    text = TextFile("x", "", ['chrom1\tstart1\tend1\tchrom2\tstart2\t"end2\tname'])
    issues = Issues()
    assert read_sv_bedpe(text, None, issues) is None
    assert "end2" in str(issues.errors[0])
