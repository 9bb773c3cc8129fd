from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.knowledge.load import Knowledge, shipped_root
from crestome.model.genome import Assembly, Genome
from crestome.model.issue import Issues, Severity
from crestome.model.small_variant import Consequence, Origin, SmallVariant, SmallVariants
from crestome.read.maf import read_maf
from crestome.read.reading import Reading

DATA = Path(__file__).parents[2].parent / "shared" / "data"
KNOWLEDGE = Knowledge(
    root=shipped_root(), version="", references={}, assays={}, drugs={}, rule_documents={}
)
GRCH37 = KNOWLEDGE.genome(Assembly.GRCH37)
GRCH38 = KNOWLEDGE.genome(Assembly.GRCH38)

HEADER = [
    "Hugo_Symbol",
    "NCBI_Build",
    "Chromosome",
    "Start_Position",
    "End_Position",
    "Variant_Classification",
    "Reference_Allele",
    "Tumor_Seq_Allele1",
    "Tumor_Seq_Allele2",
    "Tumor_Sample_Barcode",
    "HGVSp_Short",
    "t_depth",
    "t_ref_count",
    "t_alt_count",
    "FILTER",
    "Mutation_Status",
]
ALK = {
    "Hugo_Symbol": "ALK",
    "NCBI_Build": "GRCh38",
    "Chromosome": "chr2",
    "Start_Position": "29220829",
    "End_Position": "29220829",
    "Variant_Classification": "Missense_Mutation",
    "Reference_Allele": "G",
    "Tumor_Seq_Allele1": "G",
    "Tumor_Seq_Allele2": "T",
    "Tumor_Sample_Barcode": "T1",
    "HGVSp_Short": "p.F1174L",
    "t_depth": "100",
    "t_ref_count": "60",
    "t_alt_count": "40",
    "FILTER": "PASS",
    "Mutation_Status": "Somatic",
}
ELSEWHERE = {"Hugo_Symbol": "GENE1", "Chromosome": "1", "HGVSp_Short": ""}


def maf(*rows: dict[str, str], header: list[str] = HEADER) -> str:
    lines = ["\t".join(header)]
    lines += ["\t".join((ALK | row).get(name, "") for name in header) for row in rows]
    return "\n".join(lines) + "\n"


def read(
    content: str | bytes, *, genome: Genome = GRCH38, sample: str | None = None
) -> tuple[Reading[SmallVariants] | None, Issues]:
    issues = Issues()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        reading = read_maf(path, "t.maf", genome=genome, sample=sample, issues=issues)
    if reading is not None:
        assert adds_up(reading)
    return reading, issues


def adds_up(reading: Reading[SmallVariants]) -> bool:
    aside = sum(entry.rows for entry in reading.set_aside)
    return len(reading.value) + aside == reading.source.rows


def good(content: str | bytes, sample: str | None = None) -> Reading[SmallVariants]:
    reading, issues = read(content, sample=sample)
    assert reading is not None, issues.items
    return reading


def only(content: str | bytes) -> SmallVariant:
    value = good(content).value
    (variant,) = value.of_genes(value.frame["gene"].to_list())
    return variant


def refusal(content: str | bytes, genome: Genome = GRCH38, sample: str | None = None) -> str:
    reading, issues = read(content, genome=genome, sample=sample)
    assert reading is None
    return "\n".join(map(str, issues.errors))


def reasons(content: str, sample: str | None = None) -> dict[str, int]:
    return {entry.reason: entry.rows for entry in good(content, sample).set_aside}


# ------------------------------------------------------------------------- what a row says


def test_a_row_becomes_a_variant_with_a_0_based_position() -> None:
    assert only(maf(ALK)) == SmallVariant(
        gene="ALK",
        protein_change="F1174L",
        consequence=Consequence.MISSENSE,
        contig="2",
        position=29220828,
        reference="G",
        alternative="T",
        vaf=0.4,
        depth=100,
        origin=Origin.SOMATIC,
        where="t.maf line 2",
    )


def test_the_source_says_what_the_file_was_taken_for() -> None:
    source = good("#version 2.4\n" + maf(ALK)).source
    assert source.role == "small_variants"
    assert source.path == "t.maf"
    assert source.rows == 1
    assert source.dialect == (
        "MAF (column Hugo_Symbol, version 2.4, protein change from HGVSp_Short, "
        "allele fraction from t_alt_count)"
    )


