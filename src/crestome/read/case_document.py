"""The text of the case file → a TOML document that is safe to shape, or its faults."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Final

from crestome.model.issue import Issues
from crestome.read.text import TextFile, read_text_file

CASE_BUDGET_BYTES: Final = 1 << 20
"""The longest case file; one sample takes some hundred bytes."""

_DEEPEST: Final = 32
"""Levels of nesting; a case has four."""
_LONGEST_NUMBER: Final = 64
"""Characters of a number; no measurement has more."""
_STRING: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"?|'[^']*'?")
_NOT_A_KEY: Final = re.compile(r"[^\w.\- \t\"]")
_NUMBER: Final = re.compile(rf"\b[0-9][0-9A-Za-z_]{{{_LONGEST_NUMBER},}}")


def read_case_document(path: Path, issues: Issues) -> Mapping[str, object] | None:
    """Read the TOML document of a case; None after an error was noted.

    Args:
        path: The case file.
        issues: Takes the faults: unreadable, beyond the budget, not TOML, nested beyond reason,
            numbers that no measurement has, a time of day.
    """
    text = read_text_file(path, path.name, issues, budget_bytes=CASE_BUDGET_BYTES)
    if text is None or not _is_within_reason(text, issues):
        return None
    try:
        document = tomllib.loads("\n".join(text.lines) + "\n")
    except tomllib.TOMLDecodeError as error:
        issues.error(
            path.name,
            f"not TOML: {error}",
            expected='keys and values such as id = "P1"',
            remedy="correct the line",
        )
        return None
    except RecursionError:
        _note_depth(path.name, issues)
        return None
    return document if _is_plain(document, path.name, issues) else None


def _is_within_reason(text: TextFile, issues: Issues) -> bool:
    """Whether no line holds what would take the parser minutes or gigabytes."""
    for number, line in enumerate(text.lines, 1):
        bare = _STRING.sub('""', line).partition("#")[0]
        where = f"{text.name} line {number}"
        if max(key.count(".") for key in _NOT_A_KEY.split(bare)) > _DEEPEST:
            _note_depth(where, issues)
            return False
        if _NUMBER.search(bare):
            issues.error(
                where,
                f"a number of more than {_LONGEST_NUMBER} digits",
                expected="the value of a measurement",
                remedy="correct it, or put text between quotation marks",
            )
            return False
    return True


def _is_plain(document: Mapping[str, object], name: str, issues: Issues) -> bool:
    """Whether the values are shallow and of the kinds that a case has; TOML has one more."""
    level: list[tuple[str, object]] = list(document.items())
    for _ in range(_DEEPEST):
        times = [key for key, value in level if isinstance(value, time)]
        if times:
            issues.error(
                f"{name}: {times[0]}",
                "a time of day does not fit here",
                expected="a date, a number or text",
                remedy="correct it",
            )
            return False
        level = [item for key, value in level for item in _inner(key, value)]
        if not level:
            return True
    _note_depth(name, issues)
    return False


def _inner(key: str, value: object) -> list[tuple[str, object]]:
    if isinstance(value, Mapping):
        return [(str(inner), content) for inner, content in value.items()]
    return [(key, content) for content in value] if isinstance(value, list) else []


def _note_depth(where: str, issues: Issues) -> None:
    issues.error(
        where,
        f"nested deeper than {_DEEPEST} levels",
        expected="tables as in the guide, four levels deep",
        remedy="correct the brackets and the dots",
    )
