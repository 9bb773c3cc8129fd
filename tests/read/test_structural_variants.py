"""Reading structural variants of any caller into one table."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from read.sv_files import ends, table, vcf

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly, Genome
from crestome.model.issue import Issues
from crestome.model.structural_variant import StructuralVariants
from crestome.read.reading import Reading
from crestome.read.structural_variants import (
    holds_structural_variants,
    read_structural_variants,
)
from crestome.read.text import TextFile, read_text_file

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "formats" / "structural_variants"
GENOMES = {assembly: load_genome(assembly) for assembly in Assembly}
GRCH37 = GENOMES[Assembly.GRCH37]
TEN = "chrom1 start1 end1 chrom2 start2 end2 name score strand1 strand2"


def read(
    text: TextFile, *, genome: Genome = GRCH37, sample: str | None = None
) -> Reading[StructuralVariants]:
    issues = Issues()
    reading = read_structural_variants(text, genome=genome, sample=sample, issues=issues)
    assert reading is not None, issues.errors
    assert len(reading.value) + sum(e.rows for e in reading.set_aside) == reading.source.rows
    return reading


def refusal(text: TextFile) -> str:
    issues = Issues()
    assert read_structural_variants(text, genome=GRCH37, sample=None, issues=issues) is None
    return "; ".join(map(str, issues.errors))


def aside(reading: Reading[StructuralVariants]) -> dict[str, int]:
    return {entry.reason: entry.rows for entry in reading.set_aside}


def test_a_pair_of_mates_is_one_adjacency_with_the_lower_place_first() -> None:
    reading = read(
        vcf(
            "17 500 b T T]1:102] . PASS SVTYPE=BND;MATEID=a;EVENT=e",
            "1 100 a A A]17:502] . PASS SVTYPE=BND;MATEID=b;EVENT=e",
        )
    )
    assert ends(reading.value) == ["1:101:+ 17:499:+ translocation"]
    assert aside(reading) == {"mate of line 3": 1}
    assert reading.value.frame.select("event", "where").row(0) == ("e", "T.vcf line 3")


def test_mates_are_found_by_their_places_where_identifiers_fail() -> None:
    rows = ("1 100 x A A[7:200[ . . SVTYPE=BND", "7 200 x C ]1:100]C . . SVTYPE=BND")
    reading = read(vcf(*rows))
    assert ends(reading.value) == ["1:99:+ 7:199:- translocation"]
    assert aside(reading) == {"the same adjacency as line 3": 1}


def test_a_mate_that_is_not_in_the_file_or_did_not_pass_is_not_missed() -> None:
    alone = "1 100 a A A[7:200[ . PASS SVTYPE=BND;MATEID=b"
    assert len(read(vcf(alone)).value) == 1
    failed = "7 205 b C ]1:100]C . LowQual SVTYPE=BND;MATEID=a"
    reading = read(vcf(failed, alone))
    assert ends(reading.value) == ["1:99:+ 7:199:- translocation"]
    assert aside(reading) == {"caller's filter LowQual": 1}


def test_many_pairs_share_one_reason() -> None:
    rows = [
        row
        for n in range(1, 10)
        for row in (
            f"1 {n}00 a{n} A A[7:{n}50[ . . SVTYPE=BND;MATEID=b{n}",
            f"7 {n}50 b{n} A ]1:{n}00]A . . SVTYPE=BND;MATEID=a{n}",
        )
    ]
    assert aside(read(vcf(*rows))) == {"mates of earlier lines": 9}


@pytest.mark.parametrize(
    ("alt", "kind"),
    [
        ("A[1:900[", "deletion"),
        ("]1:900]A", "duplication"),
        ("A]1:900]", "inversion"),
        ("[1:900[A", "inversion"),
        ("[1:20[A", "inversion"),
        ("]1:20]A", "deletion"),
        ("A[1:20[", "duplication"),
        ("A[2:900[", "translocation"),
    ],
)
def test_the_ends_show_the_kind_where_the_caller_leaves_it_open(alt: str, kind: str) -> None:
    (row,) = read(vcf(f"1 100 a A {alt} . . SVTYPE=BND")).value.frame.rows(named=True)
    assert row["kind"] == kind


def test_without_orientation_two_places_on_a_chromosome_stay_a_breakend() -> None:
    assert ends(read(table("", "1 10 11 1 90 91")).value) == ["1:10: 1:90: breakend"]


def test_single_breakends_and_insertions_are_never_taken_for_repeats() -> None:
    rows = (
        "1 100 a A ACC. . . SVTYPE=BND",
        "1 100 b A AGG. . . SVTYPE=BND",
        "1 100 c A <INS> . . SVTYPE=INS;END=100",
        "1 100 d A <INS> . . SVTYPE=INS;END=100",
    )
    assert len(read(vcf(*rows)).value) == 4


def test_rows_on_other_contigs_are_set_aside_with_a_warning() -> None:
    issues = Issues()
    text = vcf(
        "chr1 9 a N <DEL> . . SVTYPE=DEL;END=20",
        "chr1 9 b N N[CHRUN_7:5[ . . SVTYPE=BND",
        "hs37d5 9 c N <DEL> . . SVTYPE=DEL;END=20",
    )
    reading = read_structural_variants(text, genome=GRCH37, sample=None, issues=issues)
    assert reading is not None
    assert aside(reading) == {
        "contig CHRUN_7 is no chromosome": 1,
        "contig hs37d5 is no chromosome": 1,
    }
    assert "2 row(s) with an end outside" in str(issues.items[0])
    many = [f"c{n} 9 a N <DEL> . . SVTYPE=DEL;END=20" for n in range(9)]
    found = aside(read(vcf("1 9 a N <DEL> . . SVTYPE=DEL;END=20", *many)))
    assert found == {"an end on a contig that is no chromosome": 9}


def test_genes_carry_their_current_symbols() -> None:
    head = "svId coordsStart coordsEnd type geneStart geneEnd"
    value = read(table(head, "4 6:1000:1 6:2000:-1 DEL MLLT4 _")).value
    assert value.frame.select("gene1", "gene2").row(0) == ("AFDN", "")
    dummy = table(head, "4 6:1000:1 6:2000:-1 DEL A A", "5 6:1000:1 6:2000:-1 DEL B B")
    assert len(read(dummy).value) == 2


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (table("gene vaf", "ALK 0.3"), "not structural variants in a known form"),
        (table("FusionGene LeftBreakpoint RightBreakpoint"), "Name it under fusions"),
        (TextFile("T.vcf", "", ["##fileformat=VCFv4.2"]), "T.vcf line 1: the VCF ends"),
        (vcf("zebra 9 a N <DEL> . . SVTYPE=DEL;END=20"), "no row lies on human chromosomes: zebra"),
        (vcf("1 9 a N <DEL> . . SVTYPE=DEL;END=300000000"), "beyond the end of the chromosome"),
        (vcf(header=("##reference=file:///x/hg38.fa",)), "made on hg38"),
        (vcf(header=("##reference=/x/Homo_sapiens_assembly38.fasta",)), "made on 38"),
        (vcf(header=("##reference=1000Genomes-NCBI36",)), "made on NCBI36"),
        (vcf(header=("##contig=<ID=chr1,length=248956422>",)), "chr1 has 248,956,422 bases"),
        (table(TEN, "1 x 11 2 90 91 a 0 + -"), "not a whole number"),
    ],
)
def test_files_that_cannot_be_used_are_refused_with_their_place(text: TextFile, what: str) -> None:
    assert what in refusal(text)


@pytest.mark.parametrize(
    "line",
    [
        "##reference=file:///x/GRCh37.fa",
        "##reference=/x/Homo_sapiens_assembly19.fasta",
        "##reference=/x/human_g1k_v37.fasta",
        "##contig=<ID=1,length=249250621>",
        "##contig=<ID=decoy,length=7>",
    ],
)
def test_a_header_of_the_same_assembly_passes(line: str) -> None:
    assert read(vcf(header=(line,))).source.rows == 0


def test_what_the_file_is_taken_for_is_said() -> None:
    reading = read(table(TEN, "1 10 11 2 90 91 a 0 + -"))
    assert reading.source.dialect == "BEDPE (by its header)"
    assert reading.source.role == "structural_variants"
    assert holds_structural_variants(table(TEN))
    assert not holds_structural_variants(table("gene vaf"))


FILES: dict[str, tuple[Assembly, int, dict[str, int]]] = {
    "brass_560breast_PD4957a.bedpe": (Assembly.GRCH37, 74, {"deletion": 36}),
    "cutesv_1.0.13.vcf.gz": (Assembly.GRCH38, 176, {"duplication": 7}),
    "delly_0.6.8_single.vcf": (Assembly.GRCH37, 4, {"inversion": 1}),
    "delly_0.7.7_pair.vcf": (Assembly.GRCH37, 15, {"translocation": 1}),
    "delly_1_megsap.vcf.gz": (Assembly.GRCH37, 6, {"translocation": 2, "insertion": 1}),
    "dragen_sv_4.2.vcf": (Assembly.GRCH38, 49, {"deletion": 8}),
    "gridss_colo829_pair.vcf.gz": (Assembly.GRCH37, 221, {"single": 12}),
    "gridss_missing_partner.vcf": (Assembly.GRCH37, 3, {"translocation": 1}),
    "linx_colo829.breakend.tsv.gz": (Assembly.GRCH37, 346, {"breakend": 341}),
    "linx_colo829.svs.tsv": (Assembly.GRCH37, 92, {"deletion": 92}),
    "longranger_10x.bedpe": (Assembly.GRCH37, 6, {"deletion": 1, "duplication": 5}),
    "lumpy_svtyper_NA12878.vcf": (Assembly.GRCH37, 4, {"deletion": 1}),
    "manta_1.1.1_single.vcf": (Assembly.GRCH38, 11, {"deletion": 3, "duplication": 2}),
    "manta_1.2_hcc2218_inv3_inv5.vcf": (Assembly.GRCH37, 20, {"duplication": 1}),
    "manta_1.2_no_bpi_pair.vcf": (Assembly.GRCH37, 6, {"translocation": 2, "inversion": 1}),
    "manta_1.6_colo829_pair.vcf.gz": (Assembly.GRCH37, 431, {"translocation": 38}),
    "manta_somatic_megsap.bedpe": (Assembly.GRCH37, 8, {"inversion": 4}),
    "pcawg_consensus_SA130927.bedpe": (Assembly.GRCH37, 90, {"deletion": 39}),
    "severus_hg008_tumor.vcf.gz": (Assembly.GRCH38, 245, {"inversion": 19}),
    "sniffles1_skbr3_tra.bedpe": (Assembly.GRCH37, 140, {"translocation": 125}),
    "sniffles1_skbr3_tra.vcf.gz": (Assembly.GRCH37, 140, {"translocation": 125}),
    "sniffles2_2.0.vcf.gz": (Assembly.GRCH38, 120, {"insertion": 50, "deletion": 50}),
    "svtools_manta_NA12878.bedpe": (Assembly.GRCH37, 1, {"translocation": 1}),
    "svtools_manta_NA12878.vcf": (Assembly.GRCH37, 2, {"translocation": 1}),
    "svtools_secondary_only.bedpe": (Assembly.GRCH37, 1, {"translocation": 1}),
    "truthset_colo829_bnd.vcf": (Assembly.GRCH37, 134, {"deletion": 38, "insertion": 3}),
}


def real(name: str) -> TextFile:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"../shared/data/formats/structural_variants/{name} is absent")
    text = read_text_file(path, name, Issues())
    assert text is not None
    return text


@pytest.mark.parametrize("name", FILES)
def test_real_files_of_every_dialect_are_read_and_accounted_for(name: str) -> None:
    assembly, rows, kinds = FILES[name]
    reading = read(real(name), genome=GENOMES[assembly])
    assert reading.source.rows == rows
    found = Counter(reading.value.frame["kind"])
    assert {kind: found[kind] for kind in kinds} == kinds


def test_both_forms_of_one_adjacency_read_the_same() -> None:
    columns = ["contig1", "position1", "strand1", "contig2", "position2", "strand2", "support"]
    frames = [
        read(real(f"svtools_manta_NA12878.{suffix}")).value.frame.select(columns)
        for suffix in ("vcf", "bedpe")
    ]
    assert frames[0].equals(frames[1])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("truncated_no_header_line.vcf", "line 4"),
        ("lumpy_trio_bnd.vcf", "NA12878, NA12891, NA12892"),
        ("vcf_spec_sv_example.vcf", "NCBI36"),
    ],
)
def test_real_files_that_cannot_be_used_say_why(name: str, what: str) -> None:
    assert what in refusal(real(name))
