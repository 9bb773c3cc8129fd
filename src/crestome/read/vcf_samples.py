"""Which column of a VCF is the tumour, and which the normal.

Callers do not agree on the order: Mutect and Strelka put the normal first, others the tumour. So
the order is never asked. The case decides, then what the header says, then the names; where none
of them does, the file is refused with the names, because a normal read as a tumour is a tumour
without mutations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from crestome.knowledge.sample_words import NORMAL, TUMOUR
from crestome.knowledge.shipped_words import load_sample_words
from crestome.model.issue import Issues
from crestome.read.reading import Wanted
from crestome.read.sample_names import Asked, choose_sample, hinted_sample, is_his
from crestome.read.vcf_header import VcfHeader

_TCGA: Final = re.compile(r"^T(?:CGA|ARGET)-\w+-\w+-([01])\d")
_STATED: Final = re.compile(
    r"^##(tumou?r|normal|control)(?:_?sample)?(?:_?name)?=\s*([^<\s]+)",
    re.IGNORECASE | re.MULTILINE,
)
_OPTION: Final = re.compile(
    r"""(?:^|[\s"'(])-{0,2}(tumou?r|normal|RGSM-tumor|RGSM)
        (?:[-_]?sample)?(?:[-_]?name)?(?:[-_]?bam(?:[-_](?:input|list))?)?[\s=]+([^\s,"')\]]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMAND: Final = re.compile(r"^##[^=]*(?:command|cmd)[^=]*=", re.IGNORECASE)
_IS_TUMOUR: Final = re.compile(
    r"^##SAMPLE=<.*?\bID=([^,>]+).*?\bIsTumou?r=(yes|no)",
    re.IGNORECASE | re.MULTILINE,
)
_DERIVED: Final = re.compile(
    r"^##PEDIGREE=<.*?\b(?:ID|Derived)=([^,>]+).*?\bOriginal=([^,>]+)>",
    re.IGNORECASE | re.MULTILINE,
)
_DESCRIBED: Final = re.compile(
    r"^##SAMPLE=<(?!.*IsTumou?r=).*?\bID=([^,>]+)(.*)$", re.IGNORECASE | re.MULTILINE
)
_LAST_LETTER: Final = re.compile(r"^.+?[-_.]?([A-Z])\d?$", re.IGNORECASE)
_PAIR: Final = 2
_STEM: Final = 2


class Roles(NamedTuple):
    """Which sample is which, and what says so; a file without sample columns has neither."""

    tumour: str | None
    normal: str | None
    reason: str


def choose_roles(header: VcfHeader, wanted: Wanted, issues: Issues) -> Roles | None:
    """Find the sample of a VCF that is meant and the matched normal; see `choose_columns`."""
    return choose_columns(header.samples, header.meta, wanted, f"{header.name}: samples", issues)


def choose_columns(
    names: Sequence[str], meta: Sequence[str], wanted: Wanted, where: str, issues: Issues
) -> Roles | None:
    """Find the sample that is meant and the matched normal.

    Args:
        names: The samples, in the order of their columns.
        meta: The lines of the header.
        wanted: The names that the case gives.
        where: File and place, for the message.
        issues: Takes an error that lists the names where nothing decides.

    Returns:
        None after an error was noted. Where inherited variants are asked for (``germline``), the
        "tumour" is the sample that is read, the normal if the file shows one.

    Example:
        >>> choose_columns(["PT1_N", "PT1_T"], (), Wanted(), "x.vcf", Issues())
        Roles(tumour='PT1_T', normal='PT1_N', reason='told by its name')
    """
    if not names:
        return Roles(None, None, "no sample columns")
    normal = wanted.normal and choose_sample(names, wanted.normal, where, issues)
    if wanted.normal and normal is None:
        return None
    if isinstance(wanted.sample, str):
        chosen = choose_sample(names, wanted.sample, where, issues)
        return None if chosen is None else _completed(names, chosen, normal, "named by the case")
    # Who asks for inherited variants may give the file of the normal, which has its own name.
    meant = None if wanted.germline else wanted.sample
    found = _found(names, meta, wanted.sample, normal)
    if found is None or found.tumour is None:
        chosen = choose_sample(names, meant, where, issues)
        return None if chosen is None else Roles(chosen, None, "the only sample")
    if wanted.germline and found.normal is not None:
        return Roles(found.normal, None, f"the normal; {found.reason}")
    return found if is_his(found.tumour, meant, where, issues) else None


def _found(
    names: Sequence[str], meta: Sequence[str], asked: Asked, normal: str | None
) -> Roles | None:
    """What the normal, the header, the id of the case's sample or the names say, in this order.

    The id comes after the header, because a laboratory may name a patient's normal like the
    patient.
    """
    by_file = _by_role(names, normal) or _by_header(names, meta)
    if by_file is not None or len(names) == 1:
        return by_file
    by_name = _by_name(names)
    hinted = hinted_sample(names, asked)
    if hinted is None or (by_name is not None and by_name.normal == hinted):
        return by_name
    return _completed(names, hinted, by_name and by_name.normal, "it bears the sample's id")


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


def _by_header(names: Sequence[str], meta: Sequence[str]) -> Roles | None:
    found: dict[str, set[str]] = {"tumour": set(), "normal": set()}
    for role, word in _statements(meta):
        found[role] |= {_named_by(word, names)} - {""}
    tumours, normals = found["tumour"], found["normal"]
    if len(tumours) > 1 or len(normals) > 1 or tumours & normals:
        return None
    tumour, normal = next(iter(tumours), None), next(iter(normals), None)
    return _completed(names, tumour, normal, "stated by the header")


def _statements(meta: Sequence[str]) -> list[tuple[str, str]]:
    """Roles with the word that the header gives for them, the plainest statement first."""
    text = "\n".join(meta)
    found = [(_role(word), name) for word, name in _STATED.findall(text)]
    found += [
        ("tumour" if answer.lower() == "yes" else "normal", name)
        for name, answer in _IS_TUMOUR.findall(text)
    ]
    for derived, original in _DERIVED.findall(text):
        found += [("tumour", derived), ("normal", original)]
    for name, rest in _DESCRIBED.findall(text):
        words = load_sample_words()
        if words[TUMOUR].found_within(rest) and not words[NORMAL].found_within(rest):
            found.append((TUMOUR, name))
    for line in meta:
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
    fitting = [
        name
        for name in names
        if re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", stem)
    ]
    return max(fitting, key=len, default="")


def _by_name(names: Sequence[str]) -> Roles | None:
    """By words in the names, TCGA codes, or letters at their ends (``PT1T`` beside ``PT1N``)."""
    words = {name: _word_role(name) for name in names}
    for roles in (words, _letters_behind_stem(names), _last_letters(names)):
        tumours = [name for name in names if roles.get(name) == "tumour"]
        normals = [name for name in names if roles.get(name) == "normal"]
        others = [name for name in names if name not in normals]
        if len(tumours) == 1:
            normal = normals[0] if len(normals) == 1 else None
            return _completed(names, tumours[0], normal, "told by its name")
        if normals and not tumours and len(others) == 1:
            normal = normals[0] if len(normals) == 1 else None
            return Roles(others[0], normal, "told by the name of the normal")
    return None


def _word_role(name: str) -> str:
    code = _TCGA.match(name)
    if code:
        return "tumour" if code[1] == "0" else "normal"
    words = set(re.split(r"[^a-z]+", name.lower()))
    known = load_sample_words()
    tumour, normal = (
        bool(words & known[role].whole) or known[role].found_within(name)
        for role in (TUMOUR, NORMAL)
    )
    if tumour == normal:
        return ""
    return TUMOUR if tumour else NORMAL


def _letters_behind_stem(names: Sequence[str]) -> dict[str, str]:
    """Roles by the letters where the names first differ.

    A letter says something only where the names are alike before it, or beside its opposite.
    """
    columns = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    shared = sum(1 for _ in columns)
    words = load_sample_words()
    roles = {name: NORMAL for name in names if words[NORMAL].end.match(name[shared:])}
    roles |= {name: TUMOUR for name in names if words[TUMOUR].end.match(name[shared:])}
    return roles if shared >= _STEM or len(set(roles.values())) == _PAIR else {}


def _last_letters(names: Sequence[str]) -> dict[str, str]:
    """Roles by the last letter, where both roles are there: one letter alone may only count."""
    words = load_sample_words()
    letters = {letter: role for role in (TUMOUR, NORMAL) for letter in words[role].letters}
    found = {name: _LAST_LETTER.match(name) for name in names}
    ends = {name: match[1].lower() for name, match in found.items() if match}
    roles = {name: letters[letter] for name, letter in ends.items() if letter in letters}
    return roles if len(set(roles.values())) == _PAIR else {}
