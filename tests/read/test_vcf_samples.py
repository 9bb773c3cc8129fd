from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.reading import Wanted
from crestome.read.sample_names import Meant
from crestome.read.vcf_header import FIXED, read_vcf_header
from crestome.read.vcf_samples import Roles, choose_columns, choose_roles


def roles_of(samples: str, *meta: str, wanted: Wanted | None = None) -> Roles | None:
    columns = "\t".join([*FIXED, "FORMAT", *samples.split()])
    header = read_vcf_header([*meta, columns], "x.vcf", Issues())
    assert header is not None
    return choose_roles(header, wanted or Wanted(), Issues())


@pytest.mark.parametrize(
    ("samples", "meta", "tumour", "normal"),
    [
        ("N1 T7", ["##normal_sample=N1", "##tumor_sample=T7"], "T7", "N1"),
        ("A B", ["##normal_sample=A"], "B", "A"),
        (
            "A B",
            ['##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 --normal-sample A">'],
            "B",
            "A",
        ),
        ("A B", ["##cmdline=x.py --tumor /d/Sample_B/B.bam --normal /d/Sample_A/A.bam"], "B", "A"),
        ("A B", ["##SAMPLE=<ID=A,IsTumor=no>", "##SAMPLE=<ID=B,IsTumor=yes>"], "B", "A"),
        ("A B", ["##PEDIGREE=<Derived=B,Original=A>"], "B", "A"),
        ("NORMAL TUMOR", [], "TUMOR", "NORMAL"),
        ("TUMOR NORMAL", [], "TUMOR", "NORMAL"),
        ("ref_sample tumor_sample", [], "tumor_sample", "ref_sample"),
        ("X1 blood", [], "X1", "blood"),
        ("COLOR COLOT", [], "COLOT", "COLOR"),
        ("P1-N P1-T", [], "P1-T", "P1-N"),
        ("TCGA-A2-A04W-10A TCGA-A2-A04W-01A", [], "TCGA-A2-A04W-01A", "TCGA-A2-A04W-10A"),
        ("only", [], "only", None),
    ],
)
def test_roles_come_from_the_header_or_the_names_never_from_the_order(
    samples: str, meta: list[str], tumour: str, normal: str | None
) -> None:
    found = roles_of(samples, *meta)
    assert found is not None
    assert (found.tumour, found.normal) == (tumour, normal)


def test_the_case_decides_before_everything_else() -> None:
    found = roles_of("NORMAL TUMOR", wanted=Wanted(sample="normal"))
    assert found is not None
    assert found.tumour == "NORMAL"
    assert found.reason == "named by the case"
    by_normal = roles_of("A B", wanted=Wanted(normal="B"))
    assert by_normal is not None
    assert by_normal.tumour == "A"


def test_inherited_variants_are_read_from_the_normal() -> None:
    found = roles_of("NORMAL TUMOR", wanted=Wanted(germline=True))
    assert found is not None
    assert found.tumour == "NORMAL"


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(sample="C"), Wanted(normal="C")])
def test_names_that_decide_nothing_are_refused_with_the_names(wanted: Wanted) -> None:
    columns = "\t".join([*FIXED, "FORMAT", "A1", "B2"])
    header = read_vcf_header([columns], "x.vcf", Issues())
    issues = Issues()
    assert header is not None
    assert choose_roles(header, wanted, issues) is None
    assert "A1, B2" in str(issues.errors[0])


def test_a_file_without_sample_columns_has_no_roles() -> None:
    header = read_vcf_header(["\t".join(FIXED)], "x.vcf", Issues())
    assert header is not None
    assert choose_roles(header, Wanted(), Issues()) == Roles(None, None, "no sample columns")


def test_several_tumours_of_one_header_decide_nothing() -> None:
    assert roles_of("A B N", "##tumor_sample=A", "##tumor_sample=B", "##normal_sample=N") is None


def test_contradicting_statements_decide_nothing() -> None:
    assert roles_of("A B", "##SAMPLE=<ID=A,IsTumor=yes>", "##normal_sample=A") is None


def chosen(names: list[str], *header: str, wanted: str | None = None) -> str | None:
    found = choose_columns(names, header, Wanted(sample=wanted), "x.vcf", Issues())
    return None if found is None else found.tumour


@pytest.mark.parametrize(
    ("names", "tumour"),
    [
        (["TUMOR", "NORMAL"], "TUMOR"),
        (["normal", "primary"], "primary"),
        (["PT1R", "PT1T"], "PT1T"),
        (["PT1v003R_dedup.bam", "PT1v003T_dedup.bam"], "PT1v003T_dedup.bam"),
        (["CELL2218BL", "CELL2218C"], "CELL2218C"),
        (["CELL_BL", "CELL"], "CELL"),
        (["blood_7", "x7"], "x7"),
        (["A-T", "A-Z"], "A-T"),
        (["P1-B", "P1-T"], "P1-T"),
        (["N.bam", "T.bam"], "T.bam"),
        (["only"], "only"),
    ],
)
def test_names_tell_the_tumour(names: list[str], tumour: str) -> None:
    assert chosen(names) == tumour
    assert chosen(names[::-1]) == tumour


