"""What a text holds, by its content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.model.inspection import FileKind
from crestome.read.recognise import recognise, structural_share
from crestome.read.text import TextFile

VCF = ["##fileformat=VCFv4.2", "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"]


def text(*lines: str) -> TextFile:
    return TextFile("any name", "", list(lines))


def record(reference: str, alternative: str, info: str = ".") -> str:
    return f"1\t100\t.\t{reference}\t{alternative}\t.\tPASS\t{info}"


@pytest.mark.parametrize(
    ("alternative", "info", "share"),
    [
        ("G", ".", 0.0),
        ("G,<NON_REF>", "END=200", 0.0),
        (".", ".", 0.0),
        ("<DEL>", "SVTYPE=DEL;END=900", 1.0),
        ("A[2:500[", "SVTYPE=BND", 1.0),
        ("]2:500]A", ".", 1.0),
        ("A.", "SVTYPE=BND", 1.0),
        (".TTA", "SVTYPE=BND", 1.0),
        ("A" + "C" * 60, "SVTYPE=INS", 1.0),
        ("A" + "C" * 60, ".", 0.0),
        ("ACC", "SVTYPE=INS;SVLEN=2", 0.0),
    ],
)
def test_a_record_is_structural_by_its_allele(alternative: str, info: str, share: float) -> None:
    assert structural_share([record("A", alternative, info)]) == share


def test_a_vcf_is_told_by_most_of_its_records() -> None:
    small = recognise(text(*VCF, record("A", "G"), record("A", "T"), record("A", "<DEL>")))
    assert small.kind is FileKind.SMALL_VARIANTS
    assert small.why == "a VCF, 1 of the 3 records of which are structural variants"
    structural = recognise(text(*VCF, record("A", "G"), record("A", "<DEL>")))
    assert structural.kind is FileKind.STRUCTURAL_VARIANTS


def test_a_vcf_without_records_is_told_by_its_header() -> None:
    assert recognise(text(*VCF)).kind is FileKind.SMALL_VARIANTS
    declared = recognise(text(VCF[0], '##ALT=<ID=DEL,Description="Deletion">', VCF[1]))
    assert declared.kind is FileKind.STRUCTURAL_VARIANTS


def test_a_vcf_that_lost_its_first_line_is_one() -> None:
    assert recognise(text(VCF[1], record("A", "G"))).dialect == "VCF"


def test_a_short_record_is_no_structural_variant() -> None:
    assert structural_share(["1\t100"]) == 0.0


@pytest.mark.parametrize(
    ("line", "caller"),
    [
        ("##source=Severus 0.1", "Severus 0.1"),
        ("##source=strelka", "Strelka"),
        ("##source=GenerateSVCandidates 1.6.0", "Manta 1.6.0"),
        ("##GATKCommandLine=<ID=Mutect2,CommandLine=x>", "Mutect2"),
        ('##VEP="v107"', ""),
        ("##bcftools_viewVersion=1.9", ""),
        ('##SnpEffVersion="4.3r"', ""),
    ],
)
def test_the_caller_is_what_the_header_names_and_no_annotator(line: str, caller: str) -> None:
    assert recognise(text(VCF[0], line, VCF[1])).caller == caller


@pytest.mark.parametrize(
    ("header", "kind", "dialect"),
    [
        ("#gene1\tgene2\tbreakpoint1\tbreakpoint2", FileKind.FUSIONS, "Arriba"),
        (
            "#FusionName\tLeftGene\tLeftBreakpoint\tRightGene\tRightBreakpoint",
            FileKind.FUSIONS,
            "STAR-Fusion",
        ),
        ("FusionGene\tLeftBreakpoint\tRightBreakpoint", FileKind.FUSIONS, "PCGR fusions"),
        ("sample,fusion genes,chrom1,base1,chrom2,base2", FileKind.FUSIONS, "JAFFA"),
        ("svId\tcoordsStart\tcoordsEnd\ttype", FileKind.STRUCTURAL_VARIANTS, "LINX"),
        ("chrom1\tstart1\tend1\tchrom2", FileKind.STRUCTURAL_VARIANTS, "BEDPE"),
        ("#CHROM_A\tSTART_A\tEND_A\tCHROM_B", FileKind.STRUCTURAL_VARIANTS, "BEDPE"),
        ("Chr\tStart\tEnd\tRef\tAlt\tGene.refGene", FileKind.SMALL_VARIANTS, "ANNOVAR"),
        ("Hugo_Symbol\tTumor_Seq_Allele2", FileKind.SMALL_VARIANTS, "MAF"),
        ("ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean", FileKind.COPY_NUMBER, "SEG"),
        ("Hugo_Symbol\tEntrez_Gene_Id\tT1", FileKind.COPY_NUMBER, "copies or states"),
        ("purity\tploidy\tgender\tstatus", FileKind.COPY_NUMBER, "purity and ploidy"),
        ("chromosome\tstart\tend\tgene\tlog2\tdepth", FileKind.COPY_NUMBER, "probes or bins"),
        ("gene\ttype\tprotein_change", FileKind.EVENTS, "list of gene-level events"),
        ("sample,chrom,pos,ref,alt", FileKind.SMALL_VARIANTS, "table of variants"),
        ("gene\ttype\tTumor_Seq_Allele2", FileKind.SMALL_VARIANTS, "MAF"),
        ("Sample,F1,F2,F4,Psi,F2a,F2a_c,Length", FileKind.TELOMERES, "telomerecat"),
        (
            '{"tumour": {"gc_matched_reads": 1, "intratelomeric": 1}}',
            FileKind.TELOMERES,
            "crestome telomeres",
        ),
    ],
)
def test_a_table_is_told_by_its_columns(header: str, kind: FileKind, dialect: str) -> None:
    seen = recognise(text(header))
    assert seen.kind is kind
    assert seen.dialect.startswith(dialect)
    assert seen.why


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["Missense", "amplification"], FileKind.EVENTS),
        (["deletion", "gain"], FileKind.COPY_NUMBER),
        (["", "gain", "unheard of"], FileKind.COPY_NUMBER),
        ([], FileKind.COPY_NUMBER),
    ],
)
def test_a_type_of_alteration_is_told_by_its_words(words: list[str], kind: FileKind) -> None:
    rows = [f"ALK\t{word}\tM1" for word in words]
    assert recognise(text("feature\talteration_type\tmodel_id", *rows)).kind is kind
    commas = [line.replace("\t", ",") for line in ["feature\talteration_type\tmodel_id", *rows]]
    assert recognise(text(*commas)).kind is kind
    if kind is FileKind.EVENTS:
        assert recognise(text("exported today", *commas)).kind is kind


def test_lines_above_the_header_do_not_hide_it() -> None:
    lines = ["WARNING: of R", "", "chrom1\tstart1\tend1\tchrom2\tstart2\tend2"]
    assert recognise(text(*lines)).dialect == "BEDPE"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2\t100\t101\tX\t500\t501", FileKind.STRUCTURAL_VARIANTS),
        ("chr2\t100\t200\tMYCN_exon_1", FileKind.GENES_SEQUENCED),
        ("chr2\t100\t200\tgain", FileKind.UNKNOWN),
        ("chr2\t100\t200\tp24.3\tgneg", FileKind.UNKNOWN),
        ("ALK", FileKind.GENES_SEQUENCED),
        ("ALK, TERT promoter, NKX2-1", FileKind.GENES_SEQUENCED),
        ("some prose about a tumour", FileKind.UNKNOWN),
        ("0.25\t0.5", FileKind.UNKNOWN),
    ],
)
def test_without_a_header_the_lines_speak(line: str, kind: FileKind) -> None:
    assert recognise(text(line)).kind is kind


def test_segments_without_a_header_are_told_by_their_values() -> None:
    seen = recognise(text("2\t1\t900\t3\tgain"))
    assert seen.kind is FileKind.COPY_NUMBER
    assert seen.why == "no header; by the values of its columns"


def test_an_unknown_header_marked_as_comment_is_not_taken_for_no_header() -> None:
    assert recognise(text("#chr\tfrom\tto\tbaf", "chr1\t1\t2\t0.5x")).kind is FileKind.UNKNOWN


def test_a_case_is_a_case() -> None:
    assert recognise(text('assembly = "GRCh38"', "[patient]", 'id = "P"')).kind is FileKind.CASE


def test_what_is_unknown_shows_its_first_line() -> None:
    assert recognise(text("x " * 100)).why == f"its first line reads: {'x ' * 40} …"
    assert recognise(text("", " ")).why == "its first line reads: nothing"


@given(st.lists(st.text(max_size=40), max_size=12))
def test_no_text_breaks_it(lines: list[str]) -> None:
    assert recognise(text(*lines)).why
