"""Which column of a VCF of several samples is the tumour.

The case may name it. Otherwise the header of the caller may, or the names themselves: a control is
called normal, blood or reference, or ends in N, R or BL, and the tumour often in T. Where neither
tells, the file is refused: a germline column read as the tumour would turn inherited variants into
findings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import PurePath
from typing import Final

from crestome.model.issue import Issues
from crestome.read.sample_names import choose_sample

_ROLE: Final = re.compile(r"^##(tumou?r|normal)_sample=(.+)$", re.IGNORECASE)
_DERIVED: Final = re.compile(r"^##PEDIGREE=<.*?\bDerived=([^,>]+)", re.IGNORECASE)
_SAMPLE_LINE: Final = re.compile(r"^##SAMPLE=<.*?\bID=([^,>]+)(.*)$", re.IGNORECASE)
_TUMOUR_BAM: Final = re.compile(r"--tumou?r(?:Bam|-bam|-bam-list|_bam)?[= ](\S+)", re.IGNORECASE)
_TUMOUR: Final = re.compile(r"tumou?r|primary|relapse|metasta", re.IGNORECASE)
_NORMAL: Final = re.compile(
    r"normal|blood|germ ?line|control|reference|constitutional|pbmc", re.IGNORECASE
)
_NORMAL_END: Final = re.compile(r"^[\W_]*(N|R|BL|GL|CTRL|REF)(?![a-z0-9])", re.IGNORECASE)
_TUMOUR_END: Final = re.compile(r"^[\W_]*(T|TU|TUM)(?![a-z0-9])", re.IGNORECASE)
_STEM: Final = 2


def choose_tumour(
    names: Sequence[str], wanted: str | None, header: Sequence[str], where: str, issues: Issues
) -> tuple[str, str] | None:
    """The tumour among the samples of a file, and how it was told.

    Args:
        names: The samples, in the order of the columns; at least one.
        wanted: The name that the case gives.
        header: The header lines of the file.
        where: File and line, for the message.
        issues: Takes an error that lists the names.

    Returns:
        The name and a few words; None after an error was noted.

    Example:
        >>> choose_tumour(["PT1_N", "PT1_T"], None, [], "x.vcf", Issues())
        ('PT1_T', 'by the names of the samples')
    """
    if wanted is not None or len(names) == 1:
        chosen = choose_sample(names, wanted, where, issues)
        told = "named by the case" if wanted is not None else "the only one"
        return None if chosen is None else (chosen, told)
    for found, told in (
        (_by_header(names, header), "by the header"),
        (_by_words(names), "by the names of the samples"),
    ):
        if found is not None:
            return found, told
    choose_sample(names, None, where, issues)
    return None


def _by_header(names: Sequence[str], header: Sequence[str]) -> str | None:
    tumours: set[str] = set()
    normals: set[str] = set()
    for line in header:
        role = _ROLE.match(line)
        if role:
            (tumours if role[1].casefold().startswith("t") else normals).add(role[2].strip())
        derived = _DERIVED.match(line)
        if derived:
            tumours.add(derived[1])
        sample = _SAMPLE_LINE.match(line)
        if sample and _TUMOUR.search(sample[2]) and not _NORMAL.search(sample[2]):
            tumours.add(sample[1])
        for path in _TUMOUR_BAM.findall(line):
            stem = PurePath(path.rstrip("\"'>")).name
            tumours |= _longest_in(stem, names)
    found = [name for name in names if name in tumours]
    rest = [name for name in names if name not in normals]
    if len(found) == 1:
        return found[0]
    return rest[0] if normals and len(rest) == 1 else None


def _longest_in(stem: str, names: Sequence[str]) -> set[str]:
    inside = sorted((name for name in names if name in stem), key=len)
    return set(inside[-1:])


def _by_words(names: Sequence[str]) -> str | None:
    columns = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    shared = sum(1 for _ in columns)
    rests = {name: name[shared:] for name in names}
    lettered = (
        {n for n, rest in rests.items() if _NORMAL_END.match(rest)},
        {n for n, rest in rests.items() if _TUMOUR_END.match(rest)},
    )
    # A letter says something only where the names are alike before it, or beside its opposite.
    told = shared >= _STEM or all(lettered)
    for normal, tumour in (
        ({n for n in names if _NORMAL.search(n)}, {n for n in names if _TUMOUR.search(n)}),
        lettered if told else (set[str](), set[str]()),
    ):
        left = [name for name in names if name not in normal]
        if normal and len(left) == 1:
            return left[0]
        if len(tumour - normal) == 1:
            return next(iter(tumour - normal))
    return None
