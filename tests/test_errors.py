from __future__ import annotations

from crestome.errors import CrestomeError, FormatError, InputError


def test_an_error_carries_every_fault() -> None:
    error = InputError("a.maf line 2: x.", "b.seg: y.")
    assert error.faults == ("a.maf line 2: x.", "b.seg: y.")
    assert str(error) == "a.maf line 2: x.\nb.seg: y."


def test_errors_are_gathered_in_their_order() -> None:
    gathered = InputError.gather([InputError("a"), FormatError("b", "c")])
    assert gathered.faults == ("a", "b", "c")
    assert isinstance(gathered, CrestomeError)
