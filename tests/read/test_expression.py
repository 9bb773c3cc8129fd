"""Expression tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.signature import load_gene_names
from crestome.model.expression import ExpressionProfile, ExpressionUnit, ReferenceCohort
from crestome.model.issue import Issues
from crestome.model.ledger import Fate
from crestome.read.expression import ExpressionAsked, read_expression, unit_named
from crestome.read.reading import Reading

GENES = sorted(load_gene_names().coding)[:200]


def read(
    tmp_path: Path, text: str, column: str | None = None, unit: str = "tpm"
) -> tuple[Reading[ExpressionProfile] | None, Issues]:
    path, issues = tmp_path / "e.tsv", Issues()
    path.write_text(text)
    asked = ExpressionAsked(column=column, sample="T1", unit=unit)
    return read_expression(path, "e.tsv", asked, issues), issues


def values(reading: Reading[ExpressionProfile] | None) -> dict[str, float]:
    assert reading is not None
    return dict(reading.value.table.frame.select("gene", "value").iter_rows())


def refused(tmp_path: Path, text: str, column: str | None = None, unit: str = "tpm") -> str:
    reading, issues = read(tmp_path, text, column, unit)
    assert reading is None
    return "\n".join(str(issue) for issue in issues.errors)


def test_one_sample_by_symbol_old_and_new_with_every_row_accounted(tmp_path: Path) -> None:
    text = "gene\tTPM\nMYCN\t90\nCYR61\t5\nMIR17HG\t3\nALK\t\nALK\t2\nALK\t4\n"
    reading, issues = read(tmp_path, text)
    assert values(reading) == {"MYCN": 90.0, "CCN1": 5.0, "ALK": 4.0}
    assert reading is not None
    assert [(entry.fate, entry.rows) for entry in reading.set_aside] == [
        (Fate.NOT_RELEVANT, 1),
        (Fate.FILTERED, 1),
        (Fate.FILTERED, 1),
        (Fate.USED, 3),
    ]
    assert sum(entry.rows for entry in reading.set_aside) == reading.source.rows
    assert "1 row(s) of a gene that has a higher one, or one as high" in str(issues.items[0])
    assert "1 gene(s) have rows that differ, most of all ALK 4 over 2" in str(issues.items[0])
    assert reading.value.value_of("MYCN") == 90.0
    assert reading.value.value_of("TERT") is None


def test_a_column_of_a_matrix_by_its_name_or_by_that_of_the_sample(tmp_path: Path) -> None:
    text = "id\tT0\tT1\nENSG00000134323.4\t1\t64\nENSG00000171094\t3\t5\n"
    assert values(read(tmp_path, text)[0]) == {"MYCN": 64.0, "ALK": 5.0}
    reading, _ = read(tmp_path, text, "T0")
    assert values(reading) == {"MYCN": 1.0, "ALK": 3.0}
    assert reading is not None
    assert reading.value.samples == 2
    assert reading.value.table.frame["cohort_mean"].null_count() == 0


def test_genes_in_columns_are_turned(tmp_path: Path) -> None:
    rows = ["\t".join([name, *(str(at * k) for at in range(len(GENES)))])
            for name, k in (("T1", 1), ("T2", 2), ("T2", 3))]  # fmt: skip
    text = "\n".join(["\t".join(["sample", *GENES]), *rows]) + "\n"
    assert values(read(tmp_path, text)[0])[GENES[7]] == 7.0
    assert values(read(tmp_path, text, "T2 [3]")[0])[GENES[7]] == 21.0


def test_the_tables_of_quantifiers_are_known(tmp_path: Path) -> None:
    gct = "#1.2\n2\t1\nName\tDescription\tTPM\nENSG00000134323.4\tMYCN\t64\nENSG1\tALK\t9\n"
    assert values(read(tmp_path, gct)[0])["MYCN"] == 64.0
    star = (
        "N_unmapped\t5\t5\t5\nN_noFeature\t1\t1\t1\n"
        "ENSG00000134323\t64\t0\t1\nENSG00000171094\t7\t1\t1\n"
    )
    assert values(read(tmp_path, star, "unstranded", "counts")[0])["MYCN"] == 64.0
    rsem = (
        "gene_id\tlength\teffective_length\texpected_count\tTPM\tFPKM\n"
        "ENSG00000134323.4\t9\t8\t70\t64\t50\nENSG00000171094.1\t9\t8\t7\t6\t5\n"
    )
    assert values(read(tmp_path, rsem, unit="expected_count")[0])["MYCN"] == 70.0
    assert values(read(tmp_path, rsem, unit="FPKM")[0])["MYCN"] == 50.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gene\tT1\nENST00000513300.5\t3\nENST00000513301.5\t4\n", "transcripts"),
        ("gene\tT1\nMycn\t3\nPhox2b\t4\n", "as those of a mouse"),
        ("gene\tT1\nMYCN\t-3\nALK\t4\n", "1 of 2 values are negative"),
        ("gene\tT1\nMYCN\tmany\nALK\t4\n", "not a finite number: 'many'"),
        ("gene\tT1\nMYCN\t0\nALK\t0\n", "all values are the same"),
        ("gene\tT1\n", "no row"),
        ("gene\tA\tB\nMYCN\t3\t4\nALK\t4\t5\n", "2 columns of numbers, and no column is named"),
        ("gene\tA\nMYCN\tx\nALK\ty\n", "0 columns of numbers"),
    ],
)
def test_what_cannot_be_ranked_is_refused_with_its_place(
    tmp_path: Path, text: str, said: str
) -> None:
    found = refused(tmp_path, text)
    assert said in found
    assert "e.tsv" in found


def test_relative_values_are_refused_by_their_unit_and_by_their_looks(tmp_path: Path) -> None:
    text = "gene\tT1\nMYCN\t-1.5\nALK\t1.5\nTH\t-0.2\n"
    assert "'z-score' is no absolute unit" in refused(tmp_path, text, unit="z-score")
    assert "2 of 3 values are negative" in refused(tmp_path, text, unit="log2")
    few = "gene\tT1\n" + "".join(f"{gene}\t{at - 1}\n" for at, gene in enumerate(GENES))
    reading, issues = read(tmp_path, few, unit="log2_fpkm")
    assert values(reading)[GENES[0]] == -1.0
    assert "1 of 200 logarithms are negative" in str(issues.items[0])


def test_counts_say_that_their_ranks_depend_on_the_length_of_genes(tmp_path: Path) -> None:
    _, issues = read(tmp_path, "gene\tT1\nMYCN\t90\nALK\t4\nALK\t4\n", unit="counts")
    told = [str(item) for item in issues.items]
    assert "a longer gene has more reads" in told[0]
    assert "differ" not in told[1]


def test_a_wrong_column_is_refused_with_those_there_are(tmp_path: Path) -> None:
    found = refused(tmp_path, "gene\tT1\nMYCN\t3\nALK\t4\n", "T9")
    assert "no sample 'T9'; expected T1" in found


def test_values_that_look_like_logarithms_are_told(tmp_path: Path) -> None:
    reading, issues = read(tmp_path, "gene\tT1\nMYCN\t9.5\nALK\t2.5\n")
    assert reading is not None
    assert "looks like logarithms, and tpm was stated" in str(issues.items[0])


def test_a_file_that_is_absent_or_no_table_is_refused(tmp_path: Path) -> None:
    issues = Issues()
    asked = ExpressionAsked(column=None, sample="T1", unit="tpm")
    assert read_expression(tmp_path / "no.tsv", "no.tsv", asked, issues) is None
    assert "no.tsv: not found" in str(issues.errors[0])
    assert "no.tsv" not in refused(tmp_path, "#1.2\n")


@pytest.mark.parametrize("word", ["relative", "log2 ratio", "vst"])
def test_words_for_relative_units_are_none(word: str) -> None:
    assert unit_named(word) is None


def test_words_for_absolute_units_are_known() -> None:
    assert unit_named("log2(TPM+1)") is ExpressionUnit.LOG2
    assert unit_named("RPKM") is ExpressionUnit.FPKM


def test_a_declared_cohort_places_each_gene_among_the_other_samples(tmp_path: Path) -> None:
    path, issues = tmp_path / "e.tsv", Issues()
    path.write_text(
        "gene\tT1\tA\tB\tC\tD\nMYCN\t5\t1\t5\t9\t2\nALK\t\t1\t2\t3\t4\nTERT\t3\t\t\t\t4\n"
    )
    asked = ExpressionAsked(
        column="T1",
        sample="T1",
        unit="tpm",
        cohort=ReferenceCohort.HIGH_RISK,
        pipeline="our own",
    )
    reading = read_expression(path, "e.tsv", asked, issues)
    assert reading is not None
    found = dict(reading.value.table.frame.select("gene", "cohort_percentile").iter_rows())
    assert found == {"MYCN": 62.5, "TERT": 0.0}
    assert (reading.value.cohort, reading.value.pipeline) == (ReferenceCohort.HIGH_RISK, "our own")


def test_without_that_word_nothing_is_placed_and_one_sample_has_no_others(tmp_path: Path) -> None:
    text = "gene\tT1\tA\nMYCN\t5\t1\nALK\t3\t2\n"
    reading, _ = read(tmp_path, text)
    assert reading is not None
    assert reading.value.table.frame["cohort_percentile"].null_count() == 2
    path = tmp_path / "one.tsv"
    path.write_text("gene\tT1\nMYCN\t5\nALK\t3\n")
    asked = ExpressionAsked(
        column=None, sample="T1", unit="tpm", cohort=ReferenceCohort.NEUROBLASTOMA
    )
    alone = read_expression(path, "one.tsv", asked, Issues())
    assert alone is not None
    assert alone.value.table.frame["cohort_percentile"].null_count() == 2
