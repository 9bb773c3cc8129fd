"""Files that a case names: whether they are there, and what the user may have meant."""

from __future__ import annotations

import difflib
from pathlib import Path


def is_missing(path: Path) -> bool:
    """Whether there is no such file; a path that cannot be followed is told of by its reader."""
    try:
        return not path.exists()
    except OSError:
        return False


def near_file(path: Path) -> str | None:
    """The name of a file in the same folder that differs by little."""
    try:
        names = [item.name for item in path.parent.iterdir()]
    except (OSError, ValueError):
        return None
    near = difflib.get_close_matches(path.name, names, n=1)
    return near[0] if near else None
