"""Frozen references of expression."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crestome.knowledge.expression_reference import (
    GeneQuantiles,
    find_reference_faults,
    load_expression_references,
    reference_sources,
)
from crestome.knowledge.load import load_knowledge, shipped_root

KEYS = load_knowledge().references


def test_the_shipped_reference_is_whole_and_separates_amplified_mycn() -> None:
    (seqc,) = load_expression_references()
    groups = {item.group: item for item in seqc.genes["MYCN"]}
    assert groups["mycn_amplified"].values[1] > groups["mycn_not_amplified"].values[-2]
    assert list(find_reference_faults(shipped_root(), KEYS)) == []
    assert reference_sources() == {"zhang-2015"}


@given(st.floats(-5, 30), st.floats(-5, 30))
def test_more_expression_never_has_a_lower_percentile(one: float, other: float) -> None:
    (seqc,) = load_expression_references()
    gene = seqc.genes["TERT"][0]
    low, high = sorted((one, other))
    assert 0 <= gene.percentile_of(low) <= gene.percentile_of(high) <= 100


def test_values_at_and_beyond_the_ends() -> None:
    gene = GeneQuantiles(group="all", tumours=3, percentiles=(1.0, 99.0), values=(1.0, 3.0))
    assert [gene.percentile_of(value) for value in (0.0, 1.0, 2.0, 3.0, 4.0)] == [
        0.5,
        1.0,
        50.0,
        99.0,
        99.5,
    ]


def test_faults_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "expression"
    shutil.copytree(shipped_root() / "expression", folder)
    about, table = folder / "references.tsv", folder / "quantiles.tsv"
    head, row = about.read_text().splitlines()
    cells = row.split("\t")
    cells[3], cells[5] = "nobody-1900", ""
    empty = "\t".join(["empty", *cells[1:]])
    about.write_text("\n".join((head, "\t".join(cells), empty)) + "\n")
    rows = table.read_text().splitlines()
    rows[1] = rows[1].replace("\tall\t", "\tsome\t").replace("6.", "99.", 1)
    falling = rows[2].split("\t")
    falling[4:6] = ["9", "1"]
    rows[2] = "\t".join(falling)
    table.write_text("\n".join(rows) + "\n")
    faults = "\n".join(find_reference_faults(tmp_path, KEYS))
    assert "seqc: source nobody-1900 is not in references.yaml" in faults
    assert "seqc: no licence" in faults
    assert "empty: no gene of it" in faults
    assert "seqc, MYCN: first group 'some'; expected 'all'" in faults
    assert "seqc, MYCN: quantiles that fall" in faults


def test_without_the_folder_there_is_none(tmp_path: Path) -> None:
    assert load_expression_references(tmp_path) == ()
