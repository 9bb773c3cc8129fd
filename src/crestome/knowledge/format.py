"""The one canonical form of a curated file, so that a change of a fact is the only change seen.

Comments, order and the choice between flow and block style are the curator's; indentation, line
width and the end of the file are not.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Final

from crestome.knowledge.load import curated_files

_LINE_WIDTH: Final = 100
_ROUNDS: Final = 4


def canonical_text(text: str) -> str:
    """The canonical form of a YAML text; of its own canonical form the same.

    Example:
        >>> print(canonical_text("a:    [1,2]"), end="")
        a: [1, 2]
    """
    for _ in range(_ROUNDS):
        written = _rewritten(text)
        if written == text:
            break
        text = written
    return text


def _rewritten(text: str) -> str:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width = _LINE_WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=2, offset=0)
    out = StringIO()
    yaml.dump(yaml.load(text), out)
    return "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines()) + "\n"


def unformatted_files(root: Path) -> tuple[Path, ...]:
    """The curated files that are not in canonical form."""
    return tuple(
        path
        for path in curated_files(root)
        if (text := path.read_text("utf-8")) != canonical_text(text)
    )


def write_canonical(root: Path) -> tuple[Path, ...]:
    """Rewrite the files that are not in canonical form, and return them."""
    changed = unformatted_files(root)
    for path in changed:
        path.write_text(canonical_text(path.read_text("utf-8")), "utf-8")
    return changed
