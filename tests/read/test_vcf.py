from __future__ import annotations

import dataclasses
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.small_variant import Origin, SmallVariants
from crestome.read.reading import Reading, Wanted
from crestome.read.text import TextFile, read_text_file
from crestome.read.vcf import read_vcf

DATA = Path(__file__).parents[2].parent / "shared" / "data"
FORMATS = DATA / "formats" / "small_variants"
GENOMES = {assembly: load_genome(assembly) for assembly in Assembly}
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"
CSQ = '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence|SYMBOL|HGVSp">'


def vcf(*records: str, meta: tuple[str, ...] = (), samples: str = "N\tT") -> TextFile:
    top = ["##fileformat=VCFv4.2", "##tumor_sample=T", *meta, f"{COLUMNS}\t{samples}"]
    return TextFile("x.vcf", "0" * 64, [*top, *records])


def record(place: str, alleles: str, info: str = ".", sample: str = "30,10") -> str:
    contig, position = place.split(":")
    reference, alternative = alleles.split(">", 1)
    return (
        f"{contig}\t{position}\t.\t{reference}\t{alternative}\t.\tPASS\t{info}\tAD\t40,0\t{sample}"
    )


def reading_of(
    text: TextFile, wanted: Wanted | None = None, issues: Issues | None = None
) -> Reading[SmallVariants] | None:
    return read_vcf(
        text,
        genome=GENOMES[Assembly.GRCH37],
        wanted=wanted or Wanted(),
        issues=issues or Issues(),
    )


def rows_accounted(reading: Reading[SmallVariants]) -> int:
    return reading.value.frame["where"].n_unique() + sum(entry.rows for entry in reading.set_aside)


def test_an_annotated_record_becomes_a_variant() -> None:
    issues = Issues()
    reading = reading_of(
        vcf(record("chr2:29443695", "G>T", "CSQ=T|missense_variant|ALK|p.Phe1174Leu"), meta=(CSQ,)),
        issues=issues,
    )
    assert reading is not None
    (variant,) = reading.value.of_genes(["ALK"])
    assert variant.protein_change == "F1174L"
    assert variant.position == 29_443_694
    assert variant.vaf == pytest.approx(0.25)
    assert variant.depth == 40
    assert variant.origin is Origin.SOMATIC
    assert variant.where == "x.vcf line 5"
    assert "VEP CSQ" in reading.source.dialect
    assert "sample T (stated by the header), normal N" in reading.source.dialect
    assert not issues.items


def test_without_annotation_known_codons_are_recognised_and_it_is_said() -> None:
    issues = Issues()
    reading = reading_of(
        vcf(record("2:29443695", "G>T"), record("2:29500000", "A>C")), None, issues
    )
    assert reading is not None
    assert reading.value.frame["protein_change"].to_list() == ["F1174L", ""]
    assert reading.value.frame["consequence"].to_list() == ["missense", "unknown"]
    assert "no annotation" in str(issues.items[0])


def test_alleles_of_one_record_are_one_row_of_the_account() -> None:
    reading = reading_of(vcf(record("2:100", "A>C,G", sample="30,10,10"), record("2:200", "A>C")))
    assert reading is not None
    assert len(reading.value) == 3
    assert reading.source.rows == 2 == rows_accounted(reading)


def test_a_repeated_record_counts_once() -> None:
    reading = reading_of(vcf(record("2:100", "A>C"), record("2:100", "A>C")))
    assert reading is not None
    assert [entry.reason for entry in reading.set_aside] == ["repeats an earlier record"]


def test_many_filters_are_named_as_one() -> None:
    filtered = [record(f"2:{n + 1}", "A>C").replace("PASS", f"f{n}") for n in range(9)]
    reading = reading_of(vcf(*filtered))
    assert reading is not None
    assert [(entry.reason, entry.rows) for entry in reading.set_aside] == [("caller's filters", 9)]


def test_a_header_without_records_says_that_nothing_was_found() -> None:
    reading = reading_of(vcf())
    assert reading is not None
    assert len(reading.value) == reading.source.rows == 0


