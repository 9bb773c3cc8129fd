"""The programs that the exports are for; tests may do without them only where no wheel exists."""

from __future__ import annotations

import importlib
import platform
import sys
from types import ModuleType

import pytest


def reference_tool(module: str) -> ModuleType:
    """AEON, MaBoSS or libSBML; the test skips on platforms for which the extra names none."""
    if sys.platform == "linux" and platform.machine() == "x86_64":
        return importlib.import_module(module)
    reason = f"{module} is installed on Linux x86-64 alone"
    found = pytest.importorskip(module, reason=reason)
    assert isinstance(found, ModuleType)
    return found
