from __future__ import annotations

from crestome.model.assessment import InputFile
from crestome.read.reading import Reading


def test_a_reading_without_rows_set_aside_is_whole() -> None:
    source = InputFile(path="a", role="events", dialect="table", sha256="0", rows=1)
    assert Reading(value=(1,), source=source).set_aside == ()
