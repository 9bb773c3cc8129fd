from __future__ import annotations

import io
import sys

import pytest

from crestome.pipeline.progress import announced_steps


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with announced_steps(quiet=False) as step:
        step("files")
    assert capsys.readouterr().err == ""


def test_the_step_under_way_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with announced_steps(quiet=False) as step:
        step("files of the case")
    assert "files of the case" in terminal.getvalue()


def test_quiet_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with announced_steps(quiet=True) as step:
        step("files of the case")
    assert terminal.getvalue() == ""
