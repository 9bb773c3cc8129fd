from __future__ import annotations

from crestome.model.inspection import FileKind, Inspection


def test_what_is_not_known_is_not_usable() -> None:
    inspection = Inspection(file="x")
    assert inspection.kind is FileKind.UNKNOWN
    assert inspection.rows is None
    assert not inspection.usable
