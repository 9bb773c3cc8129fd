"""The account of every row, over a whole case."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.model.assessment import Assessment
from crestome.model.call import CallState
from crestome.model.ledger import Fate
from crestome.pipeline.assess import assess_case

CASE = """
assembly = "GRCh37"
[patient]
id = "P"
[[sample]]
id = "T1"
sequencing = "genome"
structural_variants = "T1.bedpe"
fusions = "T1.fusions.tsv"
"""
BEDPE = (
    ("chrom1", "start1", "end1", "chrom2", "start2", "end2", "name", "score", "strand1", "strand2"),
    ("5", "1315000", "1315001", "17", "40000000", "40000001", "a", "9", "+", "-"),
    ("X", "76800000", "76800001", "X", "76900000", "76900001", "b", "9", "+", "-"),
    ("3", "100", "101", "3", "90000", "90001", "c", "9", "+", "-"),
    ("3", "100", "101", "3", "90000", "90001", "d", "9", "+", "-"),
    ("GL1", "100", "101", "3", "90000", "90001", "e", "9", "+", "-"),
)
FUSIONS = (
    ("FusionGene", "LeftBreakpoint", "RightBreakpoint", "SplitReads"),
    ("EML4--ALK", "2:42522694", "2:29446394", "12"),
    ("BCR--ABL1", "22:23582899", "9:13358994", "50"),
)


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    folder: Path = tmp_path_factory.mktemp("case")
    (folder / "case.toml").write_text(CASE, "utf-8")
    for name, rows in (("T1.bedpe", BEDPE), ("T1.fusions.tsv", FUSIONS)):
        (folder / name).write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    return assess_case(folder / "case.toml", quiet=True)


def test_structural_variants_and_fusions_are_accounted_for(assessment: Assessment) -> None:
    ledger = assessment.ledger
    assert ledger.adds_up
    assert ledger.rows_read == {"T1.bedpe": 5, "T1.fusions.tsv": 2}
    found = {(entry.file, entry.fate): entry.rows for entry in ledger.entries if entry.rows}
    assert found["T1.bedpe", Fate.USED] == 2
    assert found["T1.bedpe", Fate.NOT_RELEVANT] == 1
    assert found["T1.fusions.tsv", Fate.USED] == 1
    assert found["T1.fusions.tsv", Fate.NOT_RELEVANT] == 1
    reasons = {entry.reason for entry in ledger.entries if entry.fate is Fate.FILTERED}
    assert reasons == {"the same adjacency as line 4", "contig GL1 is no chromosome"}


@pytest.mark.parametrize(
    ("mechanism", "label"),
    [("tert", "rearranged"), ("atrx", "loss_of_function"), ("alk", "rearranged")],
)
def test_the_calls_see_them(assessment: Assessment, mechanism: str, label: str) -> None:
    call = assessment.samples[0].calls[mechanism]
    assert (call.state, call.label) == (CallState.PRESENT, label)
    assert any(" line " in item.where for item in call.evidence)