def test_a_gene_and_a_protein_change_are_enough() -> None:
    variant = only("Hugo_Symbol\tHGVSp_Short\nALK\tp.Arg1275Gln\n")
    assert variant == SmallVariant(
        gene="ALK",
        protein_change="R1275Q",
        consequence=Consequence.MISSENSE,
        where="t.maf line 2",
    )


def test_a_gene_and_a_class_are_enough() -> None:
    assert only("Gene\tVariant_Classification\nNF1\tNonsense_Mutation\n").consequence is (
        Consequence.NONSENSE
    )


def test_insertions_stand_on_the_base_before() -> None:
    row = {"Start_Position": "29220829", "End_Position": "29220830", "Reference_Allele": "-"}
    variant = only(maf(row | {"Tumor_Seq_Allele1": "-", "Tumor_Seq_Allele2": "AT"}))
    assert (variant.position, variant.reference, variant.alternative) == (29220828, "-", "AT")


def test_the_variant_allele_may_stand_in_the_first_allele() -> None:
    row = {"Tumor_Seq_Allele1": "T", "Tumor_Seq_Allele2": "G"}
    assert only(maf(row)).alternative == "T"


def test_a_place_given_only_as_hgvs_is_read() -> None:
    lines = "Hugo_Symbol\tVariant_Classification\tHGVSg\nTERT\t5'Flank\t5:g.1295113G>A\n"
    variant = only(lines)
    assert variant.consequence is Consequence.PROMOTER
    assert (variant.contig, variant.position) == ("5", 1295112)
    assert (variant.reference, variant.alternative) == ("G", "A")


def test_a_tert_promoter_row_under_another_name_keeps_its_place() -> None:
    hotspot = GRCH38.regions["TERT_promoter_C228T"]
    row = {
        "Hugo_Symbol": "Unknown",
        "Chromosome": "5",
        "Start_Position": str(hotspot.start + 1),
        "End_Position": str(hotspot.end),
        "Variant_Classification": "IGR",
        "HGVSp_Short": "",
    }
    variant = only(maf(row))
    assert (variant.gene, variant.contig, variant.position) == ("", "5", hotspot.start)


def test_old_symbols_and_old_fgfr1_numbers_are_translated_with_a_note() -> None:
    rows = "Hugo_Symbol\tHGVSp_Short\nMLLT4\tp.A2V\nFGFR1\tp.N577K\n"
    reading, issues = read(rows)
    assert reading is not None
    assert reading.value.frame["gene"].to_list() == ["AFDN", "FGFR1"]
    assert reading.value.frame["protein_change"].to_list() == ["A2V", "N546K"]
    (note,) = issues.items
    assert note.severity is Severity.NOTE
    assert "line 3, column Hugo_Symbol: FGFR1 N577K is numbered by an older isoform" in str(note)


def test_the_better_protein_column_comes_first_and_the_others_fill_gaps() -> None:
    lines = "Hugo_Symbol\tHGVSp\tHGVSp_Short\nALK\tp.Ala1Val\tp.F1174L\nALK\tp.Arg1275Gln\t\n"
    assert good(lines).value.frame["protein_change"].to_list() == ["F1174L", "R1275Q"]


def test_an_open_class_is_settled_by_the_terms_and_then_by_the_change() -> None:
    header = "Hugo_Symbol\tVariant_Classification\tConsequence\tHGVSp_Short"
    rows = [
        "NF1\tSplice_Region\tsplice_region_variant,synonymous_variant\tp.K9=",
        "NF1\t\tstop_gained\t",
        "NF1\tTargeted_Region\t\tp.R9*",
        "NF1\tSplice_Site\tmissense_variant\tp.K9R",
        "NF1\tIntron\t\t",
    ]
    found = good("\n".join([header, *rows])).value.frame["consequence"].to_list()
    assert found == ["synonymous", "nonsense", "nonsense", "splice", "other"]


