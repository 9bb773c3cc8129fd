"""The shipped data, and copies of it that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crestome.knowledge.load import Knowledge, load_knowledge, shipped_root


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped data."""
    copy = tmp_path / "data"
    shutil.copytree(shipped_root(), copy)
    return copy
