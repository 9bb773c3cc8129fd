from __future__ import annotations

from pathlib import Path

import pytest

from crestome.pipeline import demo


def test_the_example_is_found_in_the_repository() -> None:
    assert demo.example_case().is_file()


def test_the_example_of_an_installed_wheel_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "examples" / "relapse" / "case.toml"
    case.parent.mkdir(parents=True)
    case.write_text("")
    monkeypatch.setattr("importlib.resources.files", lambda _package: tmp_path)
    assert demo.example_case() == case