def test_germline_rows_are_marked() -> None:
    rows = [ALK | {"Mutation_Status": word} for word in ("Germline", "Unknown", "")]
    rows = [row | {"HGVSp_Short": f"p.A{n}V"} for n, row in enumerate(rows, 1)]
    assert good(maf(*rows)).value.frame["origin"].to_list() == ["germline", "unknown", "somatic"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{0}", "%s", "../../x"])
def test_hostile_text_is_carried_verbatim(text: str) -> None:
    row = {"Hugo_Symbol": text, "HGVSp_Short": text, "Tumor_Sample_Barcode": text}
    variant = only(maf(row))
    assert (variant.gene, variant.protein_change) == (text, text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(end: str, mark: str) -> None:
    content = (mark + maf(ALK).replace("\n", end)).encode()
    assert only(content) == only(maf(ALK))


def test_a_header_alone_says_that_nothing_was_found() -> None:
    assert len(good(maf()).value) == 0
    assert len(good(maf(), sample="T1").value) == 0


# ------------------------------------------------------------------------- rows set aside


def test_rows_of_other_samples_are_set_aside_by_name() -> None:
    content = maf(ALK, {"Tumor_Sample_Barcode": "T2"})
    assert reasons(content, "T1") == {"other sample T2": 1}


def test_many_other_samples_are_counted_together() -> None:
    content = maf(*({"Tumor_Sample_Barcode": f"T{n}"} for n in range(1, 30)))
    assert reasons(content, "T1") == {"another of 29 samples": 28}


def test_rows_that_the_caller_filtered_are_set_aside_with_the_filter() -> None:
    rows = [{"FILTER": word} for word in ("common_variant", "PASS;germline;base_qual", ".", "")]
    rows = [row | {"HGVSp_Short": f"p.A{n}V"} for n, row in enumerate(rows, 1)]
    assert reasons(maf(*rows)) == {
        "caller's filter common_variant": 1,
        "caller's filter base_qual, germline": 1,
    }


def test_many_filters_are_counted_together() -> None:
    rows = [{"FILTER": f"reason{n}"} for n in range(20)]
    assert reasons(maf(*rows)) == {"caller's filters": 20}


def test_exact_duplicates_are_set_aside_with_a_warning() -> None:
    content = maf(ALK, ELSEWHERE, ALK)
    assert reasons(content) == {"duplicate of line 2": 1}
    _, issues = read(content)
    assert "t.maf line 4: 1 row(s) set aside: duplicate of line 2" in str(issues.items[0])


def test_many_duplicates_are_counted_together() -> None:
    rows = [{"HGVSp_Short": f"p.A{n}V"} for n in range(1, 20)]
    assert reasons(maf(*rows, *rows)) == {"duplicates of earlier lines": 19}


def test_rows_that_cannot_be_told_apart_are_no_duplicates() -> None:
    content = "Hugo_Symbol\tVariant_Classification\nNF1\tSilent\nNF1\tSilent\n"
    assert len(good(content).value) == 2


def test_a_filtered_copy_is_no_original() -> None:
    assert reasons(maf({"FILTER": "weak"}, ALK)) == {"caller's filter weak": 1}


def test_rows_without_a_variant_are_set_aside() -> None:
    rows = [
        {"Tumor_Seq_Allele2": "G"},
        {"t_alt_count": "0"},
        {"Mutation_Status": "Wildtype"},
    ]
    assert reasons(maf(*rows)) == {
        "both tumour alleles equal the reference": 1,
        "no read supports the variant": 1,
        "Mutation_Status Wildtype": 1,
    }


def test_contigs_that_are_no_chromosomes_are_set_aside_with_a_warning() -> None:
    content = maf(ALK, {"Chromosome": "GL000220.1"})
    assert reasons(content) == {"contig GL000220.1 is no chromosome": 1}
    _, issues = read(content)
    assert issues.items[0].severity is Severity.WARNING


def test_a_fault_in_a_row_of_another_sample_does_not_matter() -> None:
    content = maf(ALK, {"Tumor_Sample_Barcode": "T2", "t_depth": "NaN"})
    assert len(good(content, "T1").value) == 1
    assert "not a whole number: 'NaN'" in refusal(content, sample="T2")


# ------------------------------------------------------------------------- refusals


def test_several_samples_need_a_name() -> None:
    said = refusal(maf(ALK, {"Tumor_Sample_Barcode": "T2"}))
    assert "t.maf: column Tumor_Sample_Barcode: 2 samples" in said
    assert "T1, T2" in said


def test_an_unknown_sample_is_refused_with_the_nearest_name() -> None:
    said = refusal(maf({"Tumor_Sample_Barcode": "TUMOUR-01"}), sample="TUMOR-01")
    assert "no sample 'TUMOR-01'" in said
    assert "Did you mean 'TUMOUR-01'?" in said


def test_without_a_sample_column_all_rows_are_of_the_sample() -> None:
    reading, issues = read("Hugo_Symbol\tHGVSp_Short\nALK\tp.F1174L\n", sample="T1")
    assert reading is not None
    said = str(issues.items[0])
    assert "no column Tumor_Sample_Barcode; expected a column that holds 'T1'" in said


def test_a_renamed_gene_column_is_refused_with_the_nearest_name() -> None:
    said = refusal(maf(ALK).replace("Hugo_Symbol", "Hugo_Symbl"))
    assert said.startswith("t.maf: header: no column Hugo_Symbol; expected Hugo_Symbol or ")
    assert "Hugo_Symbl: did you mean Hugo_Symbol?" in said


def test_positions_without_genes_need_annotation() -> None:
    said = refusal("Chromosome\tStart_Position\n1\t5\n")
    assert "t.maf: header: positions without genes" in said
    assert "Annotate the file first" in said


def test_the_build_is_checked() -> None:
    said = refusal(maf(ALK | {"NCBI_Build": "37"}))
    assert "t.maf: column NCBI_Build: made on 37 (1 row(s)); expected GRCh38" in said
    assert 'State assembly = "GRCh37" in the case' in said


def test_positions_of_another_assembly_are_refused_without_a_build() -> None:
    said = refusal(maf(ALK | {"NCBI_Build": ""}), GRCH37)
    assert "t.maf: 1 of 1 coding variants lie outside their genes" in said
    assert "line 2: ALK at chr2:29,220,829" in said
    assert "expected positions of GRCh37" in said


def test_positions_beyond_a_chromosome_are_refused() -> None:
    row = ELSEWHERE | {"Start_Position": "248956423", "End_Position": "248956423"}
    said = refusal(maf(row))
    assert "t.maf line 2: chr1:248,956,423 lies beyond the end of the chromosome" in said
    assert "where chr1 has 248,956,422 bases" in said


def test_contigs_of_another_species_are_refused() -> None:
    said = refusal(maf(ALK | {"Chromosome": "scaffold_1"}))
    assert "t.maf line 2: no contig is a human chromosome: scaffold_1" in said
    assert "1 to 22, X, Y, MT" in said


def test_start_after_end_is_refused() -> None:
    said = refusal(maf(ALK | {"End_Position": "29220828"}))
    assert "t.maf line 2, column Start_Position: start after end: '29220829'" in said
    assert "expected start <= end" in said


def test_position_0_is_refused() -> None:
    said = refusal(maf(ELSEWHERE | {"Start_Position": "0", "End_Position": "0"}))
    assert "t.maf line 2, column Start_Position: position '0'; expected 1 or more" in said


@pytest.mark.parametrize("cell", ["NaN", "inf", "12.5", "x", "1.6E+07"])
def test_a_position_that_is_no_whole_number_is_refused(cell: str) -> None:
    said = refusal(maf(ALK | {"Start_Position": cell}))
    assert f"t.maf line 2, column Start_Position: not a whole number: '{cell}'" in said


def test_all_faults_are_reported_at_once() -> None:
    said = refusal(maf(ALK | {"Start_Position": "x", "t_depth": "NaN", "t_alt_count": "-1"}))
    assert "Start_Position" in said
    assert "t_depth" in said
    assert "negative count" in said


def test_a_truncated_file_is_refused() -> None:
    packed = gzip.compress(maf(*[ALK] * 50).encode())
    assert "t.maf: the packed file is cut short" in refusal(packed[:-20])


def test_an_empty_and_a_binary_file_are_refused() -> None:
    assert "t.maf: the file is empty" in refusal(b"")
    assert "NUL bytes" in refusal(b"Hugo_Symbol\t\0\0")


def test_ragged_rows_are_refused() -> None:
    assert "t.maf line 3: rows of another width" in refusal(maf(ALK) + "ALK\t38\n")


def test_dates_in_place_of_genes_are_reported() -> None:
    reading, issues = read("Hugo_Symbol\tHGVSp_Short\n1-Mar\tp.A1V\n")
    assert reading is None
    assert str(issues.errors[0]).startswith("t.maf line 2, column Hugo_Symbol: 1 gene symbol(s)")
    assert "turned into a date by a spreadsheet" in str(issues.errors[0])


def test_without_a_column_of_effects_a_splice_variant_stays_open_and_is_named() -> None:
    header = [name for name in HEADER if name != "Variant_Classification"]
    splice = {"Hugo_Symbol": "NF1", "HGVSp_Short": "", "Chromosome": "17", "Start_Position": "9"}
    reading, issues = read(maf(splice | {"End_Position": "9"}, header=header))
    assert reading is not None
    assert reading.value.frame["consequence"].to_list() == ["unknown"]
    assert any("1 row(s) in genes do not say" in str(issue) for issue in issues.items)


@pytest.mark.parametrize("change", ["Gly12Asp", "p.Gly12Asp", "G12D", "gly12asp"])
@pytest.mark.parametrize("word", ["Missense", "missense", "Missense_Mutation"])
def test_a_change_and_a_class_are_read_as_people_write_them(change: str, word: str) -> None:
    row = {"Hugo_Symbol": "NRAS", "HGVSp_Short": change, "Variant_Classification": word}
    read_row = only(maf(row | {"Chromosome": "", "Start_Position": "", "End_Position": ""}))
    assert (read_row.protein_change, read_row.consequence) == ("G12D", Consequence.MISSENSE)


# ------------------------------------------------------------------------- properties

WORDS = {
    "missense": "Missense_Mutation",
    "nonsense": "Nonsense_Mutation",
    "frameshift": "Frame_Shift_Del",
    "splice": "Splice_Site",
    "promoter": "5'Flank",
    "synonymous": "Silent",
}


@st.composite
def variants(draw: st.DrawFn) -> SmallVariants:
    positions = draw(st.lists(st.integers(0, 9_999_999), max_size=8, unique=True))
    rows = []
    for line, position in enumerate(positions, 2):
        depth = draw(st.integers(1, 500))
        alleles = draw(st.sampled_from(["A>T", "->AG", "CT>-", "C>G"]))
        rows.append(
            {
                "gene": draw(st.sampled_from(["GENE1", "GENE2", "FGFR9", ""])),
                "protein_change": draw(st.sampled_from(["", "F1174L", "G663fs", "X331_splice"])),
                "consequence": draw(st.sampled_from(sorted(WORDS))),
                "contig": draw(st.sampled_from(["1", "7", "X", "Y", "22"])),
                "position": position,
                "reference": alleles.split(">")[0],
                "alternative": alleles.split(">")[1],
                "vaf": draw(st.integers(1, depth)) / depth,
                "depth": depth,
                "origin": draw(st.sampled_from(["somatic", "germline", "unknown"])),
                "phase_group": "",
                "where": f"t.maf line {line}",
            }
        )
    return SmallVariants(pl.DataFrame(rows, schema=SmallVariants.schema()))


def written(table: SmallVariants, prefix: str = "") -> list[dict[str, str]]:
    return [
        {
            "Hugo_Symbol": row["gene"],
            "Chromosome": prefix + row["contig"],
            "Start_Position": str(row["position"] + 1),
            "End_Position": str(row["position"] + max(1, len(row["reference"]))),
            "Variant_Classification": WORDS[row["consequence"]],
            "Reference_Allele": row["reference"],
            "Tumor_Seq_Allele1": row["reference"],
            "Tumor_Seq_Allele2": row["alternative"],
            "HGVSp_Short": f"p.{row['protein_change']}" if row["protein_change"] else "",
            "t_depth": str(row["depth"]),
            "t_alt_count": str(round(row["vaf"] * row["depth"])),
            "t_ref_count": str(row["depth"] - round(row["vaf"] * row["depth"])),
            "Mutation_Status": row["origin"].capitalize(),
        }
        for row in table.frame.iter_rows(named=True)
    ]


@given(variants())
@settings(deadline=None, max_examples=40)
def test_reading_what_was_written_gives_the_same(table: SmallVariants) -> None:
    assert good(maf(*written(table))).value == table


@given(variants(), st.sampled_from(["chr", "CHR", "Chr"]))
@settings(deadline=None, max_examples=40)
def test_prefixes_of_contigs_change_nothing(table: SmallVariants, prefix: str) -> None:
    assert good(maf(*written(table, prefix))).value == table


@given(variants(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_the_order_of_rows_changes_nothing_but_the_order(table: SmallVariants, random) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - hypothesis's own random
    rows = written(table)
    random.shuffle(rows)
    keys = ["contig", "position"]
    found = good(maf(*rows)).value.frame.drop("where").sort(keys)
    assert found.equals(table.frame.drop("where").sort(keys))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "Tumor_Sample_Barcode": st.sampled_from(["T1", "T2"]),
                "FILTER": st.sampled_from(["PASS", "weak", ""]),
                "Chromosome": st.sampled_from(["1", "GL1"]),
                "Hugo_Symbol": st.sampled_from(["GENE1", "GENE2"]),
                "t_alt_count": st.sampled_from(["0", "40", "NA"]),
                "Tumor_Seq_Allele2": st.sampled_from(["T", "G"]),
            }
        ),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=40)
def test_every_row_is_kept_or_set_aside(rows: list[dict[str, str]]) -> None:
    content = maf(ALK, *rows)
    reading = good(content, "T1")
    assert reading.source.rows == len(rows) + 1
    assert adds_up(reading)


# ------------------------------------------------------------------------- real files


def real(name: str, genome: Genome, sample: str | None = None) -> Reading[SmallVariants]:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"../shared/data/{name} is absent: nothing real to read")
    issues = Issues()
    reading = read_maf(path, path.name, genome=genome, sample=sample, issues=issues)
    assert reading is not None, issues.items
    assert adds_up(reading)
    return reading


