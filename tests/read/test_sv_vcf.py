"""Taking a VCF of structural variants apart."""

from __future__ import annotations

import pytest
from read.sv_files import vcf

from crestome.model.issue import Issues
from crestome.read.set_aside import REASON, kept
from crestome.read.sv_rows import SvRows
from crestome.read.sv_vcf import holds_vcf, read_sv_vcf, vcf_header
from crestome.read.text import TextFile


def taken(text: TextFile, sample: str | None = None) -> SvRows:
    issues = Issues()
    rows = read_sv_vcf(text, sample, issues)
    assert rows is not None, issues.errors
    return rows


def place(row: str) -> str:
    """The one kept row as both places with strands, 0-based, and its kind."""
    (found,) = kept(taken(vcf(row)).frame).iter_rows(named=True)
    return (
        " ".join(
            f"{found[f'contig{side}']}:{found[f'position{side}']}{found[f'strand{side}'] or '?'}"
            for side in (1, 2)
        )
        + f" {found['kind'] or '?'}"
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # The base before the event is kept; so is the one behind END.
        ("1 100 d N <DEL> . PASS SVTYPE=DEL;END=200", "1:99+ 1:200- deletion"),
        ("1 100 d N <DEL:ME:ALU> . . END=200;SVTYPE=DEL", "1:99+ 1:200- deletion"),
        ("1 100 d N <DUP:TANDEM> . . SVTYPE=DUP;END=200", "1:100- 1:199+ duplication"),
        ("1 100 d N <INV> . . SVTYPE=INV;END=200;CT=3to3", "1:99+ 1:199+ inversion"),
        ("1 100 d N <INV> . . SVTYPE=INV;END=200;CT=5to5", "1:100- 1:200- inversion"),
        ("1 100 d N <INV> . . SVTYPE=INV;END=200;INV3", "1:99+ 1:199+ inversion"),
        ("1 100 d N <INV> . . SVTYPE=INV;END=200;INV5", "1:100- 1:200- inversion"),
        ("1 100 d N <INV> . . SVTYPE=INV;END=200;STRANDS=--:4", "1:100- 1:200- inversion"),
        ("1 100 cuteSV.1 N <INV> . . SVTYPE=INV;END=200;STRAND=++", "1:99+ 1:199+ inversion"),
        # Sniffles 2 writes the strands of reads; orientation is not stated.
        ("1 100 Sniffles2.1 N <INV> . . SVTYPE=INV;END=200;STRAND=+-", "1:99? 1:199? inversion"),
        # Severus gives the length only.
        ("1 100 d N <INV> . . SVTYPE=INV;SVLEN=50;STRANDS=++", "1:99+ 1:149+ inversion"),
        ("1 100 d ACGT A . . SVTYPE=DEL;SVLEN=-3", "1:99+ 1:103- deletion"),
        ("1 100 d A <INS> . . SVTYPE=INS;END=100", "1:99+ 1:100- insertion"),
        ("1 100 d A <INS> . . SVTYPE=INS;SVLEN=300", "1:99+ 1:100- insertion"),
        ("1 100 d N <TRA> . . SVTYPE=TRA;CHR2=7;END=55;CT=3to5", "1:99+ 7:54- ?"),
        ("1 100 d N <TRA> . . SVTYPE=TRA;CHR2=7;END=55;STRANDS=-+", "1:99- 7:54+ ?"),
        ("1 100 d N <BND> . . SVTYPE=BND;CHR2=7;POS2=55;END=101", "1:99? 7:54? ?"),
        ("1 100 d N <CTX> . . SVTYPE=CTX;CHR2=7;END2=55;END=101", "1:99? 7:54? ?"),
        ("1 100 d T T]7:55] . . SVTYPE=BND", "1:99+ 7:54+ ?"),
        ("1 100 d T [CHR7:55[T . . SVTYPE=INV", "1:99- CHR7:54- inversion"),
        ("1 100 d T T[7:55[ . . SVTYPE=SGL", "1:99+ 7:54- ?"),
    ],
)
def test_every_spelling_gives_two_places_and_the_sides_that_are_kept(
    row: str, expected: str
) -> None:
    assert place(row) == expected


@pytest.mark.parametrize(("alt", "strand"), [("ACC.", "+"), (".ACC", "-")])
def test_a_single_breakend_has_one_place(alt: str, strand: str) -> None:
    (row,) = kept(taken(vcf(f"1 100 b A {alt} . PASS SVTYPE=BND")).frame).rows(named=True)
    assert (row["contig1"], row["position1"], row["strand1"]) == ("1", 99, strand)
    assert (row["contig2"], row["position2"], row["kind"]) == (None, None, "single")


def test_a_long_sequence_is_structural_without_svtype() -> None:
    long = "A" * 60
    rows = taken(vcf(f"1 100 a {long} A . . X", f"1 900 b A {long} . . X", "1 950 c A T . . X"))
    assert rows.frame["kind"].to_list() == ["deletion", "insertion", None]
    assert rows.frame[REASON].to_list() == [None, None, "a small variant"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1 9 a N <DEL> . LowQual;PON SVTYPE=DEL;END=20", "caller's filter LowQual, PON"),
        ("1 9 a N . . PASS SVTYPE=DEL;END=20", "no variant"),
        ("1 9 a N <CNV> . PASS SVTYPE=CNV;END=20", "copies, no breakpoints"),
        ("1 9 a N <DEL>,<DUP> . PASS SVTYPE=DEL;END=90", "several alternatives in one row"),
        ("1 9 a N <DEL> . PASS SVTYPE=DEL", "the place of the second end is not given"),
        ("1 9 a N <BND> . PASS SVTYPE=BND;CHR2=7", "the place of the second end is not given"),
    ],
)
def test_what_cannot_be_used_is_set_aside_with_its_reason(row: str, reason: str) -> None:
    other = "1 9 z N <DUP> . PASS SVTYPE=DUP;END=20"
    assert taken(vcf(row, other)).frame[REASON].to_list() == [reason, None]


