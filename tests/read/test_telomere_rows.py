"""Whose rows are whose."""

from __future__ import annotations

from read.telomere_files import HUNTER, TELSEQ, text

from crestome.model.issue import Issues
from crestome.read.delimited import read_delimited
from crestome.read.set_aside import REASON
from crestome.read.telomere_dialects import TELOMEREHUNTER, find_telomere_dialect
from crestome.read.telomere_dialects import TELSEQ as DIALECT
from crestome.read.telomere_rows import SIDE, Sides, choose_rows, sample_names, with_ratio_padded


def test_only_the_row_of_ratios_is_filled_up() -> None:
    short = "P1\ttumor\t1"
    lines = with_ratio_padded(text((*HUNTER, short)), TELOMEREHUNTER).lines
    widths = [line.count("\t") for line in lines]
    assert widths[:4] == [widths[0]] * 4
    assert lines[4] == short


def test_a_dialect_without_roles_is_left_as_it_is() -> None:
    whole = text(TELSEQ)
    assert with_ratio_padded(whole, DIALECT) is whole


def test_names_lose_what_alignments_end_in() -> None:
    file = read_delimited(text(("Sample\tx", "a.bam\t1", "b_telbam.bam\t1", "c.CRAM\t1")), Issues())
    assert file is not None
    assert sample_names(file, "Sample").to_list() == ["a", "b", "c"]


def test_each_row_has_a_side_or_a_reason() -> None:
    found = find_telomere_dialect(text(TELSEQ))
    assert found is not None
    file = read_delimited(found[1], Issues(), comment="")
    assert file is not None
    frame = choose_rows(file, DIALECT, Sides(tumour="T1", control="N1"), Issues())
    assert frame is not None
    assert frame[SIDE].to_list() == ["tumour", "tumour", "tumour", "control"]
    assert frame[REASON].to_list() == [None, None, "a read group without a figure", None]
