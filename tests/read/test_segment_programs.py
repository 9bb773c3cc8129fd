from __future__ import annotations

from pathlib import Path

import pytest

from crestome.read.segment_dialects import SegmentDialect, fold
from crestome.read.segment_programs import DIALECTS


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_the_columns_that_a_dialect_needs_are_told_as_this_dialect(dialect: SegmentDialect) -> None:
    header = {fold(names[0]) for names in dialect.needed}
    found = next(item for item in DIALECTS if item.fits(header))
    assert found is dialect


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_dialect_says_what_its_numbers_are(dialect: SegmentDialect) -> None:
    assert not (dialect.log2 and dialect.ratio)
    assert not (dialect.ratio and dialect.mixture)
    assert dialect.total_copies or not dialect.mixed_copies
    assert bool(dialect.alleles[0]) == bool(dialect.alleles[1])


def test_every_dialect_has_a_name_of_its_own() -> None:
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS)


def test_the_page_of_the_reader_names_every_dialect() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "readers" / "copy_number.md"
    rows = {line.split(" | ")[0].strip("| ") for line in page.read_text("utf-8").splitlines()}
    assert {dialect.name for dialect in DIALECTS} <= rows
