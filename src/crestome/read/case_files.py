"""The files that a case names → where they are, and what the case or the command says they are.

A name that is nearly right is suggested and never taken; a dialect that is said is held against
the file before anything is read from it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crestome.model.inspection import FileKind
from crestome.model.issue import Issues
from crestome.read.case_manifest import File, FileEntry, SampleEntry
from crestome.read.dialect_names import NamedDialect, find_named, nearest_names
from crestome.read.forced_dialect import BY_CASE, BY_OPTION, said_to_be
from crestome.read.text import TextFile, read_text_file, read_text_head

KINDS: Final = {
    "small_variants": FileKind.SMALL_VARIANTS,
    "copy_number": FileKind.COPY_NUMBER,
    "structural_variants": FileKind.STRUCTURAL_VARIANTS,
    "fusions": FileKind.FUSIONS,
    "telomeres": FileKind.TELOMERES,
    "events": FileKind.EVENTS,
}
"""What the file under a key of a sample holds."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a file is said to be, and by whom.

    Attributes:
        dialect: The dialect or kind.
        by: ``--dialect`` or the case.
    """

    dialect: NamedDialect
    by: str

    @property
    def key(self) -> str:
        """The key that a reader asks for; "" for a kind as a whole."""
        return "" if self.dialect.whole_kind else self.dialect.key

    @property
    def words(self) -> str:
        """What stands in reports."""
        name = self.dialect.key if self.dialect.whole_kind else self.dialect.name
        return f"{name}, forced by {self.by}"


@dataclass(frozen=True, kw_only=True)
class DialectOption:
    """What the command line says of a file of the case.

    Attributes:
        file: The file as the case names it; "" for every file of the dialect's kind.
        dialect: The dialect or kind.
    """

    file: str
    dialect: NamedDialect

    def means(self, file: str, key: str) -> bool:
        """Whether it speaks of a file under a key of a sample."""
        return self.file == file if self.file else KINDS[key] is self.dialect.kind


@dataclass(frozen=True, kw_only=True)
class CaseFiles:
    """Finds the files of a case.

    Attributes:
        folder: Where the case file lies; file names are relative to it.
        case_name: Name of the case file, for messages.
        issues: The notepad for all faults.
        shared: Files named by several samples.
        options: What the command line says of files.
    """

    folder: Path
    case_name: str
    issues: Issues
    shared: frozenset[str] = frozenset()
    options: tuple[DialectOption, ...] = ()

    def where(self, sample: str, key: str) -> str:
        """The place of a key, for messages."""
        return f"{self.case_name}: sample {sample}, {key}"

    def located(self, sample: str, key: str, file: File) -> tuple[Path, str] | None:
        """Path and display name of a file; None after an error was noted: there is none.

        The display name tells samples apart where they share the file.
        """
        name = name_of(file)
        path = self.folder / name
        if _is_missing(path):
            near = _near_file(path)
            self.issues.error(
                self.where(sample, key),
                f"no file {name!r}",
                expected=f"a file relative to the folder of {self.case_name}",
                remedy=f"did you mean {near!r}?" if near else "correct the name",
            )
            return None
        return path, f"{name} [{sample}]" if name in self.shared else name

    def said(self, sample: str, key: str, file: File) -> Said | None:
        """What a file is said to be; None where nothing is said, or after an error was noted."""
        option = next((item for item in self.options if item.means(name_of(file), key)), None)
        if option is not None:
            said = Said(dialect=option.dialect, by=BY_OPTION)
        else:
            word = file.dialect if isinstance(file, FileEntry) else None
            if word is None:
                return None
            named = find_named(word)
            if named is None:
                _refuse_word(self.where(sample, f"{key}, dialect"), word, self.issues)
                return None
            said = Said(dialect=named, by=BY_CASE)
        if said.dialect.kind is KINDS[key]:
            return said
        self.issues.error(
            self.where(sample, key),
            f"said to be {said.dialect.key}, which is of {said.dialect.kind.value}",
            expected=f"a dialect of {KINDS[key].value}",
            remedy="name the file under the key of what it holds, or correct the dialect",
        )
        return None

    def text(self, found: tuple[Path, str], said: Said | None) -> TextFile | None:
        """The lines of a file, as what it is said to be; None after an error was noted."""
        text = read_text_file(*found, self.issues)
        return text if text is None or said is None else said_to_be(text, said.dialect, self.issues)

    def bears_out(self, found: tuple[Path, str], said: Said | None) -> bool:
        """Whether the beginning of a file is of the dialect that it is said to be."""
        if said is None:
            return True
        head = read_text_head(*found, self.issues)
        return head is not None and said_to_be(head, said.dialect, self.issues) is not None


def name_of(file: File) -> str:
    """The file as the case names it."""
    return file.file if isinstance(file, FileEntry) else file


def read_dialect_options(
    options: Iterable[str], samples: Iterable[SampleEntry], issues: Issues
) -> tuple[DialectOption, ...]:
    """Take ``FILE=NAME`` and ``NAME`` of the command line apart.

    Args:
        options: As given.
        samples: The samples of the case, which name the files.
        issues: Takes the faults: no such dialect, no such file in the case, no file of its kind.
    """
    files = {
        name_of(file): key
        for entry in samples
        for key, file in entry.files_by_key()
        if key in KINDS
    }
    found = []
    for option in options:
        file, _, word = option.rpartition("=")
        where, named = f"{BY_OPTION} {option}", find_named(word)
        if named is None:
            _refuse_word(where, word, issues)
        elif file and file not in files:
            near = difflib.get_close_matches(file, files, n=1)
            issues.error(
                where,
                f"the case names no file {file!r}",
                expected=", ".join(files) or "a file of the case",
                remedy=f"did you mean {near[0]!r}?" if near else "correct the name",
            )
        elif not file and named.kind not in {KINDS[key] for key in files.values()}:
            issues.error(
                where,
                f"the case names no file of {named.kind.value}",
                expected=f"one, to be read as {named.key}",
                remedy="leave the option out, or name the file in the case",
            )
        else:
            found.append(DialectOption(file=file, dialect=named))
    return tuple(found)


def _refuse_word(where: str, word: str, issues: Issues) -> None:
    issues.error(
        where, f"no dialect or kind of file {word!r}", expected=_EXPECTED, remedy=suggestion(word)
    )


_EXPECTED: Final = "a name that crestome inspect --dialects lists"


def suggestion(word: str) -> str:
    """What a user can do whose word is no dialect."""
    near = nearest_names(word)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return "see crestome inspect --dialects for all names"


def _is_missing(path: Path) -> bool:
    """Whether there is no such file; a path that cannot be followed is told of by its reader."""
    try:
        return not path.exists()
    except OSError:
        return False


def _near_file(path: Path) -> str | None:
    """The name of a file in the same folder that differs by little."""
    try:
        names = [item.name for item in path.parent.iterdir()]
    except (OSError, ValueError):
        return None
    near = difflib.get_close_matches(path.name, names, n=1)
    return near[0] if near else None