def test_a_tumour_without_a_normal_does_not_tell_inherited_variants() -> None:
    issues = Issues()
    line = record("2:100", "A>C").replace("\t40,0", "")
    text = TextFile("x.vcf", "", ["##fileformat=VCFv4.2", f"{COLUMNS}\tT", line])
    reading = reading_of(text, None, issues)
    assert reading is not None
    assert reading.value.frame["origin"].to_list() == ["unknown"]
    assert "no normal beside the tumour" in str(issues.items[0])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (vcf("2\t100\t.\tA"), "broken record(s): line 4: 4 field(s) where the header has 11"),
        (vcf(record("2:x", "A>C")), "position 'x'"),
        (vcf(record("2:100", ">C")), "an empty allele"),
        (vcf(*["2\t1"] * 9), "and 4 more"),
        (vcf(record("2:999999999", "A>C")), "lies beyond the end of the chromosome"),
        (
            vcf(record("2:100", "A>C,<NON_REF>", sample="1,1,0")),
            "a germline call set: it is a gVCF",
        ),
        (vcf(samples="A\tB"), "2 samples and nothing says which one is meant: A, B"),
        (vcf(meta=("##reference=hg38.fa",)), "made on hg38"),
        (TextFile("x.vcf", "", ["2\t100\t.\tA\tC\t.\t.\t."]), "no line of column names"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(text: TextFile, what: str) -> None:
    issues = Issues()
    meta = (
        [line for line in text.lines if line != "##tumor_sample=T"]
        if "A\tB" in text.lines[-1]
        else text.lines
    )
    assert reading_of(dataclasses.replace(text, lines=meta), None, issues) is None
    assert what in " ".join(str(issue) for issue in issues.errors)


def test_a_germline_caller_is_refused_unless_declared() -> None:
    meta = "##ANALYSISTYPE=GERMLINE_SINGLESAMPLE"
    text = TextFile(
        "x.vcf", "", [meta, f"{COLUMNS}\tT", record("2:9", "A>C").replace("\t40,0", "")]
    )
    issues = Issues()
    assert reading_of(text, None, issues) is None
    assert "germline = true" in str(issues.errors[0])
    declared = reading_of(text, Wanted(germline=True))
    assert declared is not None
    assert declared.value.frame["origin"].to_list() == ["germline"]


def test_coding_variants_outside_their_genes_betray_another_assembly() -> None:
    issues = Issues()
    effect = "CSQ=T|missense_variant|ALK|p.Phe1174Leu"
    assert reading_of(vcf(record("2:100", "G>T", effect), meta=(CSQ,)), None, issues) is None
    assert "lie outside their genes" in str(issues.errors[0])


def test_unknown_words_of_annotation_are_reported_once() -> None:
    issues = Issues()
    effect = "CSQ=T|mystery_variant|XYZ|"
    assert reading_of(vcf(record("2:100", "G>T", effect), meta=(CSQ,)), None, issues) is not None
    assert "mystery_variant" in str(issues.items[0])


DIALECTS = [
    # VarDict: RD and ALD hold strands; STATUS says what the variant is.
    ("STATUS=StrongSomatic;TYPE=SNV", "GT:DP:VD:ALD:RD:AD:AF", "0/1:40:10:5,5:15,15:30,10:0.25"),
    # MuSE: no fraction, counts of all alleles.
    ("SOMATIC", "GT:DP:AD:BQ:SS", "0/1:40:30,10:30,30:2"),
    # CaVEMan: bases by strand.
    ("DP=80", "GT:FAZ:FCZ:FGZ:FTZ:RAZ:RCZ:RGZ:RTZ:PM", "0|1:15:0:0:5:15:0:0:5:2.5e-01"),
    # DRAGEN somatic.
    ("DP=80;SOMATIC", "GT:SQ:AD:AF:F1R2:F2R1:DP:SB:MB", "0/1:17.3:30,10:0.25:1,2:3,4:40:1,2:3,4"),
    # Platypus, and freebayes of old.
    ("FR=0.5", "GT:GL:NR:NV", "0/1:-1,0,-2:40:10"),
    ("AB=0.25", "GT:DP:RO:QR:AO:QA", "0/1:40:30:900:10:300"),
]


@pytest.mark.parametrize(("info", "keys", "sample"), DIALECTS)
def test_callers_of_which_no_public_file_is_here_are_counted(
    info: str, keys: str, sample: str
) -> None:
    line = f"2\t100\t.\tA\tT\t.\tPASS\t{info}\t{keys}\t.\t{sample}"
    reading = reading_of(vcf(line))
    assert reading is not None
    assert reading.value.frame["vaf"].to_list() == [pytest.approx(0.25)]


def test_empty_cells_at_the_end_of_lines_do_no_harm() -> None:
    text = vcf(record("2:100", "A>C") + "\t", samples="N\tT\t")
    reading = reading_of(text)
    assert reading is not None
    assert len(reading.value) == 1


def test_a_gene_without_a_symbol_is_named_by_its_place() -> None:
    effect = "CSQ=T|missense_variant|ENSG00000171094|p.Phe1174Leu"
    reading = reading_of(vcf(record("2:29443695", "G>T", effect), meta=(CSQ,)))
    assert reading is not None
    assert reading.value.frame["gene"].to_list() == ["ALK"]


BASE = st.sampled_from("ACGT")
VARIANTS = st.lists(
    st.tuples(st.integers(1, 9999), BASE, BASE, st.integers(1, 500), st.integers(1, 500)),
    unique_by=lambda item: item[:3],
    max_size=20,
)


@given(VARIANTS)
def test_what_is_written_is_read_again(variants: list[tuple[int, str, str, int, int]]) -> None:
    changes = [item for item in variants if item[1] != item[2]]
    text = vcf(*(record(f"2:{p}", f"{a}>{b}", sample=f"{r},{n}") for p, a, b, r, n in changes))
    reading = reading_of(text)
    assert reading is not None
    expected = [(p - 1, a, b, n / (r + n)) for p, a, b, r, n in changes]
    found = reading.value.frame.select("position", "reference", "alternative", "vaf").rows()
    assert found == [(p, a, b, pytest.approx(v)) for p, a, b, v in expected]
    assert rows_accounted(reading) == reading.source.rows == len(changes)


@given(st.lists(st.text(alphabet="\t.;=:,ACGT0123<>[]|/chr*", max_size=60), max_size=6))
def test_any_text_is_read_or_refused_and_never_lost(lines: list[str]) -> None:
    kept = [line for line in lines if line.strip()]
    reading = reading_of(vcf(*kept))
    if reading is not None:
        assert rows_accounted(reading) == reading.source.rows == len(kept)


FACTS = [
    ("strelka2_vep107_alk_pair.vcf.gz", 38, 19, ("2", 29193682, 0.2128)),
    ("mutect2_filtered_pair.vcf", 37, 32, ("1", 40777371, 0.4821)),
    ("merged_callers_pair.vcf.gz", 37, 573, ("1", 2629004, 0.3333)),
    ("somaticsniper_pair.vcf.gz", 37, 169, ("1", 1233885, 0.5714)),
    ("pcgr_T001-BRCA.grch38.vcf.gz", 38, 196, ("1", 1968825, 0.2222)),
    ("torrent_tvc_multiallelic.vcf", 37, 14, ("1", 861368, 0.1277)),
    ("vcf2maf_b38_no_ref_count_pair.vcf", 38, 25, ("21", 34792291, 0.3889)),
    ("sage_pave_purple_pair.vcf", 37, 1, ("4", 57181854, 0.5229)),
]


@pytest.mark.parametrize(("name", "build", "rows", "fact"), FACTS)
def test_the_facts_of_public_files_are_extracted(
    name: str, build: int, rows: int, fact: tuple[str, int, float]
) -> None:
    path = FORMATS / name
    if not path.is_file():
        pytest.skip("the public example files are not here")
    issues = Issues()
    text = read_text_file(path, name, issues)
    assert text is not None
    genome = GENOMES[Assembly(f"GRCh{build}")]
    reading = read_vcf(text, genome=genome, wanted=Wanted(), issues=issues)
    assert reading is not None
    assert rows_accounted(reading) == reading.source.rows == rows
    contig, position, vaf = fact
    at = reading.value.frame.filter(pl.col("contig") == contig, pl.col("position") == position)
    assert at["vaf"][0] == pytest.approx(vaf, abs=0.0001)
