"""The manifest of a cohort of cells (TOML): which file belongs to which sample."""

from __future__ import annotations

import difflib
import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, Final

from pydantic import StringConstraints, ValidationError

from crestome.errors import InputError
from crestome.model.issue import Issues
from crestome.model.record import Record

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]


class CellEntry(Record):
    """One ``[[sample]]``: its name, its file, and what is said of it.

    Attributes:
        id: Names the outputs, too.
        file: The file or folder, relative to the manifest.
        malignant: See the option of the same name.
        malignant_table: A file, relative to the manifest.
        reference: Normal cells, ``COLUMN=WORD,WORD``.
        sample: The column that names the sample within the file.
        layer: The matrix.
        genome: The genome of a 10x file that holds several.
    """

    id: Name
    file: Text
    malignant: Text | None = None
    malignant_table: Text | None = None
    reference: Text | None = None
    sample: Text | None = None
    layer: Text | None = None
    genome: Text | None = None

    def files(self) -> tuple[tuple[str, str], ...]:
        """The files that it names, each with its key."""
        named = (("file", self.file), ("malignant_table", self.malignant_table))
        return tuple((key, name) for key, name in named if name is not None)


class _Manifest(Record):
    sample: tuple[CellEntry, ...]


_KEYS: Final = ("sample", *CellEntry.model_fields)


def read_cell_manifest(path: Path) -> tuple[CellEntry, ...]:
    """Read a manifest.

    Raises:
        InputError: With every fault: no TOML, no sample, unknown or missing keys, samples of one
            name or of one file.
    """
    issues = Issues()
    entries = _entries(path, issues)
    for name, number in Counter(entry.id.casefold() for entry in entries).items():
        if number > 1:
            issues.error(
                f"{path.name}: sample",
                f"{number} samples are called {name!r}",
                expected="a name of its own for each, which names its outputs",
                remedy="rename all but one",
            )
    _refuse_twice(path, entries, issues)
    if issues.errors:
        raise InputError(*(str(issue) for issue in issues.errors))
    return entries


def absent_files(path: Path, entry: CellEntry) -> tuple[str, ...]:
    """The files of a sample that are not there, each as a fault; the other samples have theirs."""
    issues = Issues()
    for key, name in entry.files():
        if not (path.parent / name).exists():
            near = difflib.get_close_matches(
                Path(name).name, [item.name for item in path.parent.iterdir()], n=1
            )
            issues.error(
                f"{path.name}: sample {entry.id}, {key}",
                f"no file {name!r}",
                expected=f"a file relative to the folder of {path.name}",
                remedy=f"did you mean {near[0]!r}?" if near else "correct the name",
            )
    return tuple(map(str, issues.errors))


def _refuse_twice(path: Path, entries: tuple[CellEntry, ...], issues: Issues) -> None:
    """Note a file of several samples, whose patient would be counted as often."""
    owners: dict[Path, list[str]] = {}
    for entry in entries:
        owners.setdefault((path.parent / entry.file).resolve(), []).append(entry.id)
    for file, names in owners.items():
        if len(names) > 1:
            issues.error(
                f"{path.name}: samples {', '.join(names)}",
                f"one file, {file.name!r}, whose cells would be counted {len(names)} times",
                expected="a file of its own for each",
                remedy="name it once; the column that tells its samples goes under sample",
            )


def _entries(path: Path, issues: Issues) -> tuple[CellEntry, ...]:
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        issues.error(
            path.name,
            f"cannot be read as TOML ({str(error).splitlines()[0]})",
            expected="[[sample]] with id and file for each sample",
            remedy="correct the line",
        )
        return ()
    try:
        entries = _Manifest.from_document(document).sample
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            _note(path, fault["type"], fault["loc"], fault["msg"], issues)
        return ()
    if not entries:
        issues.error(
            f"{path.name}: sample",
            "no sample in it",
            expected="[[sample]] with id and file for each sample",
            remedy="add one",
        )
    return entries


def _note(
    path: Path, kind: str, place: tuple[int | str, ...], message: str, issues: Issues
) -> None:
    words = [f"{part + 1}" if isinstance(part, int) else part for part in place]
    key, where = words[-1], f"{path.name}: {' '.join(words)}"
    near = difflib.get_close_matches(key, _KEYS, n=1)
    if kind == "extra_forbidden":
        remedy = f"did you mean {near[0]!r}?" if near else "remove it"
        issues.error(where, "unknown key", expected=", ".join(_KEYS), remedy=remedy)
    elif kind == "missing":
        issues.error(where, "missing", expected="a value", remedy=f"add {key}")
    else:
        expected = message[0].lower() + message[1:]
        issues.error(where, "does not fit here", expected=expected, remedy="correct it")
