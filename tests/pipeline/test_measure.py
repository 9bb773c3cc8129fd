from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from measure.signals import FLAT, probes

from crestome.errors import InputError
from crestome.knowledge.load import load_knowledge
from crestome.pipeline.assess import assess_case
from crestome.pipeline.measure import measure_case
from crestome.read.case import read_case

CASE = """
assembly = "GRCh37"
[patient]
id = "p"
[[sample]]
id = "s"
copy_number = {{ file = "{file}", platform = "acgh" }}
"""


def case(folder: Path, frame: pl.DataFrame) -> Path:
    table = frame.select(chrom="contig", position="end", log2="log2")
    table.write_csv(folder / "probes.tsv", separator="\t")
    path = folder / "case.toml"
    path.write_text(CASE.format(file="probes.tsv"))
    return path


def test_probes_of_a_case_are_segmented_and_called(tmp_path: Path) -> None:
    far = probes({"11": [(3000, 0.0), (6000, -0.6)], **FLAT})
    path = case(
        tmp_path,
        far.frame.filter(pl.col("contig") != "11").vstack(
            far.frame.filter(pl.col("contig") == "11").unique(maintain_order=True)
        ),
    )
    assessment = assess_case(path)
    (sample,) = assessment.samples
    assert sample.calls["segmental_chromosome"].state.value != "not_assessed"
    assert assessment.ledger.total("probes.tsv") == assessment.ledger.rows_read["probes.tsv"]
    assert any("probes made" in str(issue) for issue in assessment.issues)


def test_out_of_noise_nothing_is_called_and_that_is_said(tmp_path: Path) -> None:
    path = case(tmp_path, probes(FLAT, noise=0.9).frame)
    assessment = assess_case(path)
    assert any("uninformative: the noise" in str(issue) for issue in assessment.issues)
    states = {call.state.value for _, call in assessment.latest.calls.items()}
    assert "absent" not in states
    assert "present" not in states


def test_allele_fractions_give_copies_and_lost_heterozygosity(tmp_path: Path) -> None:
    """A tumour of 80 % purity: 11q has two copies of one parent, 1p one copy, 17 three."""
    levels = {
        **FLAT,
        "1": [(300, -0.737), (300, 0.0)],
        "11": [(150, 0.0), (450, 0.0)],
        "17": [(300, 0.485)],
    }
    alleles = {
        **{contig: [(count, 0.5) for count, _ in pieces] for contig, pieces in FLAT.items()},
        "1": [(300, 0.833), (300, 0.5)],
        "11": [(150, 0.5), (450, 0.9)],
        "17": [(300, 0.643)],
    }
    frame = probes(levels, noise=0.05, baf=alleles).frame
    stretched = frame.with_columns(end=pl.col("end") * 20)
    table = stretched.select(chrom="contig", position="end", log2="log2", baf="baf")
    table.write_csv(tmp_path / "probes.tsv", separator="\t")
    path = tmp_path / "case.toml"
    path.write_text(CASE.format(file="probes.tsv"))
    assessment = assess_case(path)
    detail = assessment.latest.calls["segmental_chromosome"].detail
    assert "11q_loh" in detail["sca_any"]  # type: ignore[operator]
    assert detail["cog_sca"] is True
    assert assessment.latest.calls["ploidy"].label == "diploid"
    said = " ".join(str(issue) for issue in assessment.issues)
    assert "whole copies fit: purity 0.8" in said
    assert "(fitted)" in said


def test_copies_that_do_not_fit_firmly_are_not_called_from(tmp_path: Path) -> None:
    frame = probes({"1": [(100, -0.3), (100, 0.07)], "2": [(100, 0.17)], **FLAT}).frame
    path = case(tmp_path, frame)
    path.write_text(path.read_text().replace('id = "s"', 'id = "s"\npurity = 0.9'))
    assessment = assess_case(path)
    said = " ".join(str(issue) for issue in assessment.issues)
    assert "whole copies do not fit firmly" in said
    assert assessment.latest.calls["ploidy"].state.value == "not_assessed"


def test_too_few_probes_stop_the_case(tmp_path: Path) -> None:
    path = case(tmp_path, probes({"1": [(3, 0.0)]}).frame)
    with pytest.raises(InputError, match=r"probes\.tsv: 3 probe"):
        assess_case(path)


def test_a_case_without_probes_stays_as_it_is(tmp_path: Path) -> None:
    knowledge = load_knowledge()
    (tmp_path / "x.seg").write_text("ID\tchrom\tstart\tend\tnum.mark\tseg.mean\nA\t1\t1\t9\t9\t0\n")
    path = tmp_path / "case.toml"
    path.write_text(CASE.format(file="x.seg"))
    read = read_case(path, knowledge)
    assert measure_case(read, knowledge) is read


def test_of_two_samples_only_that_with_probes_is_measured(tmp_path: Path) -> None:
    knowledge = load_knowledge()
    path = case(tmp_path, probes(FLAT).frame)
    more = '\n[[sample]]\nid = "t"\nassays = { c_circle = "positive" }\n'
    path.write_text(path.read_text() + more)
    measured = measure_case(read_case(path, knowledge), knowledge)
    assert [item.copy_number is None for item in measured.evidence].count(True) == 1
    assert all(item.raw_copy_number is None for item in measured.evidence)
    assert next(item for item in measured.evidence if item.copy_number).has_positions


def test_faulty_probes_are_a_fault_of_the_case(tmp_path: Path) -> None:
    path = case(tmp_path, probes(FLAT).frame)
    (tmp_path / "probes.tsv").write_text("chrom\tposition\tlog2\n1\t5\thigh\n")
    with pytest.raises(InputError, match="no number: 'high'"):
        assess_case(path)
