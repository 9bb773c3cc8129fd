from __future__ import annotations

from crestome.model.signal import MeasuredSegments, Penalty, ProbeTable, RawCopyNumber


def test_empty_tables_have_their_columns() -> None:
    assert len(ProbeTable.empty()) == 0
    assert "standard_error" in MeasuredSegments.schema()


def test_raw_signal_keeps_its_file() -> None:
    raw = RawCopyNumber(probes=ProbeTable.empty(), file="x.cnr")
    assert raw.file == "x.cnr"
    assert {str(item) for item in Penalty} == {"permissive", "learned", "learned-detailed"}
