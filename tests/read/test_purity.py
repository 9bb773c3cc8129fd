from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.model.case import Case
from crestome.model.copy_number import PurityPloidy
from crestome.model.issue import Issues
from crestome.model.ledger import Fate
from crestome.read.case import read_case
from crestome.read.purity import holds_purity, read_comments, read_purity
from crestome.read.reading import Reading
from crestome.read.text import TextFile

Outcome = tuple[Reading[PurityPloidy] | None, Issues]
PURPLE = "purity\tnormFactor\tscore\tdiploidProportion\tploidy\tgender\tstatus"


def read(*lines: str, sample: str | None = None) -> Outcome:
    text = TextFile("x.tsv", "sha", list(lines))
    assert holds_purity(text)
    issues = Issues()
    reading = read_purity(text, sample=sample, issues=issues)
    assert (reading is None) == bool(issues.errors)
    if reading is not None:
        assert 1 + sum(entry.rows for entry in reading.set_aside) == reading.source.rows
    return reading, issues


def estimates(outcome: Outcome) -> tuple[float | None, float | None]:
    reading, issues = outcome
    assert reading is not None, [str(issue) for issue in issues.items]
    return reading.value.purity, reading.value.ploidy


def fault(outcome: Outcome) -> str:
    _, issues = outcome
    assert len(issues.errors) == 1
    return str(issues.errors[0])


def test_the_table_of_purple_has_one_row() -> None:
    outcome = read(PURPLE, "0.9900\t0.64\t0.61\t0.02\t3.1000\tMALE\tNORMAL")
    assert estimates(outcome) == (0.99, 3.1)
    reading, _ = outcome
    assert reading is not None
    assert reading.value.where == "x.tsv line 2"
    assert (reading.source.role, reading.source.sha256) == ("copy_number", "sha")


def test_a_caller_that_found_no_tumour_gives_no_estimate() -> None:
    outcome = read(PURPLE, "1.0\t0.64\t0.61\t1\t2\tMALE\tNO_TUMOR")
    assert estimates(outcome) == (None, None)
    assert "found no tumour" in outcome[1].items[0].what


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["AberrantCellFraction\tPloidy", "0.8\t2.9"], (0.8, 2.9)),
        (['"cellularity"\t"ploidy"\t"SLPP"', "0.5\t2\t-9", "0.3\t4\t-12"], (0.5, 2.0)),
        (["cellularity\tploidy.estimate", "0.4\t1.9", "0.5\t2", "0.6\t2.1"], (0.5, 2.0)),
        (
            [
                "rho\tpsi\tploidy\tdistance\tis.best",
                "ASCAT\tNA\t2\t2\t1\tNA",
                "FRAC_GENOME\t0.7\t2.1\t2.2\tNA\tTRUE",
                "REF_SEG\tNA\tNA\tNA\tInf\tFALSE",
            ],
            (0.7, 2.2),
        ),
        (["purity\tploidy", "NA\t2.1"], (None, 2.1)),
    ],
)
def test_each_caller_marks_the_solution_that_it_used(
    lines: list[str], expected: tuple[float | None, float | None]
) -> None:
    assert estimates(read(*lines)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [
                "Sample\tTumor Fraction\tPloidy",
                "T1\t0.4\t2.1",
                "",
                "Gender:\tmale",
                "Tumor Fraction:\t0.41",
                "Ploidy:\t2.14",
            ],
            (0.41, 2.14),
        ),
        (
            ["Normal contamination estimate:\t0.25", "Average tumour ploidy estimate:\t2.3"],
            (0.75, 2.3),
        ),
        (["Program_Version\tv11.6", "Output_Ploidy\t2", "Sample_Purity\t0.7"], (0.7, 2.0)),
        (["NormalContamination 0.2", "Ploidy 2.5", "rho 0.8", "psi 2.6"], (0.8, 2.5)),
        (["# INPUT", "# Purity = 0.62", "# Ploidy = 2.9", "# dipLogR = -0.1"], (0.62, 2.9)),
        (["# Purity = 0.62", "# Ploidy = NA"], (0.62, None)),
    ],
)
def test_lines_of_a_key_and_a_number_are_read(
    lines: list[str], expected: tuple[float | None, float | None]
) -> None:
    assert estimates(read(*lines)) == expected


def test_a_table_of_several_tumours_is_read_for_one() -> None:
    lines = ("sample\tpurity\tploidy", "A\t0.4\t2", "B\t0.9\t3.5")
    assert estimates(read(*lines, sample="B")) == (0.9, 3.5)
    assert "2 samples and nothing says" in fault(read(*lines))


