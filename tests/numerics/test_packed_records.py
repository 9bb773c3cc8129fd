"""The kernels, compiled and as plain Python, agree."""

from __future__ import annotations

import numpy as np
from telomere_bam import record_of, simulate

from crestome.measure.telomere_content import packed_words
from crestome.numerics import packed_records
from crestome.numerics.packed_records import COLUMNS, scan_records, whole_records_end


def scanned(room: int) -> tuple[tuple[int, int, int], list[list[int]], list[int]]:
    data = np.frombuffer(
        bytearray(b"".join(record_of(read) for read in simulate(3, 40, 75, 0.5))), np.uint8
    )
    hits, percents = np.zeros((room, COLUMNS), np.int64), np.zeros(101, np.int64)
    limits = np.array([0xD00, 6, 2], np.int64)
    counts = scan_records(data, packed_words(), limits, hits, percents)
    return counts, hits.tolist(), percents.tolist()


def test_the_kernel_uncompiled_gives_what_it_gives_compiled(monkeypatch) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    compiled = scanned(60)
    plain = scan_records.py_func  # type: ignore[attr-defined]
    for name in ("_byte", "_integer", "_describe"):
        kernel = getattr(packed_records, name)
        monkeypatch.setattr(packed_records, name, kernel.py_func)
    monkeypatch.setitem(globals(), "scan_records", plain)
    assert scanned(60) == compiled
    assert compiled[0][2] > 10


def test_hits_beyond_the_room_are_counted_and_not_written() -> None:
    counts, hits, _percents = scanned(3)
    assert counts[2] > 3
    assert len(hits) == 3


def test_whole_records_end_where_the_next_is_cut_off() -> None:
    records = b"".join(record_of(read) for read in simulate(3, 2, 75, 0.5))
    for kernel in (whole_records_end, whole_records_end.py_func):  # type: ignore[attr-defined]
        assert kernel(np.frombuffer(records, np.uint8)) == len(records)
        assert kernel(np.frombuffer(records[:-1], np.uint8)) < len(records) - 1
        assert kernel(np.frombuffer(b"\x01\0\0\0", np.uint8)) == -1


def test_lengths_that_contradict_each_other_are_told() -> None:
    data = np.frombuffer(bytearray(record_of(simulate(3, 1)[0])), np.uint8)
    data[20] = 255
    hits, percents = np.zeros((1, COLUMNS), np.int64), np.zeros(101, np.int64)
    limits = np.array([0, 6, 2], np.int64)
    assert scan_records(data, packed_words(), limits, hits, percents)[2] == -1
