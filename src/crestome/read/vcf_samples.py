"""Which column of a VCF is the tumour, and which the normal.

Callers do not agree on the order: Mutect and Strelka put the normal first, others the tumour. So
the order is never asked. The case decides, then what the header says, then the names; where none
of them does, the file is refused with the names, because a normal read as a tumour is a tumour
without mutations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from crestome.model.issue import Issues
from crestome.read.reading import Wanted
from crestome.read.sample_names import choose_sample
from crestome.read.vcf_header import VcfHeader

_TUMOUR_WORDS: Final = frozenset(
    [
        "tumor",
        "tumour",
        "primary",
        "relapse",
        "metastasis",
        "met",
        "cancer",
        "somatic",
        "tum",
        "mut",
    ]
)
_NORMAL_WORDS: Final = frozenset(
    [
        "normal",
        "control",
        "germline",
        "blood",
        "reference",
        "ref",
        "nor",
        "constitutional",
        "buffy",
        "pbmc",
        "saliva",
    ]
)
_TCGA: Final = re.compile(r"^T(?:CGA|ARGET)-\w+-\w+-([01])\d")
_STATED: Final = re.compile(
    r"^##(tumou?r|normal|control)(?:_?sample)?(?:_?name)?=\s*([^<\s]+)",
    re.IGNORECASE | re.MULTILINE,
)
_OPTION: Final = re.compile(
    r"""(?:^|[\s"'(])-{0,2}(tumou?r|normal|RGSM-tumor|RGSM)
        (?:[-_]?sample)?(?:[-_]?name)?(?:[-_]bam(?:-input)?)?[\s=]+([^\s,"')\]]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMAND: Final = re.compile(r"^##[^=]*(?:command|cmd)[^=]*=", re.IGNORECASE)
_IS_TUMOUR: Final = re.compile(
    r"^##SAMPLE=<.*?\bID=([^,>]+).*?\bIsTumou?r=(yes|no)",
    re.IGNORECASE | re.MULTILINE,
)
_DERIVED: Final = re.compile(
    r"^##PEDIGREE=<(?:ID|Derived)=([^,>]+),Original=([^,>]+)>",
    re.IGNORECASE | re.MULTILINE,
)
_SUFFIX: Final = re.compile(r"^(.+?)[-_.]?([TNR])\d?$", re.IGNORECASE)
_LETTER: Final = {"t": "tumour", "n": "normal", "r": "normal"}
_PAIR: Final = 2


class Roles(NamedTuple):
    """Which sample is which, and what says so; a file without sample columns has neither."""

    tumour: str | None
    normal: str | None
    reason: str


def choose_roles(header: VcfHeader, wanted: Wanted, issues: Issues) -> Roles | None:
    """Find the sample that is meant and the matched normal.

    Args:
        header: The header of the file.
        wanted: The names that the case gives.
        issues: Takes an error that lists the names where nothing decides.

    Returns:
        None after an error was noted. Where inherited variants are asked for (``germline``), the
        "tumour" is the sample that is read, the normal if the file shows one.
    """
    names = header.samples
    where = f"{header.name}: samples"
    if not names:
        return Roles(None, None, "no sample columns")
    normal = wanted.normal and choose_sample(names, wanted.normal, where, issues)
    if wanted.normal and normal is None:
        return None
    if wanted.sample is not None:
        chosen = choose_sample(names, wanted.sample, where, issues)
        return None if chosen is None else _completed(names, chosen, normal, "named by the case")
    found = _by_role(names, normal) or _by_header(header) or _by_name(names)
    if found is None and len(names) == 1:
        found = Roles(names[0], None, "the only sample")
    if found is None:
        choose_sample(names, None, where, issues)
        return None
    if wanted.germline and found.normal is not None:
        return Roles(found.normal, None, f"the normal; {found.reason}")
    return found


def _completed(
    names: Sequence[str], tumour: str | None, normal: str | None, reason: str
) -> Roles | None:
    """Both roles where one is known: of two samples, the other is the other."""
    if tumour is None and normal is None:
        return None
    others = [name for name in names if name not in {tumour, normal}]
    if tumour is None:
        return Roles(others[0], normal, reason) if len(others) == 1 else None
    if normal is None and len(names) == _PAIR:
        normal = others[0]
    return Roles(tumour, normal, reason)


def _by_role(names: Sequence[str], normal: str | None) -> Roles | None:
    return _completed(names, None, normal, "the normal is named by the case")


def _by_header(header: VcfHeader) -> Roles | None:
    found: dict[str, set[str]] = {"tumour": set(), "normal": set()}
    for role, word in _statements(header):
        found[role] |= {_named_by(word, header.samples)} - {""}
    tumours, normals = found["tumour"], found["normal"]
    if len(tumours) > 1 or len(normals) > 1 or tumours & normals:
        return None
    tumour, normal = next(iter(tumours), None), next(iter(normals), None)
    return _completed(header.samples, tumour, normal, "stated by the header")


def _statements(header: VcfHeader) -> list[tuple[str, str]]:
    """Roles with the word that the header gives for them, the plainest statement first."""
    found = [(_role(word), name) for word, name in _STATED.findall(header.text)]
    found += [
        ("tumour" if answer.lower() == "yes" else "normal", name)
        for name, answer in _IS_TUMOUR.findall(header.text)
    ]
    for derived, original in _DERIVED.findall(header.text):
        found += [("tumour", derived), ("normal", original)]
    for line in header.meta:
        if _COMMAND.match(line):
            found += [(_role(word), value) for word, value in _OPTION.findall(line)]
    return found


def _role(word: str) -> str:
    return "tumour" if "tum" in word.lower() else "normal"


def _named_by(word: str, names: Sequence[str]) -> str:
    """The sample that a word or the path of an alignment names; "" where none or several fit."""
    if word in names:
        return word
    stem = PurePosixPath(word).name
    fitting = [name for name in names if stem == name or stem.startswith((f"{name}.", f"{name}_"))]
    return max(fitting, key=len, default="")


def _by_name(names: Sequence[str]) -> Roles | None:
    """By words in the names, TCGA codes, or a last letter (``PT1T`` beside ``PT1N``)."""
    if len(names) == 1:
        return None
    for reading in (_word_role, _suffix_role):
        roles = {name: reading(name) for name in names}
        tumours = [name for name, role in roles.items() if role == "tumour"]
        normals = [name for name, role in roles.items() if role == "normal"]
        if len(tumours) == 1 and len(normals) <= 1:
            return _completed(
                names, tumours[0], normals[0] if normals else None, "told by its name"
            )
        if len(normals) == 1 and not tumours and len(names) == _PAIR:
            return _completed(names, None, normals[0], "told by the name of the normal")
    return None


def _word_role(name: str) -> str:
    code = _TCGA.match(name)
    if code:
        return "tumour" if code[1] == "0" else "normal"
    words = set(re.split(r"[^a-z]+", name.lower()))
    tumour, normal = words & _TUMOUR_WORDS, words & _NORMAL_WORDS
    if bool(tumour) == bool(normal):
        return ""
    return "tumour" if tumour else "normal"


def _suffix_role(name: str) -> str:
    found = _SUFFIX.match(name)
    return _LETTER[found[2].lower()] if found else ""
