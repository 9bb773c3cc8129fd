"""Methods of scoring cells, by the words of the command."""

from __future__ import annotations

from crestome.model.cell_method import CellMethod


def test_methods_are_called_as_the_command_calls_them() -> None:
    assert [method.value for method in CellMethod] == ["ranks", "control-mean"]