def fractions(reading: Reading[SmallVariants], gene: str) -> list[float | None]:
    return [
        None if variant.vaf is None else round(variant.vaf, 4)
        for variant in reading.value.of_genes([gene])
    ]


def test_oncotator_files_are_read() -> None:
    snvs = real("formats/maf/oncotator_like_snvs.maf.gz", GRCH37)
    assert len(snvs.value) == 299
    (braf,) = snvs.value.of_genes(["BRAF"])
    assert braf.protein_change == "V600E"
    assert fractions(snvs, "BRAF") == [0.6316]
    indels = real("formats/maf/oncotator_like_indels.maf", GRCH37)
    assert fractions(indels, "PMPCA") == [0.252]
    assert fractions(indels, "C10orf2") == [0.087]


def test_a_tcga_cohort_is_read_one_tumour_at_a_time() -> None:
    path = DATA / "formats/maf/tcga_laml.maf.gz"
    if not path.is_file():
        pytest.skip("../shared/data is absent: nothing real to read")
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    header = lines[0].split("\t")
    row = next(line.split("\t") for line in lines if "p.D835E" in line and "19.83" in line)
    reading = real(
        "formats/maf/tcga_laml.maf.gz", GRCH37, row[header.index("Tumor_Sample_Barcode")]
    )
    assert reading.source.rows == 2207
    assert 0.1983 in fractions(reading, "FLT3")


