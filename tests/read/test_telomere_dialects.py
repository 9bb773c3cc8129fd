"""Telling the outputs of programs apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from read.telomere_files import HUNTER, TEAL_TUMOUR, TELOMERECAT, TELSEQ, text

from crestome.read.telomere_dialects import DIALECTS, find_telomere_dialect


@pytest.mark.parametrize(
    ("lines", "program"),
    [
        (HUNTER, "TelomereHunter"),
        (TELSEQ, "TelSeq"),
        (TELOMERECAT, "telomerecat"),
        (TEAL_TUMOUR, "TEAL"),
        (("PID\tsample\ttotal_reads_with_tel_gc\ttel_content\tintratel_reads",), "TelomereHunter"),
    ],
)
def test_a_program_is_told_by_its_columns(lines: tuple[str, ...], program: str) -> None:
    found = find_telomere_dialect(text(lines))
    assert found is not None
    assert found[0].program == program


def test_lines_above_the_header_are_emptied_and_the_numbers_of_lines_kept() -> None:
    found = find_telomere_dialect(text(TELSEQ))
    assert found is not None
    assert found[1].lines[:2] == ["", ""]
    assert len(found[1].lines) == len(TELSEQ)


@pytest.mark.parametrize("lines", [(), ("Sample\tLength",), ("sample,purity,ploidy", "a,1,2")])
def test_another_table_is_none_of_them(lines: tuple[str, ...]) -> None:
    assert find_telomere_dialect(text(lines)) is None


def test_no_dialect_is_a_part_of_another() -> None:
    for one in DIALECTS:
        for other in DIALECTS:
            assert one is other or not set(one.marks) <= set(other.marks)


@pytest.mark.parametrize(
    ("said", "header"),
    [
        ("telomerehunter", "PID\tsample\ttel_content"),
        ("telseq", "Sample\tTotal\tLENGTH_ESTIMATE"),
        ("telomerecat", "Sample,Length"),
        ("teal", "type\tfinalTelomereLength"),
    ],
)
def test_what_is_said_needs_only_the_columns_of_the_figure(said: str, header: str) -> None:
    trimmed = text((header,))
    assert find_telomere_dialect(trimmed) is None
    found = find_telomere_dialect(replace(trimmed, dialect=said))
    assert found is not None
    assert found[0].key == said
    assert find_telomere_dialect(replace(text(("a,b",)), dialect=said)) is None


def test_a_table_is_not_read_as_another_program_than_said() -> None:
    assert find_telomere_dialect(replace(text(HUNTER), dialect="telseq")) is None


def test_the_earlier_names_of_a_program_are_found_by_its_word_too() -> None:
    header = "PID\tsample\ttotal_reads_with_tel_gc\ttel_content\tintratel_reads"
    found = find_telomere_dialect(replace(text((header,)), dialect="telomerehunter"))
    assert found is not None
    assert found[0].reads == ("intratel_reads",)
