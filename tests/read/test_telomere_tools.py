"""Reading what other programs measured of telomeres."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read.telomere_files import (
    HUNTER,
    HUNTER_HEADER,
    OWN,
    TEAL_CONTROL,
    TEAL_HEADER,
    TEAL_TUMOUR,
    TELOMERECAT,
    TELSEQ,
    TELSEQ_HEADER,
    text,
)

from crestome.model.issue import Issues
from crestome.model.telomere_content import TelomereContent
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked, Meant
from crestome.read.telomere_rows import Sides
from crestome.read.telomere_tools import holds_telomeres, read_telomeres, telomere_samples
from crestome.read.text import read_text_file

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "formats" / "telomeres"


def read(
    lines: tuple[str, ...], tumour: Asked = None, control: str | None = None, **sides: bool
) -> tuple[Reading[TelomereContent] | None, Issues]:
    issues = Issues()
    named = Sides(tumour=tumour, control=control, **sides)
    reading = read_telomeres(text(lines), named, issues)
    assert (reading is None) == bool(issues.errors)
    if reading is not None:
        aside = sum(entry.rows for entry in reading.set_aside)
        assert reading.source.rows - aside >= 1
    return reading, issues


def content(
    lines: tuple[str, ...], tumour: Asked = None, control: str | None = None
) -> TelomereContent:
    reading, issues = read(lines, tumour, control)
    assert reading is not None, [str(issue) for issue in issues.items]
    return reading.value


def fault(lines: tuple[str, ...], tumour: Asked = None, control: str | None = None) -> str:
    reading, issues = read(lines, tumour, control)
    assert reading is None
    return str(issues.errors[0])


def test_telomerehunter_has_tumour_control_and_variant_repeats() -> None:
    found = content(HUNTER)
    assert (found.program, found.tumour, found.control) == ("TelomereHunter", 820.5, 205.2)
    assert (found.tumour_reads, found.control_reads) == (4100, 980)
    first, second = found.variants
    assert (first.repeat, first.tumour_count, first.control_count) == ("TTCGGG", 80, 8)
    assert first.log2 == pytest.approx(3.0)
    assert second.log2 is None


def test_other_settings_of_the_control_are_not_set_against_the_tumour() -> None:
    reading, issues = read((*HUNTER[:2], HUNTER[2].replace("\t9\t", "\t6\t")))
    assert reading is not None
    assert reading.value.control is None
    assert "repeat_threshold_used 6" in str(issues.items[0])


def test_read_groups_of_telseq_have_their_weighted_mean() -> None:
    found = content(TELSEQ, "T1", "N1")
    assert (found.tumour, found.control) == (8.0, 4.0)
    assert (found.tumour_reads, found.control_reads) == (250, 120)
    assert found.log2 == pytest.approx(1.0)


def test_a_length_that_telseq_does_not_know_is_not_nought() -> None:
    unknown = (TELSEQ_HEADER, TELSEQ[5])
    reading, issues = read(unknown)
    assert reading is not None
    assert reading.value.tumour is None
    assert "TelSeq gave no usable telomere length" in str(issues.items[0])


def test_telomerecat_names_files_of_alignments() -> None:
    assert telomere_samples(text(TELOMERECAT)) == ("T1", "N1")
    for named in ("T1", "T1.bam"):
        found = content(TELOMERECAT, named, "N1_telbam.bam")
        assert found.log2 == pytest.approx(-1.0)


def test_the_tumour_length_of_teal_is_that_of_the_tumour_cells() -> None:
    found = content(TEAL_TUMOUR)
    assert (found.tumour, found.for_tumour_cells, found.tumour_reads) == (9400.25, True, 42000)


def test_a_length_below_nought_after_correction_is_no_length() -> None:
    reading, issues = read((TEAL_HEADER, TEAL_TUMOUR[1].replace("9400.25", "-12.5")))
    assert reading is not None
    assert reading.value.tumour is None
    assert "no usable" in str(issues.items[0])


def test_the_own_document_is_read_by_the_same_door() -> None:
    assert content(OWN).log2 == pytest.approx(2.0)


def test_a_control_alone_is_read_as_one() -> None:
    reading, _ = read(TEAL_CONTROL, only_control=True)
    assert reading is not None
    assert reading.value.tumour == 3889.97
    assert read(TEAL_TUMOUR, only_control=True)[0] is not None, "run alone under the other word"


def test_a_file_of_both_gives_its_control_alone() -> None:
    reading, _ = read(HUNTER, only_control=True)
    assert reading is not None
    assert reading.value.tumour == 205.2
    assert {entry.reason for entry in reading.set_aside} == {
        "of the tumour, in the file of the control",
        "a ratio that follows from the figures",
    }
    named, _ = read(TELSEQ, control="N1", only_control=True)
    assert named is not None
    assert named.value.tumour == 4.0


def test_a_role_that_is_neither_is_set_aside() -> None:
    reading, _ = read((*HUNTER, HUNTER[1].replace("tumor", "plasma")))
    assert reading is not None
    assert reading.set_aside[1].reason == "neither of a tumour nor of a control"


def test_other_patients_are_set_aside() -> None:
    cohort = (*HUNTER, *(line.replace("P1", "P2") for line in HUNTER[1:]))
    reading, _ = read(cohort, "P2")
    assert reading is not None
    assert reading.set_aside[0].rows == 3


def test_a_name_that_the_case_does_not_state_is_held_against_its_id() -> None:
    _, issues = read(HUNTER, Meant(id="Z9"))
    assert "the sample is 'P1', and the case calls it 'Z9'" in str(issues.items[0])
    assert "another one than 'T1'" in fault(TEAL_CONTROL, Meant(id="T1", others=frozenset(["N1"])))


@pytest.mark.parametrize(
    ("lines", "tumour", "control", "words"),
    [
        (("a\tb", "1\t2"), None, None, "not the output of a known program; the first line reads"),
        ((), None, None, "reads: 'nothing'"),
        (TELSEQ, None, None, "2 samples and nothing says which one is meant"),
        (TELSEQ, "T2", None, "no sample 'T2'"),
        (TELSEQ, "T1", "N2", "no sample 'N2'"),
        (TELSEQ, "T1", "T1", "tumour and control are both 'T1'"),
        (TEAL_CONTROL, None, None, "no row of a tumour"),
        ((TELSEQ_HEADER,), None, None, "no row of a tumour"),
        ((TEAL_HEADER,), None, None, "no row of a tumour"),
        ((*HUNTER[:2], HUNTER[1]), None, None, "several rows of one tumour: lines 2, 3"),
        ((*TELOMERECAT, TELOMERECAT[1]), "T1", None, "several rows of one tumour"),
        ((HUNTER_HEADER, "P1\ttumor\tmany" + "\t1" * 9), None, None, "not a finite number"),
        ((HUNTER_HEADER, "P1\ttumor\t1"), None, None, "rows of another width"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place(
    lines: tuple[str, ...], tumour: str | None, control: str | None, words: str
) -> None:
    assert words in fault(lines, tumour, control)


def test_files_that_name_no_sample_have_none() -> None:
    assert telomere_samples(text(OWN)) == ()
    assert telomere_samples(text((HUNTER_HEADER, "P1\ttumor"))) == ()
    assert telomere_samples(text((TEAL_HEADER.removeprefix("sampleId\t"),))) == ()


def test_a_table_of_teal_without_a_sample_belongs_to_the_tumour() -> None:
    bare = tuple(line.split("\t", 1)[1] for line in TEAL_TUMOUR)
    assert content(bare, Meant(id="T1")).tumour == 9400.25


@pytest.mark.parametrize("lines", [HUNTER, TELSEQ, TELOMERECAT, TEAL_TUMOUR, OWN])
def test_each_is_recognised(lines: tuple[str, ...]) -> None:
    assert holds_telomeres(text(lines))
    assert not holds_telomeres(text(("Sample\tLength",)))


figures = st.floats(1e-3, 1e9).map(lambda value: float(f"{value:.9g}"))


@given(tumour=figures, control=figures, reads=st.integers(0, 1 << 40))
def test_what_is_written_is_read(tumour: float, control: float, reads: int) -> None:
    lines = (
        HUNTER_HEADER,
        f"P1\ttumor\t{tumour!r}\t100\t151\t9\t{reads}\t48-52\t9\t0\t0\t0",
        f"P1\tcontrol\t{control!r}\t100\t151\t9\t{reads}\t48-52\t9\t0\t0\t0",
    )
    found = content(lines)
    assert (found.tumour, found.control, found.tumour_reads) == (tumour, control, reads)


@given(groups=st.lists(st.tuples(st.floats(0.1, 50), st.integers(1, 1 << 40)), min_size=1))
def test_the_mean_of_read_groups_lies_between_them(groups: list[tuple[float, int]]) -> None:
    tail = "\t" + "\t".join(["1"] * 17) + "\t"
    rows = tuple(f"g\tl\tT1\t{n}\t{n}\t0\t{v!r}{tail}" for v, n in groups)
    found = content((TELSEQ_HEADER, *rows)).tumour
    lengths = [value for value, _ in groups]
    assert found is not None
    assert min(lengths) * (1 - 1e-9) <= found <= max(lengths) * (1 + 1e-9)


@given(st.permutations(range(1, 4)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    shuffled = content((HUNTER[0], *(HUNTER[place] for place in order)))
    assert shuffled.model_copy(update={"where": ""}) == content(HUNTER).model_copy(
        update={"where": ""}
    )


@pytest.mark.skipif(not DATA.exists(), reason=f"no real files at {DATA}")
@pytest.mark.parametrize("path", sorted(DATA.glob("*.tsv")), ids=lambda path: path.stem)
def test_real_outputs_are_read(path: Path) -> None:
    issues = Issues()
    found = read_text_file(path, path.name, issues)
    assert found is not None
    name = telomere_samples(found)[0]
    reading = read_telomeres(found, Sides(tumour=name), issues)
    assert reading is not None, [str(issue) for issue in issues.items]
    assert not issues.errors
