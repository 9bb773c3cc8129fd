"""Telomere content as JSON, as a table and in words."""

from __future__ import annotations

import json

from crestome.model.telomere import (
    ReadGroupMeasurement,
    ReadsLookedAt,
    TelomereComparison,
    TelomereMeasurement,
    TelomereReads,
)
from crestome.report.telomeres import (
    NO_CONTROL,
    QUICK,
    notes_on,
    render_telomere_document,
    render_telomere_summary,
    render_telomere_table,
)

READS = TelomereReads(
    reads=2100,
    counted=2000,
    telomere_reads=10,
    intratelomeric=6,
    junction=2,
    subtelomeric=1,
    intrachromosomal=1,
    gc_matched_reads=200,
    content=30000.0,
)


def measurement(**changes: object) -> TelomereMeasurement:
    plain = {
        "file": "t.bam", "samples": ("T1",), "unplaced": 9, "evenness": 0.9, "repeats": (),
    }  # fmt: skip
    return TelomereMeasurement.model_validate(READS.model_dump() | plain | changes)


def test_a_table_has_a_row_for_each_sample_and_read_group() -> None:
    group = ReadGroupMeasurement(**READS.model_dump(), read_group="lane1", sample="T1")
    control = measurement(file="c.bam", content=None, not_assessed="too few")
    lines = render_telomere_table(
        TelomereComparison(tumour=measurement(read_groups=(group,)), control=control)
    ).splitlines()
    assert lines[0] == "# Research use only; not a medical device."
    assert lines[1] == "# content_log2\t"
    cells = [dict(zip(lines[2].split("\t"), row.split("\t"), strict=True)) for row in lines[3:]]
    assert [cell["read_group"] for cell in cells] == ["", "lane1", ""]
    assert [cell["content"] for cell in cells] == ["30000.0000", "30000.0000", ""]
    assert cells[2]["not_assessed"] == "too few"


def test_the_summary_sets_tumour_beside_control() -> None:
    tumour, control = measurement(), measurement(file="c.bam", content=15000.0)
    words = render_telomere_summary(
        TelomereComparison(tumour=tumour, control=control, content_log2=1.0)
    )
    assert "tumour (t.bam)  control (c.bam)" in words
    assert "tumour over control: log2 +1.00" in words


def test_what_is_not_assessed_is_said_and_never_nought() -> None:
    tumour = measurement(content=None, not_assessed="no read has a place")
    words = render_telomere_summary(TelomereComparison(tumour=tumour))
    assert "tumour: not assessed: no read has a place" in words
    assert words.splitlines()[8].split()[-2:] == ["not", "assessed"]


def test_notes_say_what_is_missing() -> None:
    quick = measurement(looked_at=ReadsLookedAt.INDEXED)
    assert notes_on(quick, None)[:2] == (NO_CONTROL, QUICK)
    assert len(notes_on(measurement(), measurement())) == 2


def test_the_document_reads_back_as_what_it_was() -> None:
    comparison = TelomereComparison(tumour=measurement())
    document = json.loads(render_telomere_document(comparison))
    assert TelomereComparison.from_document(document) == comparison
