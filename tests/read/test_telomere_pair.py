"""A tumour and its control, in one file or two, with the account of every row."""

from __future__ import annotations

import pytest
from read.telomere_files import HUNTER, TEAL_CONTROL, TEAL_TUMOUR, TELSEQ, text

from crestome.model.issue import Issues
from crestome.model.ledger import Fate
from crestome.read.telomere_pair import PairRead, TelomerePair, read_telomere_pair


def read(pair: TelomerePair, tumour: str | None = None) -> tuple[PairRead | None, Issues]:
    issues = Issues()
    found = read_telomere_pair(pair, tumour, issues)
    assert (found is None) == bool(issues.errors)
    if found is not None:
        assert sum(entry.rows for entry in found.entries) == sum(file.rows for file in found.inputs)
    return found, issues


def test_one_file_may_hold_both() -> None:
    found, _ = read(TelomerePair(text(HUNTER)))
    assert found is not None
    assert found.value.log2 == pytest.approx(1.9995, abs=1e-3)
    assert [entry.fate for entry in found.entries] == [Fate.FILTERED, Fate.USED]


def test_a_control_in_a_file_of_its_own_is_set_beside() -> None:
    found, _ = read(TelomerePair(text(TEAL_TUMOUR), text(TEAL_CONTROL, "n.tsv")))
    assert found is not None
    assert (found.value.tumour, found.value.control) == (9400.25, 3889.97)
    assert found.value.control_reads == 42533
    assert [file.path for file in found.inputs] == ["x.tsv", "n.tsv"]


def test_the_control_of_one_file_is_named_by_the_case() -> None:
    found, _ = read(TelomerePair(text(TELSEQ), normal="N1"), "T1")
    assert found is not None
    assert found.value.log2 == pytest.approx(1.0)


def test_figures_of_two_programs_are_never_compared() -> None:
    found, issues = read(TelomerePair(text(TEAL_TUMOUR), text(HUNTER, "n.tsv")))
    assert found is None
    assert "measured by TelomereHunter, the tumour by TEAL" in str(issues.errors[0])


def test_a_second_control_is_refused() -> None:
    _, issues = read(TelomerePair(text(HUNTER), text(HUNTER, "n.tsv")))
    assert "x.tsv line 2 holds one already" in str(issues.errors[0])


def test_the_faults_of_both_files_are_told() -> None:
    _, issues = read(TelomerePair(text(("a\tb",)), text(("c\td",), "n.tsv")))
    assert [str(error).split(":")[0] for error in issues.errors] == ["x.tsv", "n.tsv"]
