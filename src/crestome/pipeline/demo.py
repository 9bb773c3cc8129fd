"""Where the shipped example lies."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def example_case() -> Path:
    """The case file of the shipped example, in an installed wheel or in the repository."""
    installed = Path(str(resources.files("crestome"))) / "examples" / "relapse" / "case.toml"
    if installed.is_file():
        return installed
    return Path(__file__).parents[3] / "examples" / "relapse" / "case.toml"
