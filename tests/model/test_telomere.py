"""Measurements of telomeres are plain values."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from crestome.model.telomere import AlignmentHeader, RepeatCount


def test_counts_are_not_negative() -> None:
    with pytest.raises(ValidationError):
        RepeatCount(repeat="TTAGGG", count=-1)


def test_a_header_may_lack_read_groups() -> None:
    assert AlignmentHeader(contigs=(("chr1", 9),)).samples == ()