def test_rows_without_a_read_of_the_tumour_are_set_aside() -> None:
    text = vcf(
        "1 9 a N <DEL> . . SVTYPE=DEL;END=20 PR:SR 9,0:9,0 9,4:9,0",
        "1 9 b N <DEL> . . SVTYPE=DEL;END=30 PR:SR 9,4:9,0 9,0:9,0",
        samples=("P_N", "P_T"),
    )
    rows = taken(text)
    assert rows.frame[REASON].to_list() == [None, "no read of the tumour supports it"]
    assert "tumour P_T, told by its name" in rows.dialect


def test_where_some_rows_are_called_somatic_the_others_are_not() -> None:
    text = vcf(
        "1 9 a N <DEL> . . SVTYPE=DEL;END=20;SOMATIC PR 9,2 9,4",
        "1 9 b N <DEL> . . SVTYPE=DEL;END=30 PR 9,2 9,4",
        samples=("NORMAL", "TUMOR"),
    )
    assert taken(text).frame[REASON].to_list() == [None, "not called somatic"]


def test_a_row_that_ends_with_info_has_no_genotypes() -> None:
    text = vcf(
        "1 9 a N <DEL> . . SVTYPE=DEL;END=20 GT:DV 0/1:3",
        "1 9 b N <DEL> . . SVTYPE=DEL;END=30",
        samples=("T",),
    )
    assert taken(text).frame["support"].to_list() == [3, None]


def test_a_header_without_rows_is_valid() -> None:
    assert taken(vcf()).rows == 0


@pytest.mark.parametrize(
    ("header", "row", "caller"),
    [
        (("##source=GenerateSVCandidates 1.6.0",), "x", "Manta 1.6.0"),
        ((), "SVMETHOD=EMBL.DELLYv0.8.1", "DELLY 0.8.1"),
        (("##INFO=<ID=X,Description=gridss>",), "x", "GRIDSS"),
        ((), "x", "caller not named"),
    ],
)
def test_the_caller_is_named_where_the_file_names_it(
    header: tuple[str, ...], row: str, caller: str
) -> None:
    text = vcf(f"1 9 a N <DEL> . . SVTYPE=DEL;END=20;{row}", header=header)
    assert caller in taken(text).dialect
    assert caller in taken(vcf(header=header)).dialect or row != "x"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TextFile("T.vcf", "", ["##fileformat=VCFv4.2", "##x"]), "T.vcf line 2: the VCF ends"),
        (TextFile("T.vcf", "", ["#CHROM\tPOS\tID", "1\t2\t3"]), "columns CHROM, POS, ID"),
        (vcf("1 x a N <DEL> . . END=5"), "column POS: not a whole number: 'x'"),
        (vcf("1 5 a A T . . DP=5"), "no row is a structural variant"),
        (vcf("1 5 a A <DEL> . . END=9", "1 5 a"), "of another width than the header"),
        (vcf("1 5 a A <DEL> . . END=9 GT 1 1 1", samples=("a", "b", "c")), "3 samples"),
    ],
)
def test_broken_files_are_refused_with_their_place(text: TextFile, what: str) -> None:
    issues = Issues()
    assert read_sv_vcf(text, None, issues) is None
    assert any(what in str(error) for error in issues.errors)


def test_a_vcf_is_told_by_its_first_line() -> None:
    assert holds_vcf(vcf())
    assert holds_vcf(TextFile("x", "", ["", "#CHROM\tPOS\tID"]))
    assert not holds_vcf(TextFile("x", "", ["chrom\tpos"]))
    assert vcf_header(vcf(header=("##a=b",))) == ["##fileformat=VCFv4.2", "##a=b"]


def test_a_breakend_with_several_partners_gives_a_row_for_each() -> None:
    text = vcf("1 9 a N N[2:5[,N]3:7] . . SVTYPE=BND;MATEID=b,c PR 8,3,1", samples=("T",))
    rows = taken(text)
    assert rows.rows == 1
    assert rows.frame["contig2"].to_list() == ["2", "3"]
    assert rows.frame["strand2"].to_list() == ["-", "+"]
    assert rows.frame["mate"].to_list() == ["b", "c"]
    # Which of the reads support which partner is not told apart.
    assert rows.frame["support"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("info", "slack"),
    [
        ("HOMLEN=4", 4),
        ("CIPOS=0,3", 3),
        ("CIPOS=-2,2", 4),
        ("CIPOS=-500,500;IMPRECISE", 0),
        ("CIPOS=x", 0),
        ("CIPOS=7", 0),
    ],
)
def test_bases_alike_on_both_sides_are_counted(info: str, slack: int) -> None:
    rows = taken(vcf(f"1 9 a N N[2:5[ . . SVTYPE=BND;{info}"))
    assert rows.frame["slack"].to_list() == [slack]