@pytest.mark.parametrize(
    "line",
    [
        "##tumor_sample=s2",
        "##normal_sample=s1",
        "##PEDIGREE=<Derived=s2,Original=s1>",
        '##SAMPLE=<ID=s2,Description="Tumor of the patient">',
        "##cmdline=configManta.py --normalBam=/d/s1.bam --tumorBam=/d/s2.bam",
        "##cmdline=configManta.py --tumourBam=/d/s2-sort.bam",
    ],
)
def test_the_header_tells_the_tumour(line: str) -> None:
    assert chosen(["s1", "s2"], line) == "s2"


def test_the_case_comes_before_the_header() -> None:
    assert chosen(["s1", "s2"], "##tumor_sample=s2", wanted="s1") == "s1"
    assert chosen(["s1", "s2"], wanted="s3") is None


@pytest.mark.parametrize("names", [["sampleA", "sampleB"], ["a", "b", "c"], ["x.N", "y.Z"]])
def test_letters_that_only_count_tell_nothing(names: list[str]) -> None:
    assert chosen(names) is None


def test_a_trio_is_refused_with_its_names() -> None:
    issues = Issues()
    names = ["NA1278", "NA1291", "NA1292"]
    assert choose_columns(names, ["##SAMPLE=<ID=x>"], Wanted(), "x.vcf: samples", issues) is None
    (error,) = issues.errors
    assert all(name in str(error) for name in names)


@pytest.mark.parametrize("line", ["##SAMPLE=<ID=s1,IsTumor=no,Description=tumor>", "##x=tumor"])
def test_a_word_that_is_not_of_the_sample_tells_nothing(line: str) -> None:
    assert chosen(["s1", "s2"], line) in {None, "s2"}


@pytest.mark.parametrize(
    ("names", "tumour"),
    [
        (["A_N", "B_T"], "B_T"),
        (["abnormal_1", "blood_1"], "abnormal_1"),
        (["blood", "normal skin", "PT7"], "PT7"),
        (["PT1_T", "PT1_N", "PT1_R"], "PT1_T"),
        (["A1T", "B2"], None),
    ],
)
def test_letters_and_words_are_read_beside_their_opposite(
    names: list[str], tumour: str | None
) -> None:
    assert chosen(names) == tumour


def of_case(
    names: list[str], *header: str, germline: bool = False
) -> tuple[str | None, str, list[str]]:
    issues = Issues()
    meant = Meant(id="P7", others=frozenset(["P8", "P7_blood"]))
    wanted = Wanted(sample=meant, germline=germline)
    found = choose_columns(names, header, wanted, "x.vcf: samples", issues)
    said = [issue.severity.value for issue in issues.items]
    return (found.tumour, found.reason, said) if found else (None, "", said)


def test_the_id_of_the_case_is_a_hint_where_one_column_carries_it() -> None:
    assert of_case(["P6", "p7"]) == ("p7", "it bears the sample's id", [])
    assert of_case(["P5", "P6"])[0] is None


def test_a_header_and_a_name_of_a_normal_count_more_than_the_id() -> None:
    assert of_case(["P7", "P7x"], "##normal_sample=P7")[0] == "P7x"
    assert of_case(["P7", "P7_T_tumor"])[0] == "P7_T_tumor"


def test_a_name_of_another_sample_of_the_case_is_an_error() -> None:
    assert of_case(["P8"]) == (None, "", ["error"])
    assert of_case(["N", "P8"], "##tumor_sample=P8") == (None, "", ["error"])
    assert of_case(["P7_blood"]) == (None, "", ["error"])


@pytest.mark.parametrize("name", ["TUMOR", "sample1", "Sample_2", "P7", "p7.dedup.bam", "x_P7"])
def test_a_word_for_any_tumour_or_a_part_of_the_id_is_no_warning(name: str) -> None:
    assert of_case([name]) == (name, "the only sample", [])


def test_a_foreign_name_is_warned_of() -> None:
    assert of_case(["Q1"]) == ("Q1", "the only sample", ["warning"])
    assert of_case(["Q1T", "Q1N"]) == ("Q1T", "told by its name", ["warning"])


def test_the_file_of_a_normal_may_bear_the_name_of_the_normal() -> None:
    assert of_case(["P7_blood"], germline=True) == ("P7_blood", "the only sample", [])
