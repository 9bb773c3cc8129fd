from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.model.case import Case
from crestome.model.genome import Assembly
from crestome.model.patient import TimePoint
from crestome.read.case import read_case

KNOWLEDGE = load_knowledge()
MAF = (
    "Hugo_Symbol\tNCBI_Build\tChromosome\tStart_Position\tEnd_Position\tVariant_Classification"
    "\tReference_Allele\tTumor_Seq_Allele2\tTumor_Sample_Barcode\tHGVSp_Short\tt_ref_count"
    "\tt_alt_count\n"
    "ALK\tGRCh38\tchr2\t29220829\t29220829\tMissense_Mutation\tG\tT\tT1\tp.F1174L\t60\t40\n"
)
SEG = (
    "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n"
    "T1\t1\t1\t248956422\t9000\t0.01\n"
    "T1\t2\t1\t242193529\t9000\t0.02\n"
)
HEAD = 'assembly = "GRCh38"\n[patient]\nid = "P"\n'


def case_file(folder: Path, text: str) -> Path:
    (folder / "T1.maf").write_text(MAF)
    (folder / "T1.seg").write_text(SEG)
    path = folder / "case.toml"
    path.write_text(text)
    return path


def read(folder: Path, text: str) -> Case:
    return read_case(case_file(folder, text), KNOWLEDGE)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as refused:
        read(folder, text)
    return list(refused.value.faults)


def test_a_case_is_read_with_all_its_files(tmp_path: Path) -> None:
    case = read(
        tmp_path,
        HEAD + '[[sample]]\nid = "T1"\ntime_point = "relapse 2"\nsmall_variants = "T1.maf"\n'
        'copy_number = "T1.seg"\nplatform = "wgs"\nsequencing = "genome"\n',
    )
    (evidence,) = case.evidence
    assert evidence.sample.time_point is TimePoint.RELAPSE
    assert evidence.sample.ordinal == 2
    assert evidence.variants_of("ALK")[0].vaf == pytest.approx(0.4)
    assert [source.path for source in case.inputs] == ["T1.seg", "T1.maf"]


def test_samples_come_in_the_order_of_time(tmp_path: Path) -> None:
    entries = "".join(
        f'[[sample]]\nid = "{name}"\ntime_point = "{when}"\nassays = {{ apb = "positive" }}\n'
        for name, when in [("R2", "relapse 2"), ("D", "diagnosis"), ("R1", "relapse")]
    )
    case = read(tmp_path, HEAD + entries)
    assert [item.sample.id for item in case.evidence] == ["D", "R1", "R2"]


def test_the_only_assembly_that_fits_is_taken_and_told(tmp_path: Path) -> None:
    case = read(
        tmp_path,
        '[patient]\nid = "P"\n[[sample]]\nid = "T1"\nsmall_variants = "T1.maf"\n',
    )
    assert case.evidence[0].genome.assembly is Assembly.GRCH38
    assert any("the files fit GRCh38 only" in issue.what for issue in case.issues)


def test_an_assembly_that_matters_and_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "short.seg").write_text(
        "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nT1\t1\t1\t9000\t9\t0.1\n"
    )
    told = faults(
        tmp_path, '[patient]\nid = "P"\n[[sample]]\nid = "T1"\ncopy_number = "short.seg"\n'
    )
    (fault,) = told
    assert fault == (
        "case.toml: no assembly stated, and the files fit both; expected GRCh37 or GRCh38. "
        'Add assembly = "GRCh37" or assembly = "GRCh38" as the first line.'
    )


def test_an_assembly_that_does_not_matter_is_not_asked_for(tmp_path: Path) -> None:
    text = '[patient]\nid = "P"\n[[sample]]\nid = "T1"\nassays = { apb = "positive" }\n'
    assert read(tmp_path, text).evidence[0].genome.assembly is Assembly.GRCH38


def test_without_assembly_the_fewest_faults_are_told(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        '[patient]\nid = "P"\n[[sample]]\nid = "T1"\nsmall_variants = "T1.maf"\n'
        'copy_number = "none.seg"\n',
    )
    assert len(told) == 1
    assert "no file 'none.seg'" in told[0]


def test_the_wrong_assembly_is_refused_with_the_right_one(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        'assembly = "GRCh37"\n[patient]\nid = "P"\n[[sample]]\nid = "T1"\n'
        'small_variants = "T1.maf"\n',
    )
    assert any("T1.maf" in fault and "GRCh38" in fault for fault in told)


def test_a_missing_file_suggests_the_nearest_name(tmp_path: Path) -> None:
    told = faults(tmp_path, HEAD + '[[sample]]\nid = "T1"\nsmall_variants = "T1.maff"\n')
    assert told[0] == (
        "case.toml: sample T1, small_variants: no file 'T1.maff'; expected a file relative to "
        "the folder of case.toml. Did you mean 'T1.maf'?"
    )


