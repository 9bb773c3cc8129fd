"""What effects were computed from is an input like any other file, once for the case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cases.test_effects import FILES, SAMPLE, assessed

pytest.importorskip("pysam")


def test_reference_and_gene_model_are_inputs_with_rows_and_checksum(tmp_path: Path) -> None:
    samples = [SAMPLE.format(id=name, more="") for name in ("A", "B")]
    assert assessed(tmp_path, FILES, *samples).exit_code == 0
    document = json.loads((tmp_path / "out" / "assessment.json").read_text("utf-8"))
    inputs = [item for item in document["provenance"]["inputs"] if "VCF" not in item["dialect"]]
    assert [(item["path"], item["role"], item["rows"]) for item in inputs] == [
        ("reference.fa", "reference_fasta", 1),
        ("ensembl.gff3", "gene_model", 10),
    ]
    assert all(len(item["sha256"]) == 64 for item in inputs)
    rows = document["ledger"]["rows_read"]
    for name in ("reference.fa", "ensembl.gff3"):
        entries = [item for item in document["ledger"]["entries"] if item["file"] == name]
        assert sum(item["rows"] for item in entries) == rows[name]
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "ensembl.gff3" in page


def test_files_that_were_not_needed_are_no_input(tmp_path: Path) -> None:
    told = assessed(tmp_path, FILES, '[[sample]]\nid = "T"\nassays = { c_circle = "positive" }\n')
    assert told.exit_code == 0
    document = json.loads((tmp_path / "out" / "assessment.json").read_text("utf-8"))
    assert document["provenance"]["inputs"] == []