def test_several_solutions_without_a_word_are_refused() -> None:
    message = fault(read("purity\tploidy", "0.4\t2", "0.9\t3.5"))
    assert message.startswith("x.tsv: 2 estimates of purity and ploidy, and nothing says")


def test_a_percentage_is_refused_with_its_line() -> None:
    message = fault(read("purity\tploidy", "62\t2"))
    assert message.startswith("x.tsv line 2: a tumour cell fraction of 62")
    assert "a ploidy of inf" in fault(read("Purity: 0.5", "Ploidy: 2e999"))
    assert "a ploidy of 0" in fault(read("Purity: 0.5", "Ploidy: 0"))


def test_a_ragged_table_and_a_word_for_a_number_are_refused() -> None:
    assert "another width" in fault(read("purity\tploidy\tx", "0.4\t2"))
    assert "not a finite number" in fault(read("purity\tploidy", "high\t2"))


@pytest.mark.parametrize(
    "lines",
    [
        ["chrom\tstart\tend\tpurity\tploidy"],
        ["gene\tpurity\tploidy"],
        ["purity\tx"],
        ["# a sentence on purity"],
        [""],
    ],
)
def test_places_genes_and_other_texts_hold_no_purity(lines: list[str]) -> None:
    assert not holds_purity(TextFile("x", "", lines))


def test_only_comments_are_looked_at_above_a_table() -> None:
    assert read_comments(["Purity: 0.4"], "x", Issues()) == PurityPloidy(where="x")


CASE = """
assembly = "GRCh37"
[patient]
id = "P1"
[[sample]]
id = "T1"
platform = "wgs"
copy_number = [{files}]
{more}
"""


def evidence(folder: Path, *files: str, more: str = "") -> Case:
    header = "chrom\tstart\tend\ttotal_cn\tpurity\tploidy"
    (folder / "T1.seg").write_text(f"{header}\n2\t1\t900\t3\t0.5\t2.5\n")
    (folder / "T1.purity.tsv").write_text("purity\tploidy\n0.8\tNA\n")
    (folder / "copy.tsv").write_text("purity\tploidy\n0.7\t2\n")
    listed = ", ".join(f'"{file}"' for file in files)
    path = folder / "case.toml"
    path.write_text(CASE.format(files=listed, more=more))
    return read_case(path, load_knowledge())


def test_a_file_beside_the_segments_goes_before_them_and_the_case_before_both(
    tmp_path: Path,
) -> None:
    (beside,) = evidence(tmp_path, "T1.seg", "T1.purity.tsv").evidence
    assert (beside.sample.purity, beside.sample.ploidy) == (0.8, 2.5)
    assert beside.copy_number is not None
    assert (beside.copy_number.purity, beside.copy_number.ploidy) == (0.8, 2.5)
    (case,) = evidence(tmp_path, "T1.purity.tsv", "T1.seg", more="purity = 0.9").evidence
    assert (case.sample.purity, case.sample.ploidy) == (0.9, 2.5)
    assert case.copy_number is not None
    assert case.copy_number.purity == 0.9


def test_the_row_of_a_purity_file_is_accounted_for(tmp_path: Path) -> None:
    case = evidence(tmp_path, "T1.seg", "T1.purity.tsv")
    (entry,) = [item for item in case.set_aside if item.file == "T1.purity.tsv"]
    assert (entry.rows, entry.fate) == (1, Fate.USED)


def test_two_files_of_purity_for_one_sample_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="2 files of purity and ploidy"):
        evidence(tmp_path, "T1.seg", "T1.purity.tsv", "copy.tsv")


@settings(deadline=None)
@given(st.floats(0.01, 1), st.floats(0.5, 12))
def test_what_is_written_is_read_again(purity: float, ploidy: float) -> None:
    assert estimates(read("purity\tploidy", f"{purity!r}\t{ploidy!r}")) == (purity, ploidy)
    assert estimates(read(f"Purity: {purity!r}", f"Ploidy: {ploidy!r}")) == (purity, ploidy)


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_no_text_raises(lines: list[str]) -> None:
    text = TextFile("x", "", ["purity\tploidy", *lines])
    for item in (text, TextFile("x", "", lines)):
        if holds_purity(item):
            read_purity(item, sample=None, issues=Issues())


def test_comments_may_stand_above_the_table() -> None:
    outcome = read("# of the purity run", "purity\tploidy", "0.6\t2.1")
    assert estimates(outcome) == (0.6, 2.1)