def test_vcf2maf_files_are_read() -> None:
    reading = real("formats/maf/vcf2maf_vep_b38.maf.gz", GRCH38)
    assert len(reading.value) == 25
    runx1 = {item.protein_change: item for item in reading.value.of_genes(["RUNX1"])}
    assert runx1["G367D"].vaf == pytest.approx(0.1365, abs=1e-4)
    assert runx1["L429R"].vaf == pytest.approx(21 / 54)
    minimal = real("formats/maf/vcf2maf_minimal_input.maf", GRCH37)
    assert fractions(minimal, "PIK3CA") == [0.5116, 0.5116]
    assert {item.position for item in minimal.value.of_genes(["TERT"])} == {
        GRCH37.regions["TERT_promoter_C228T"].start,
        GRCH37.regions["TERT_promoter_C250T"].start,
    }


def test_a_file_of_classic_mac_is_read() -> None:
    reading = real("formats/maf/apl_primary_minimal.maf.gz", GRCH37, "DS2D")
    assert reading.source.rows == 269


def test_broad_files_with_rows_between_genes_are_read() -> None:
    reading = real("formats/maf/igv_tcga_broad.maf", GRCH37)
    assert [item.protein_change for item in reading.value.of_genes(["BRAF"])] == ["V600E"]


def test_repeated_rows_of_a_real_file_are_one_variant() -> None:
    reading = real("formats/maf/duplicates_malformed_start.maf", GRCH37)
    assert len(reading.value) == 1


def test_every_row_of_every_kids_first_file_is_kept() -> None:
    folder = DATA / "gmkf_nbl" / "maf"
    paths = sorted(folder.glob("*.maf.xz")) if folder.is_dir() else []
    if not paths:
        pytest.skip("../shared/data/gmkf_nbl is absent: nothing real to read")
    for path in paths:
        reading = real(f"gmkf_nbl/maf/{path.name}", GRCH38)
        assert len(reading.value) > 1000
        assert not reading.set_aside
