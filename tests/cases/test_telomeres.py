"""Telomere figures of other programs, files in and report out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from read.telomere_files import HUNTER, TEAL_CONTROL, TEAL_TUMOUR
from telomere_bam import lenient_knowledge, simulate, write_bam
from typer.testing import CliRunner

from crestome.cli.app import app
from crestome.model.assessment import Assessment
from crestome.model.call import Call
from crestome.model.therapy import Verdict

CASE = """
assembly = "GRCh38"
[patient]
id = "P1"
[clinical]
course = "relapsed"
[[sample]]
id = "T1"
time_point = "relapse 1"
{keys}
"""
UNLIKE = 'telomeres = {{ file = "{}", sample = "P1" }}'


def written(folder: Path, keys: str) -> Path:
    files = {"hunter.tsv": HUNTER, "t.tsv": TEAL_TUMOUR, "n.tsv": TEAL_CONTROL}
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    path = folder / "case.toml"
    path.write_text(CASE.format(keys=keys), "utf-8")
    return path


def assessed(folder: Path, keys: str) -> Assessment:
    out = folder / "out"
    result = CliRunner().invoke(app, ["assess", str(written(folder, keys)), "--out", str(out)])
    assert result.exit_code == 0, result.output
    page = (out / "index.html").read_text("utf-8")
    assert 'class="figure telomere-panel"' in page
    return Assessment.from_document(json.loads((out / "assessment.json").read_text("utf-8")))


def refused(folder: Path, keys: str) -> str:
    out = folder / "out"
    result = CliRunner().invoke(app, ["assess", str(written(folder, keys)), "--out", str(out)])
    assert result.exit_code == 2
    assert not out.exists()
    return result.output


def telomeres(assessment: Assessment) -> Call:
    return assessment.latest.calls["telomere_maintenance"]


def test_long_telomeres_make_alt_probable_and_its_drugs_conditional(tmp_path: Path) -> None:
    made = assessed(tmp_path, UNLIKE.format("hunter.tsv"))
    call = telomeres(made)
    assert (call.label, call.missing) == ("ALT_PROBABLE", ("c_circle", "apb"))
    arms = call.detail["arms"]
    assert isinstance(arms, dict)
    assert arms["telomere_content"] == "high"
    verdicts = {option.drug: option.verdict for option in made.therapies}
    assert {verdicts[drug] for drug in ("azd0156", "imetelstat")} == {Verdict.CONDITIONAL}
    assert made.ledger.adds_up
    assert made.provenance.inputs[0].role == "telomeres"


def test_tumour_and_control_may_stand_in_two_files(tmp_path: Path) -> None:
    made = assessed(tmp_path, 'telomeres = { file = "t.tsv", control = "n.tsv" }')
    figures = {item.name: item.value for item in telomeres(made).quantities}
    assert figures["telomere length"] == pytest.approx(1.273, abs=1e-3)
    assert telomeres(made).label == "ALT_PROBABLE"
    assert made.ledger.adds_up
    assert len(made.provenance.inputs) == 2


def test_a_tumour_alone_decides_nothing_and_says_so(tmp_path: Path) -> None:
    call = telomeres(assessed(tmp_path, 'telomeres = "t.tsv"'))
    assert call.label == "indeterminate"
    assert any("without its control" in note for note in call.notes)


def test_a_direct_assay_goes_before_the_figure(tmp_path: Path) -> None:
    keys = UNLIKE.format("hunter.tsv") + '\nassays = { c_circle = "positive" }'
    assert telomeres(assessed(tmp_path, keys)).label == "ALT"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('telomeres = { file = "t.tsv", control = "hunter.tsv" }', "by TelomereHunter"),
        ('telomeres = "n.tsv"', "no row of a tumour"),
        ('telomeres = { file = "t.tsv", control = "nn.tsv" }', "no file"),
        ('telomeres = "case.toml"', "not the output of a known program"),
        ('telomeres = { file = "t.tsv", kontrol = "n.tsv" }', "unknown key"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(
    tmp_path: Path, keys: str, words: str
) -> None:
    assert words in " ".join(refused(tmp_path, keys).split())


def test_two_samples_may_share_a_table(tmp_path: Path) -> None:
    second = UNLIKE.format("hunter.tsv") + '\n[[sample]]\nid = "T2"\ntime_point = "diagnosis"\n'
    made = assessed(tmp_path, second + UNLIKE.format("hunter.tsv"))
    labels = {sample.calls["telomere_maintenance"].label for sample in made.samples}
    assert labels == {"ALT_PROBABLE"}
    assert made.ledger.adds_up


def test_alignments_are_pointed_to_what_is_read(tmp_path: Path) -> None:
    keys = 'alignments = "T1.bam"\n' + UNLIKE.format("hunter.tsv")
    issues = " ".join(str(issue) for issue in assessed(tmp_path, keys).issues)
    assert "crestome telomeres, and name its JSON" in issues


def test_inspect_shows_what_it_would_use(tmp_path: Path) -> None:
    written(tmp_path, "")
    result = CliRunner().invoke(app, ["inspect", str(tmp_path / "hunter.tsv")])
    assert result.exit_code == 0
    assert "TelomereHunter" in result.output
    assert 'telomeres = "hunter.tsv"' in result.output
    assert "2 kept, 1 set aside" in result.output
    said = CliRunner().invoke(
        app, ["inspect", str(tmp_path / "t.tsv"), "--dialect", "telomeres", "--json"]
    )
    assert json.loads(said.output)[0]["usable"] is True


def test_reads_of_a_tumour_and_its_control_are_measured_and_weighed(tmp_path: Path) -> None:
    tumour = write_bam(tmp_path / "t.bam", simulate(1, 2000, telomere=0.2))
    control = write_bam(tmp_path / "n.bam", simulate(2, 6000, telomere=0.03), samples=("N1",))
    measured = tmp_path / "T1.telomeres.json"
    knowledge = lenient_knowledge(tmp_path)
    arguments = ["telomeres", str(tumour), "--control", str(control), "--out", str(measured)]
    result = CliRunner().invoke(app, [*arguments, "--knowledge", str(knowledge)])
    assert result.exit_code == 0, result.output
    document = json.loads(measured.read_text("utf-8"))

    made = assessed(tmp_path, 'telomeres = "T1.telomeres.json"')
    call = telomeres(made)
    figures = {item.name: item.value for item in call.quantities}
    assert figures["telomere content"] == pytest.approx(document["content_log2"], abs=1e-3)
    assert call.label == "ALT_PROBABLE"
    assert made.ledger.adds_up
    assert made.provenance.inputs[0].dialect.startswith("crestome telomeres")


def test_reads_too_few_to_be_measured_stay_not_assessed(tmp_path: Path) -> None:
    tumour = write_bam(tmp_path / "t.bam", simulate(1, 500, telomere=0.2))
    measured = tmp_path / "T1.telomeres.json"
    result = CliRunner().invoke(app, ["telomeres", str(tumour), "--out", str(measured)])
    assert result.exit_code == 0, result.output
    made = assessed(tmp_path, 'telomeres = "T1.telomeres.json"')
    assert telomeres(made).label == "indeterminate"
    issues = " ".join(str(issue) for issue in made.issues)
    assert "no usable telomere content of the tumour: too few reads were counted" in issues


def test_the_reads_of_another_sample_are_refused(tmp_path: Path) -> None:
    other = write_bam(tmp_path / "o.bam", simulate(1, 500), samples=("X9",))
    measured = tmp_path / "X9.json"
    result = CliRunner().invoke(app, ["telomeres", str(other), "--out", str(measured)])
    assert result.exit_code == 0, result.output
    stated = 'telomeres = { file = "X9.json", sample = "T1" }'
    assert "X9" in refused(tmp_path, stated)