def test_a_folder_that_does_not_exist_is_a_missing_file(tmp_path: Path) -> None:
    told = faults(tmp_path, HEAD + '[[sample]]\nid = "T1"\nevents = "nowhere/T1.tsv"\n')
    assert "Correct the name." in told[0]


def test_two_samples_of_one_name_are_refused(tmp_path: Path) -> None:
    entry = '[[sample]]\nid = "T1"\nassays = { apb = "positive" }\n'
    assert "2 samples are named 'T1'" in faults(tmp_path, HEAD + entry + entry)[0]


def test_a_case_without_measurement_is_refused(tmp_path: Path) -> None:
    assert "no sample has a measurement" in faults(tmp_path, HEAD + '[[sample]]\nid = "T"\n')[0]


def test_what_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "[patient]\nid =\n")
    assert told.startswith("case.toml: not TOML: ")
    assert "line 2" in told


def test_a_case_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml"):
        read_case(tmp_path / "none.toml", KNOWLEDGE)


def dated(*samples: tuple[str, str, int | None]) -> str:
    """A case of samples with a time point and perhaps a day."""
    entries = [
        f'[[sample]]\nid = "{name}"\ntime_point = "{when}"\nassays = {{ apb = "positive" }}\n'
        + ("" if day is None else f"day = {day}\n")
        for name, when, day in samples
    ]
    return HEAD + "".join(entries)


def test_days_order_the_samples_where_all_state_one(tmp_path: Path) -> None:
    text = dated(("B", "progression", 900), ("A", "relapse 1", 400), ("D", "diagnosis", 0))
    evidence = read(tmp_path, text).evidence
    assert [(item.sample.id, item.sample.day) for item in evidence] == [
        ("D", 0),
        ("A", 400),
        ("B", 900),
    ]
    assert [item.followed for item in evidence] == [True, True, False]


def test_without_all_days_the_time_points_order_the_samples(tmp_path: Path) -> None:
    text = dated(("B", "relapse 2", None), ("A", "relapse 1", 400), ("C", "relapse 2", 5))
    evidence = read(tmp_path, text).evidence
    assert [(item.sample.id, item.followed) for item in evidence] == [
        ("A", True),
        ("B", False),
        ("C", False),
    ]


def test_a_relapse_before_the_diagnosis_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, dated(("D", "diagnosis", 30), ("R", "relapse", 10)))
    assert fault.startswith("case.toml: sample R, day: day 10 of relapse lies before day 30 of D")


@pytest.mark.parametrize("day", ["-1", '"soon"', "1e9"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    text = dated(("T", "relapse", None)) + f"day = {day}\n"
    assert "case.toml: sample 1, day" in faults(tmp_path, text)[0]


def test_an_unknown_time_point_suggests_the_nearest(tmp_path: Path) -> None:
    text = HEAD + '[[sample]]\nid = "T"\ntime_point = "%s"\nassays = { apb = "positive" }\n'
    assert "Did you mean 'relapse'?" in faults(tmp_path, text % "relaps")[0]
    assert "Correct it." in faults(tmp_path, text % "xyz")[0]


def test_dates_of_treatment_need_a_date_of_diagnosis(tmp_path: Path) -> None:
    sample = '[[sample]]\nid = "T"\nassays = { apb = "positive" }\n'
    course = '{ name = "x", start = 2020-02-01, end = 2020-03-02 }'
    treated = f"[clinical]\n%streatments = [{course}]\n"
    assert "no date of diagnosis" in faults(tmp_path, HEAD + treated % "" + sample)[0]
    case = read(tmp_path, HEAD + treated % "diagnosis_date = 2020-01-01\n" + sample)
    (treatment,) = case.evidence[0].clinical.treatments or ()
    assert (treatment.start_day, treatment.end_day) == (31, 61)


def test_a_treatment_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    text = (
        HEAD + '[clinical]\ntreatments = ["a", { name = "b", start_day = 9, end_day = 3 }]\n'
        '[[sample]]\nid = "T"\nassays = { apb = "positive" }\n'
    )
    assert "begins on day 9 and ends on day 3" in faults(tmp_path, text)[0]


def test_no_treatment_stated_is_not_untreated(tmp_path: Path) -> None:
    sample = '[[sample]]\nid = "T"\nassays = { apb = "positive" }\n'
    assert read(tmp_path, HEAD + sample).evidence[0].clinical.treatments is None
    untreated = read(tmp_path, HEAD + "[clinical]\ntreatments = []\n" + sample)
    assert untreated.evidence[0].clinical.treatments == ()


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "cut.maf.gz").write_bytes(gzip.compress(MAF.encode())[:-12])
    (tmp_path / "bad.seg").write_text(SEG.replace("242193529", "x"))
    told = faults(
        tmp_path,
        HEAD + '[[sample]]\nid = "A"\nsmall_variants = "cut.maf.gz"\n'
        '[[sample]]\nid = "B"\ncopy_number = "bad.seg"\nevents = "none.tsv"\n',
    )
    assert {name for name in ("cut.maf.gz", "bad.seg", "none.tsv") if any(name in t for t in told)}
    assert len(told) >= 3
