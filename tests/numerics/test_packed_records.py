"""The kernels, compiled and as plain Python, agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from telomere_bam import Read, record_of, simulate

from crestome.measure.telomere_scan import coded_words
from crestome.numerics import packed_records, packed_words
from crestome.numerics.packed_records import COUNTS, whole_records_end
from crestome.numerics.packed_words import COLUMNS, hash_of

KERNELS = {
    packed_records: (
        "_byte", "_integer", "_group_of", "_width", "count_words", "hash_of",
        "whole_records_end", "scan_records",
    ),
    packed_words: ("_triplet", "count_words", "hash_of"),
}  # fmt: skip


@pytest.fixture
def uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, names in KERNELS.items():
        for name in names:
            monkeypatch.setattr(module, name, getattr(module, name).py_func)


def tagged() -> list[Read]:
    reads = simulate(3, 25, 75, 0.5) + simulate(4, 4, 151, 0.9)
    return [
        replace(read, tagged=index % 2 > 0, group=(None, "g0", "g1", "gx")[index % 4])
        for index, read in enumerate(reads)
    ]


def scanned(room: int, reads: Sequence[Read]) -> tuple[int, list[list[int]], list[list[int]]]:
    data = np.frombuffer(bytearray(b"".join(map(record_of, reads))), np.uint8)
    hits, counts = np.zeros((room, COLUMNS), np.int64), np.zeros((3, COUNTS), np.int64)
    found = packed_records.scan_records(
        data,
        coded_words(),
        np.array([0xD00, 6, 2, 14, 3], np.int64),
        np.array([hash_of(np.frombuffer(name, np.uint8)) for name in (b"g0", b"g1")], np.int64),
        np.array([0, 600, 1000], np.int64),
        counts,
        np.zeros(1000, np.int64),
        hits,
    )
    return found, hits.tolist(), counts.tolist()


COMPILED = scanned(60, tagged())


@pytest.mark.usefixtures("uncompiled")
def test_the_kernels_uncompiled_give_what_they_give_compiled() -> None:
    assert scanned(60, tagged()) == COMPILED


def test_hits_beyond_the_room_are_counted_and_not_written() -> None:
    found, hits, _counts = scanned(3, tagged())
    assert found == COMPILED[0] > 10
    assert len(hits) == 3


def test_groups_are_found_behind_tags_of_every_kind() -> None:
    sizes = [sum(row[packed_records.TOTAL] for row in (counts,)) for counts in COMPILED[2]]
    assert sizes[0] + sizes[1] + sizes[2] == len(tagged())
    assert sizes[2] > sizes[0] >= sizes[1] > 10


@pytest.mark.parametrize(
    "kernel",
    [whole_records_end, whole_records_end.py_func],  # type: ignore[attr-defined]
    ids=["compiled", "plain"],
)
def test_whole_records_end_where_the_next_is_cut_off(kernel) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    records = b"".join(record_of(read) for read in simulate(3, 2, 75, 0.5))
    assert kernel(np.frombuffer(records, np.uint8)) == len(records)
    assert kernel(np.frombuffer(records[:-1], np.uint8)) < len(records) - 1
    assert kernel(np.frombuffer(b"\x01\0\0\0" + bytes(32), np.uint8)) == -1
    wrong = bytearray(records)
    wrong[16] += 200
    assert kernel(np.frombuffer(wrong, np.uint8)) == -1
