"""Telomere content and its ratio."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.model.telomere_content import TelomereContent, VariantRepeat

CONTENT = TelomereContent(program="p", quantity="telomere length", unit="kb", tumour=8.0, control=4)


def test_the_ratio_is_of_tumour_to_control() -> None:
    assert CONTENT.log2 == 1.0
    assert VariantRepeat(repeat="TTCGGG", tumour=1.0, control=4.0).log2 == -2.0


@pytest.mark.parametrize("missing", [None, 0.0])
def test_without_one_of_the_two_there_is_no_ratio(missing: float | None) -> None:
    assert CONTENT.model_copy(update={"control": missing}).log2 is None
    assert CONTENT.model_copy(update={"tumour": missing}).log2 is None


def test_the_fewer_reads_count() -> None:
    assert CONTENT.reads is None
    assert CONTENT.model_copy(update={"tumour_reads": 9.0}).reads == 9
    assert CONTENT.model_copy(update={"tumour_reads": 9.0, "control_reads": 3.0}).reads == 3


@given(st.floats(1e-300, 1e15), st.floats(1e-300, 1e15))
def test_swapping_the_two_turns_the_sign(tumour: float, control: float) -> None:
    there = VariantRepeat(repeat="TTCGGG", tumour=tumour, control=control).log2
    back = VariantRepeat(repeat="TTCGGG", tumour=control, control=tumour).log2
    assert there is not None
    assert back == -there
