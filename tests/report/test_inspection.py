"""The lines that say what a file holds."""

from __future__ import annotations

from crestome.model.genome import Assembly
from crestome.model.inspection import FileKind, Inspection
from crestome.model.issue import Issue, Severity
from crestome.model.ledger import Fate, LedgerEntry
from crestome.report.inspection import render_inspection

FULL = Inspection(
    file="T1.seg",
    kind=FileKind.COPY_NUMBER,
    dialect="SEG",
    why="its header names ID",
    caller="DNAcopy",
    assemblies=(Assembly.GRCH37,),
    assembly_why="its positions do not fit GRCh38",
    samples=tuple(f"S{n}" for n in range(9)),
    tumour="S0",
    tumour_why="the first of 9",
    rows=12,
    kept=3,
    kept_as="segments of 2 chromosome(s)",
    set_aside=(
        LedgerEntry(
            file="T1.seg",
            kind="segments",
            fate=Fate.FILTERED,
            reason="of another sample",
            rows=8,
            examples=("line 2", "line 3", "line 4", "line 5"),
        ),
        LedgerEntry(file="T1.seg", kind="segments", fate=Fate.FILTERED, reason="no value", rows=1),
    ),
    suggestion=('copy_number = "T1.seg"', 'platform = "wgs"'),
    issues=(
        Issue(severity=Severity.WARNING, where="T1.seg", what="odd"),
        Issue(severity=Severity.ERROR, where="T1.seg", what="broken"),
    ),
    usable=True,
)


def test_a_file_is_described_line_by_line() -> None:
    assert render_inspection(FULL).splitlines() == [
        "T1.seg",
        "  holds      copy number (its header names ID)",
        "  dialect    SEG",
        "  caller     DNAcopy",
        "  assembly   GRCh37: its positions do not fit GRCh38",
        "  samples    S0, S1, S2, S3, S4, S5, S6, S7 … (9 in all)",
        "  tumour     S0: the first of 9",
        "  rows       12: 3 kept as segments of 2 chromosome(s), 9 set aside",
        "                   8 of another sample (line 2, line 3, line 4 …)",
        "                   1 no value",
        "  warning    T1.seg: odd.",
        '  case       copy_number = "T1.seg"',
        '             platform = "wgs"',
    ]


def test_both_assemblies_or_neither_are_said() -> None:
    both = FULL.model_copy(update={"assemblies": tuple(Assembly), "assembly_why": "within both"})
    assert "assembly   fits both: within both" in render_inspection(both)
    neither = both.model_copy(update={"assemblies": ()})
    assert "assembly   fits neither: within both" in render_inspection(neither)


def test_a_file_that_was_not_read_points_to_its_faults() -> None:
    lines = render_inspection(Inspection(file="x", why="it cannot be read")).splitlines()
    assert lines == [
        "x",
        "  holds      unknown (it cannot be read)",
        "  rows       none read; see the faults below",
    ]


def test_a_case_has_no_rows() -> None:
    assert "rows" not in render_inspection(Inspection(file="x", kind=FileKind.CASE))
