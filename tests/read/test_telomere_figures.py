"""The figure of one sample, and what it rests on."""

from __future__ import annotations

from read.telomere_files import TELOMERECAT, text

from crestome.model.issue import Issues
from crestome.read.delimited import read_delimited
from crestome.read.telomere_dialects import TELOMERECAT as DIALECT
from crestome.read.telomere_figures import TelomereRows


def rows(*lines: str) -> tuple[TelomereRows, Issues]:
    issues = Issues()
    file = read_delimited(text((TELOMERECAT[0], *lines)), issues)
    assert file is not None
    return TelomereRows(file, DIALECT, issues), issues


def test_a_row_has_figure_reads_and_settings() -> None:
    found, issues = rows(TELOMERECAT[1])
    assert (found.figure(), found.reads()) == (2403.0, 38000.0)
    assert found.settings() == "Read_length 112"
    assert found.variants() == ()
    assert found.where == "x.tsv line 2"
    assert not issues.items


def test_a_length_of_nothing_is_a_failed_estimate() -> None:
    found, issues = rows(TELOMERECAT[1].replace("2403.0", "0"))
    assert found.figure() is None
    assert "telomerecat gave no usable telomere length" in str(issues.items[0])


def test_a_figure_beyond_all_reads_is_refused() -> None:
    found, issues = rows(TELOMERECAT[1].replace("2403.0", "1e300"))
    assert found.figure() is None
    assert "expected a figure of telomeres" in str(issues.errors[0])
