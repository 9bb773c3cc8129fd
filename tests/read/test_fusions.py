"""Reading tables of fusions."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.fusion import Frame, Fusion
from crestome.model.genome import Assembly, Genome
from crestome.model.issue import Issues, Severity
from crestome.model.structural_variant import StructuralKind
from crestome.read.fusions import holds_fusions, read_frame, read_fusions
from crestome.read.reading import Reading
from crestome.read.text import TextFile, read_text_file

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "formats" / "fusions"
GRCH37 = load_genome(Assembly.GRCH37)
GRCH38 = load_genome(Assembly.GRCH38)
ARRIBA = "#gene1 gene2 breakpoint1 breakpoint2 type split_reads1 split_reads2 confidence"
PLAIN = "five_prime_gene three_prime_gene five_prime_breakpoint three_prime_breakpoint"
LINX = "name reported phased domainsKept domainsLost geneStart geneEnd"
PORTAL = (
    "Sample_Id Site1_Hugo_Symbol Site1_Chromosome Site1_Position Site2_Hugo_Symbol "
    "Site2_Chromosome Site2_Position Site2_Effect_On_Frame Class SV_Status NCBI_Build"
)
CATCHER = "Gene_1_symbol(5end_fusion_partner) Gene_2_symbol(3end_fusion_partner) Fusion_description"


def text(header: str, *rows: str) -> TextFile:
    lines = [line.replace("\t", " ").replace(" ", "\t") for line in (header, *rows)]
    return TextFile("F.tsv", "", lines)


def read(
    file: TextFile, *, genome: Genome = GRCH37, sample: str | None = None
) -> Reading[tuple[Fusion, ...]]:
    issues = Issues()
    reading = read_fusions(file, genome=genome, sample=sample, issues=issues)
    assert reading is not None, issues.errors
    assert len(reading.value) + sum(e.rows for e in reading.set_aside) == reading.source.rows
    return reading


def one(header: str, row: str) -> Fusion:
    (fusion,) = read(text(header, row)).value
    return fusion


def test_a_row_gives_both_genes_places_and_support() -> None:
    fusion = one(ARRIBA, "EML4 ALK 2:42522694 chr2:29446394 inversion 3 4 high")
    assert fusion.name == "EML4::ALK"
    assert (fusion.contig1, fusion.position1) == ("2", 42522693)
    assert (fusion.contig2, fusion.position2) == ("2", 29446393)
    assert fusion.kind is StructuralKind.INVERSION
    assert (fusion.support, fusion.confidence) == (7, "high")
    assert fusion.where == "F.tsv line 2"
    assert fusion.reported_as == "EML4::ALK inversion"


@pytest.mark.parametrize(
    ("place", "kept"),
    [("2:29446394", True), ("2:29500000", True), ("2:29446393", False), (".", None)],
)
def test_alk_keeps_its_kinase_where_the_break_lies_before_its_exons(
    place: str, kept: bool | None
) -> None:
    assert one(PLAIN, f"EML4 ALK . {place}").kinase_kept is kept


def test_alk_as_upstream_partner_or_without_order_says_nothing_of_the_kinase() -> None:
    assert one(PLAIN, "ALK EML4 2:29446394 2:42522694").kinase_kept is None
    unordered = one("GeneA GeneB Sv_Type", "EML4 ALK FUSION")
    assert (unordered.ordered, unordered.kinase_kept) == (False, None)


@pytest.mark.parametrize(
    ("kept", "lost", "answer"),
    [
        ("Protein kinase domain", ".", True),
        ("SH2|Protein_kinase_domain(100%)", ".", True),
        ("Protein_kinase_domain(40%)", ".", None),
        ("Pkinase_Tyr-PARTIAL", ".", None),
        (".", "Protein kinase domain", False),
        ("SH2", ".", None),
    ],
)
def test_lists_of_domains_tell_of_the_kinase(kept: str, lost: str, answer: bool | None) -> None:
    header = LINX.replace(" ", "\t")
    row = f"A_B\ttrue\tINFRAME\t{kept}\t{lost}\tNTRK1\tROS1"
    (fusion,) = read(TextFile("F.tsv", "", [header, row])).value
    assert (fusion.kinase_kept, fusion.frame) == (answer, Frame.IN_FRAME)


@pytest.mark.parametrize(
    ("word", "frame"),
    [
        ("in-frame", Frame.IN_FRAME),
        ("TRUE", Frame.IN_FRAME),
        ("OUT_OF_FRAME", Frame.OUT_OF_FRAME),
        ("stop-codon", Frame.OUT_OF_FRAME),
        ("SKIPPED_EXONS", Frame.UNKNOWN),
        ("", Frame.UNKNOWN),
    ],
)
def test_words_for_the_frame(word: str, frame: Frame) -> None:
    assert read_frame(word) is frame


@pytest.mark.parametrize(
    ("header", "row", "genes"),
    [
        ("FusionGene LeftBreakpoint RightBreakpoint", "--ALK . .", ("", "ALK")),
        ("FusionGene LeftBreakpoint RightBreakpoint", "NTRK3-- . .", ("NTRK3", "")),
        ("FusionGene LeftBreakpoint RightBreakpoint", "A-B--C . .", ("A-B", "C")),
        ("Tumor_Sample_Barcode Fusion", "T EML4-ALK", ("EML4", "ALK")),
        ("Tumor_Sample_Barcode Fusion", "T EGFR-intragenic", ("EGFR", "EGFR")),
        ("Tumor_Sample_Barcode Fusion", "T ALK", ("ALK", "")),
        (ARRIBA, "BRD4(11),X(2) MLLT4 . . x 1 1 low", ("BRD4", "AFDN")),
        (
            "#FusionName LeftGene LeftBreakpoint RightGene RightBreakpoint",
            "x KANSL1^ENSG1.8 chr17:5:- ALK^ENSG2.1 chr2:29446394:-",
            ("KANSL1", "ALK"),
        ),
    ],
)
def test_names_of_every_form_are_taken_apart(header: str, row: str, genes: tuple[str, str]) -> None:
    fusion = one(header, row)
    assert (fusion.five_prime, fusion.three_prime) == genes


def test_genes_are_named_once_and_an_intragenic_event_says_so() -> None:
    fusion = one("GeneA GeneB Sv_Type", "EGFR EGFR DELETION")
    assert fusion.is_intragenic
    assert (fusion.genes, fusion.kind) == (("EGFR",), StructuralKind.DELETION)
    assert one(PLAIN, "EML4 . . .").genes == ("EML4",)


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        (LINX, "A_B false INFRAME . . A B", "not reported by LINX"),
        (
            "GeneNameUp GeneNameDown ChrUp PosUp ChrDown PosDown Filter TotalFragments SVType",
            "A B 1 5 2 6 LOW_SUPPORT 3 BND",
            "caller's filter LOW_SUPPORT",
        ),
        (
            CATCHER,
            "A B known,readthrough,paralogs",
            "a likely artefact by its description: readthrough, paralogs",
        ),
        (PORTAL, "T A 1 5 B 2 6 NA Fusion GERMLINE GRCh37", "germline"),
        (PLAIN, ". NA . .", "no gene on either side"),
    ],
)
def test_rows_that_do_not_count_are_set_aside_with_their_reason(
    header: str, row: str, reason: str
) -> None:
    reading = read(text(header, row))
    assert reading.value == ()
    assert [entry.reason for entry in reading.set_aside] == [reason]


def test_a_table_without_rows_found_nothing() -> None:
    assert read(text(PLAIN)).value == ()


def test_other_samples_are_accounted_for() -> None:
    reading = read(text("sample GeneA GeneB", "a ALK EML4", "b ALK EML4"), sample="b")
    assert [fusion.where for fusion in reading.value] == ["F.tsv line 3"]


def test_breakpoints_outside_the_named_gene_are_not_used() -> None:
    issues = Issues()
    file = text(
        PORTAL,
        "T EML4 7 138536968 ALK 7 29446394 NA Fusion SOMATIC GRCh37",
    )
    reading = read_fusions(file, genome=GRCH37, sample=None, issues=issues)
    assert reading is not None
    assert reading.value[0].position2 is None
    assert reading.value[0].kinase_kept is None
    assert [item.severity for item in issues.items] == [Severity.WARNING]
    mixed = text(PLAIN, "EML4 ALK . 2:29446394", "EML4 ALK 9:999999999 2:29446394")
    assert [fusion.position1 for fusion in read(mixed).value] == [None, None]


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (text("gene vaf", "ALK 1"), "not a table of fusions in a known form"),
        (text(PLAIN, "EML4 ALK . 2:29223528"), "1 of 1 breakpoints lie outside their genes"),
        (text(PORTAL, "T A 1 5 B 2 6 NA Fusion SOMATIC GRCh38"), "made on GRCh38"),
        (text(PORTAL, "T A 1 x B 2 6 NA Fusion SOMATIC GRCh37"), "not a whole number"),
        (text("sample GeneA GeneB", "a A B", "b A B"), "2 samples"),
        (text(PLAIN, "A B"), "of another width than the header"),
    ],
)
def test_files_that_cannot_be_used_are_refused_with_their_place(file: TextFile, what: str) -> None:
    issues = Issues()
    assert read_fusions(file, genome=GRCH37, sample=None, issues=issues) is None
    assert what in str(issues.errors[0])


def test_a_missing_gene_column_is_an_empty_gene() -> None:
    file = text("name reported phased fivePrimeBreakendId", "EML4_ALK true INFRAME 1")
    assert read(file).value[0].name == "EML4::ALK"


def test_a_table_of_fusions_is_told_by_its_header() -> None:
    assert holds_fusions(text(PLAIN))
    assert not holds_fusions(text("gene vaf"))


FILES: dict[str, tuple[Genome, int, str | None, str]] = {
    "arriba_fusion_report.tsv": (GRCH38, 14, None, "EML4::ALK True in_frame"),
    "cbioportal_structural_variants.txt": (GRCH37, 48, "TCGA-A2-A04P-01", "EML4::ALK True unknown"),
    "fusioncatcher_833ke.txt": (GRCH37, 7, None, "EPT1::GUCY1A3 None unknown"),
    "isofox_pass_fusions.tsv": (GRCH37, 0, None, ""),
    "jaffa_results.csv": (GRCH37, 24, "MCF7-demo", "ARFGEF2::SULF2 None in_frame"),
    "linx_colo829.fusion.tsv": (GRCH37, 12, None, ""),
    "oncokb_sv.txt": (GRCH37, 7, "TCGA-05-4417-01", "ALK::EML4 None unknown"),
    "pcgr_T001-BRCA.grch37.fusions.tsv": (GRCH37, 13, None, "EML4::ALK True unknown"),
    "pcgr_T001-COAD.grch38.fusions.tsv": (GRCH38, 9, None, "EML4::ALK True unknown"),
    "starfusion_0.x_candidates.txt": (GRCH37, 11, None, "THRA::AC090627.1 None unknown"),
    "starfusion_1.x_abridged_annotated.tsv": (GRCH37, 3, None, "KANSL1::ARL17B None out_of_frame"),
}


@pytest.mark.parametrize("name", FILES)
def test_real_files_of_every_dialect_are_read_and_accounted_for(name: str) -> None:
    genome, rows, sample, expected = FILES[name]
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"../shared/data/formats/fusions/{name} is absent")
    file = read_text_file(path, name, Issues())
    assert file is not None
    reading = read(file, genome=genome, sample=sample)
    assert reading.source.rows == rows
    found = [f"{f.name} {f.kinase_kept} {f.frame.value}" for f in reading.value]
    assert expected in found if expected else not found
