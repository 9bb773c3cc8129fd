from __future__ import annotations

import json
from pathlib import Path

import pytest

from crestome.errors import InputError, UsageError
from crestome.model.assessment import NOTICE, Assessment
from crestome.pipeline.assess import assess_case, summary, write_report
from crestome.pipeline.demo import example_case

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="module")
def example() -> Assessment:
    return assess_case(example_case())


def test_the_example_has_the_story_that_it_was_made_for(example: Assessment) -> None:
    early, late = example.samples
    assert early.calls["alk"].detail["clonality"] == "subclonal"
    assert late.calls["alk"].detail["clonality"] == "clonal"
    assert late.calls["ras_mapk"].detail["genes"] == ("NRAS",)
    assert late.calls["genomic_profile"].label == "MNA"
    verdicts = {option.drug: option.verdict.value for option in example.therapies}
    assert verdicts["crizotinib"] == "against"
    assert verdicts["lorlatinib"] == "downgraded"
    assert verdicts["idasanutlin"] == "matched"


def test_every_row_of_the_example_is_accounted_for(example: Assessment) -> None:
    assert example.ledger.adds_up
    assert sum(example.ledger.rows_read.values()) == sum(
        entry.rows for entry in example.ledger.entries
    )


def test_every_cited_source_is_listed(example: Assessment) -> None:
    listed = {entry.key for entry in example.references}
    for sample in example.samples:
        for call in sample.calls.by_name().values():
            assert call.sources
            assert set(call.sources) <= listed


def test_two_runs_differ_in_time_only(example: Assessment) -> None:
    again = assess_case(example_case())
    blank = {"created": "", "host": ""}
    first = example.model_copy(update={"provenance": example.provenance.model_copy(update=blank)})
    second = again.model_copy(update={"provenance": again.provenance.model_copy(update=blank)})
    assert first.model_dump_json() == second.model_dump_json()


def test_three_files_are_written_and_nothing_else(example: Assessment, tmp_path: Path) -> None:
    written = write_report(example, tmp_path / "deep" / "report")
    assert sorted(path.name for path in (tmp_path / "deep" / "report").iterdir()) == sorted(
        path.name for path in written
    )
    page = (tmp_path / "deep" / "report" / "index.html").read_text("utf-8")
    assert "Research use only" in page
    document = json.loads((tmp_path / "deep" / "report" / "assessment.json").read_text("utf-8"))
    assert document["notice"] == NOTICE


def test_a_report_cannot_be_written_over_a_file(example: Assessment, tmp_path: Path) -> None:
    target = tmp_path / "report"
    target.write_text("mine")
    with pytest.raises(UsageError, match="cannot write the report here"):
        write_report(example, target)
    assert target.read_text() == "mine"


@pytest.mark.parametrize("name", ["index.html", "assessment.json", "ledger.tsv"])
def test_a_folder_of_the_name_of_a_file_stops_the_whole_report(
    example: Assessment, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(UsageError, match=rf"{name}: is a folder, where .*; choose another --out"):
        write_report(example, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_input_of_the_case_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "ledger.tsv").write_text("gene\ttype\nATRX\tdeletion\n")
    case = tmp_path / "case.toml"
    case.write_text('[patient]\nid = "P"\n[[sample]]\nid = "T"\nevents = "ledger.tsv"\n')
    with pytest.raises(UsageError, match=r"ledger\.tsv: is an input of the case, and would be"):
        write_report(assess_case(case), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"case.toml", "ledger.tsv"}


def test_a_report_may_replace_an_earlier_one(example: Assessment, tmp_path: Path) -> None:
    assert write_report(example, tmp_path) == write_report(example, tmp_path)


def test_a_case_with_faults_writes_nothing(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text('[patient]\nid = "P"\n')
    with pytest.raises(InputError, match=r"case\.toml: sample: missing"):
        assess_case(case)
    assert [path.name for path in tmp_path.iterdir()] == ["case.toml"]


def test_the_summary_says_the_verdicts_and_the_notice(example: Assessment) -> None:
    text = summary(example)
    assert "amplified" in text
    assert "Research use only" in text


def test_real_mutect_files_are_accounted_for_row_by_row(tmp_path: Path) -> None:
    files = sorted((SHARED / "gmkf_nbl" / "maf").glob("*.maf.xz"))
    if not files:
        pytest.skip("../shared/data/gmkf_nbl/maf is absent")
    for file in files:
        (tmp_path / file.name).symlink_to(file)
        case = tmp_path / "case.toml"
        case.write_text(
            'assembly = "GRCh38"\n[patient]\nid = "P"\n[[sample]]\nid = "T"\n'
            f'sequencing = "genome"\nsmall_variants = "{file.name}"\n'
        )
        assessment = assess_case(case)
        assert assessment.ledger.adds_up, file.name
        assert assessment.ledger.rows_read[file.name] > 2000
