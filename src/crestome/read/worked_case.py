"""Worked cases in YAML → evidence and expected answers.

The format is the one of published acceptance cases: facts of a tumour under ``input``, answers
under ``expected``. A gene listed as sequenced without a variant is wild type, a gene not listed is
not assessed; an empty list of segments means that no profile was supplied, unless the sample says
that copy number was assessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from crestome.errors import InputError
from crestome.knowledge.load import Knowledge
from crestome.model.issue import Issues
from crestome.model.worked_case import Confidence, Expectation, ExpectedItem, WorkedCase
from crestome.read.text import read_text_file
from crestome.read.worked_input import WorkedInput, evidence_of

_OF_AN_ITEM: Final = frozenset({"call", "confidence", "graded", "accept", "must_not"})
_GROUPS: Final = ("risk", "therapy")
"""Keys that hold several items."""


def read_worked_cases(path: Path, knowledge: Knowledge) -> tuple[WorkedCase, ...]:
    """Read every case of the file.

    Raises:
        InputError: With every fault of every case.
    """
    issues = Issues()
    document = _document(path, issues)
    cases = []
    for number, entry in enumerate(_list(document.get("cases")), start=1):
        if not isinstance(entry, Mapping):
            issues.error(f"{path.name}: case {number}", "not a mapping", remedy="correct it")
            continue
        case = _case(entry, f"{path.name}: {entry.get('id', f'case {number}')}", knowledge, issues)
        if case is not None:
            cases.append(case)
    if not cases and not issues.errors:
        issues.error(path.name, "holds no case", expected="a list under the key cases")
    if issues.errors:
        raise InputError(*(str(issue) for issue in issues.errors))
    return tuple(cases)


def _document(path: Path, issues: Issues) -> Mapping[str, object]:
    text = read_text_file(path, path.name, issues)
    if text is None:
        return {}
    try:
        document = YAML(typ="safe", pure=True).load("\n".join(text.lines))
    except YAMLError as error:
        issues.error(path.name, f"not YAML: {error}", remedy="correct the line")
        return {}
    if not isinstance(document, Mapping):
        issues.error(path.name, "not a mapping", expected="keys schema_version and cases")
        return {}
    return document


def _case(
    entry: Mapping[str, object], where: str, knowledge: Knowledge, issues: Issues
) -> WorkedCase | None:
    try:
        stated = WorkedInput.from_document(entry.get("input", {}))
        default = Confidence(str(entry.get("confidence", "high")))
        expected = tuple(_items(_mapping(entry.get("expected")), default))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = ".".join(str(part) for part in fault["loc"])
            issues.error(f"{where}: {place}", fault["msg"], remedy="correct the case")
        return None
    except ValueError as error:
        issues.error(where, str(error), remedy="correct the case")
        return None
    name = str(entry.get("id", where))
    return WorkedCase(
        id=name,
        title=str(entry.get("title", "")),
        evidence=evidence_of(name, stated, knowledge),
        expected=expected,
    )


def _items(expected: Mapping[str, object], default: Confidence) -> Iterator[ExpectedItem]:
    """All expected items; groups (risk, therapy) are flattened to ``group.key``."""
    for key, value in expected.items():
        if key in _GROUPS:
            for inner, content in _mapping(value).items():
                yield _item(f"{key}.{inner}", content, default)
        else:
            yield _item(key, value, default)


def _item(key: str, value: object, default: Confidence) -> ExpectedItem:
    if not isinstance(value, Mapping):
        return ExpectedItem(key=key, call=_expectation(value), confidence=default)
    call = value.get("call")
    exclude: tuple[str, ...] = ()
    if isinstance(call, Mapping):
        exclude = _words(call.get("exclude"))
        call = call.get("include", [])
    return ExpectedItem(
        key=key,
        call=None if call is None else _expectation(call),
        exclude=exclude,
        confidence=Confidence(str(value.get("confidence", default.value))),
        graded=value.get("graded") is not False,
        accept=_words(value.get("accept")),
        must_not=_words(value.get("must_not")),
        details={
            str(name): _expectation(content)
            for name, content in value.items()
            if name not in _OF_AN_ITEM
        },
    )


def _expectation(value: object) -> Expectation:
    if isinstance(value, bool):
        return value
    return _words(value) if isinstance(value, list) else str(value)


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in _list(value))


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
