"""What the user says that a file is, held against the file.

A column that is taken for another one makes a wrong tumour out of a right file. So what is said is
followed only where the columns of that dialect are there; else the file is refused with what it
has, what was expected, and what it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from crestome.model.inspection import FileKind
from crestome.model.issue import Issues
from crestome.read.copy_refusals import refuse_known
from crestome.read.dialect_names import NAMED, NamedDialect
from crestome.read.recognise import recognise
from crestome.read.segment_dialects import Names, column_names, fold
from crestome.read.text import TextFile
from crestome.read.vcf_programs import FIXED, PROGRAMS

BY_OPTION: Final = "--dialect"
BY_CASE: Final = "the case"

_TABLE_WITHIN_LINES: Final = 50
_RECORDS_SEEN: Final = 200
_SHOWN: Final = 16
_SPELLINGS: Final = 4
_COLUMNS: Final = tuple((name,) for name in FIXED)
_INFO: Final = 7
_FORMAT: Final = 8
_DECLARED: Final = re.compile(r"^##(?:INFO|FORMAT)=<.*?\bID=([^,>]+)")


def said_to_be(text: TextFile, dialect: NamedDialect, issues: Issues) -> TextFile | None:
    """The text with the word of the user, where its columns bear it out.

    Args:
        text: The lines, or the beginning of them.
        dialect: What the user says.
        issues: Takes the error: the columns that lack, those that are there, and the dialect that
            the file looks like.

    Returns:
        None after an error was noted.
    """
    if dialect.whole_kind:
        return text
    # Bins do not become segments, nor the peaks of a cohort copies of a tumour, by a word.
    if dialect.kind is FileKind.COPY_NUMBER and refuse_known(text, issues):
        return None
    said = replace(text, dialect=dialect.key)
    found = _keys_of_vcf(said) if dialect.in_vcf else _best_header(said, dialect.needed)
    needed = (*_COLUMNS, *dialect.needed) if dialect.in_vcf else dialect.needed
    lacking = _lacking(needed, found)
    if not lacking or dialect.holds(said):
        return said
    # Which keys a program declares changes; the name that it signs with does not.
    if dialect.in_vcf and not _lacking(_COLUMNS, found) and _signed(said, dialect):
        return said
    issues.error(
        f"{text.name}: header",
        f"not {dialect.name}, which it is said to be: no {_or(lacking)}; it has {_shown(found)}",
        expected=_expected(needed, found),
        remedy=_looks_like(text, dialect),
    )
    return None


def _lacking(needed: Sequence[Names], found: Names) -> list[Names]:
    """The needed columns that are not there; not those that a narrower one would fill as well."""
    there = {fold(name) for name in found}
    gone = [names for names in needed if not any(fold(name) in there for name in names)]
    return [names for names in gone if not any(set(other) < set(names) for other in gone)]


def _expected(needed: Sequence[Names], found: Names) -> str:
    """Each needed column as the file spells it, or by the spellings that would do."""
    spelt = {fold(name): name for name in found}
    there = [next((spelt[fold(n)] for n in names if fold(n) in spelt), "") for names in needed]
    return ", ".join(
        dict.fromkeys(own or _one_of(names) for own, names in zip(there, needed, strict=True))
    )


def _one_of(names: Names) -> str:
    return " or ".join(names[:_SPELLINGS])


def _best_header(text: TextFile, needed: tuple[Names, ...]) -> Names:
    """The names of the line that has most of the needed columns; the first of several."""
    lines = (line for line in text.lines if line.strip() and not line.startswith("##"))
    headers = [column_names(line) for line in islice(lines, _TABLE_WITHIN_LINES)]
    return min(headers, key=lambda names: len(_lacking(needed, names)), default=())


def _keys_of_vcf(text: TextFile) -> Names:
    """The columns of a VCF, and the keys that its header declares or its first records use."""
    columns = next((line for line in text.lines if line.startswith("#CHROM")), "")
    declared = [match[1] for line in text.lines if (match := _DECLARED.match(line))]
    records = (line for line in text.lines if line.strip() and not line.startswith("#"))
    used: dict[str, None] = {}
    for record in islice(records, _RECORDS_SEEN):
        cells = record.split("\t", _FORMAT + 1)
        info = cells[_INFO] if len(cells) > _INFO else ""
        more = cells[_FORMAT].split(":") if len(cells) > _FORMAT else []
        used |= dict.fromkeys([*(item.partition("=")[0] for item in info.split(";")), *more])
    names = [name.strip() for name in columns.lstrip("#").split("\t")] if columns else []
    return tuple(dict.fromkeys([*names, *declared, *used]))


def _signed(text: TextFile, dialect: NamedDialect) -> bool:
    header = "\n".join(line for line in text.lines if line.startswith("##")).casefold()
    return dialect.name.casefold() in header


def _looks_like(text: TextFile, dialect: NamedDialect) -> str:
    seen = recognise(replace(text, dialect=""))
    if seen.kind is FileKind.UNKNOWN:
        return f"rename the columns so, or give the file as {dialect.name} writes it"
    whose = seen.dialect
    known = [item.key for item in NAMED if item.name == whose] or _programs(text, seen.kind)
    if seen.caller:
        whose = f"{seen.caller}, {whose}"
    like = f"{whose} ({' or '.join(known)})" if known else f"{whose} of {seen.kind.value}"
    return f"it looks like {like}: leave the dialect out, or name what it is"


def _programs(text: TextFile, kind: FileKind) -> list[str]:
    """The callers whose keys a VCF has."""
    keys = _keys_of_vcf(text)
    fitting = (item for item in PROGRAMS if item.kind is kind and item.needed)
    return [item.key for item in fitting if not _lacking(item.needed, keys)]


def _or(lacking: list[Names]) -> str:
    return ", no ".join(map(_one_of, lacking))


def _shown(names: Names) -> str:
    return (", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")) or "no columns"
