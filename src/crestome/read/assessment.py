"""The JSON document of an earlier assessment → the assessment, if its shape is known here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from crestome.errors import InputError
from crestome.model.assessment import SCHEMA_VERSION, Assessment
from crestome.model.issue import Issues
from crestome.read.text import is_file

BUDGET_BYTES: Final = 256 << 20
"""The largest document; that of a tumour with its whole genome read takes some megabytes."""
_FAULTS_SHOWN: Final = 50
_TOO_DEEP: Final = "too many levels of lists and objects in one another"
_EXPECTED: Final = "give the assessment.json that crestome wrote"


def read_assessment(path: Path) -> Assessment:
    """Read ``assessment.json``.

    Raises:
        InputError: If there is no such file, it is no assessment, states a key twice, or is of
            another schema version.
    """
    document, faults = _document(path)
    provenance = document.get("provenance")
    version = provenance.get("schema_version") if isinstance(provenance, dict) else None
    if version is None:
        faults.append(
            f"{path}: provenance.schema_version: missing; expected the assessment.json that "
            "`crestome assess` writes"
        )
    elif version != SCHEMA_VERSION:
        faults.append(
            f"{path}: provenance.schema_version: {version}; expected {SCHEMA_VERSION}. Assess the "
            "case again with this version of crestome"
        )
    if faults:
        raise InputError(*faults)
    try:
        return Assessment.from_document(document)
    except RecursionError:
        message = f"{path}: {_TOO_DEEP}; {_EXPECTED}"
        raise InputError(message) from None
    except ValidationError as error:
        raise InputError(*_shape_faults(path, error)) from None


def _shape_faults(path: Path, error: ValidationError) -> list[str]:
    found = error.errors(include_url=False, include_input=False)
    faults = [
        f"{path}: {'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
        for fault in found[:_FAULTS_SHOWN]
    ]
    if len(found) > _FAULTS_SHOWN:
        faults.append(f"{path}: {len(found) - _FAULTS_SHOWN} further faults; {_EXPECTED}")
    return faults


def _document(path: Path) -> tuple[dict[str, object], list[str]]:
    """The document, and keys that stand twice: which of their values holds, nobody can say."""
    text = _text(path)
    twice: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        twice.extend(_repeated(key for key, _ in pairs))
        return dict(pairs)

    try:
        document = json.loads(text, object_pairs_hook=once, parse_constant=_refuse_constant)
    except RecursionError:
        message = f"{path}: {_TOO_DEEP}; {_EXPECTED}"
        raise InputError(message) from None
    except ValueError as error:
        message = f"{path}: not JSON ({str(error).partition(';')[0]}); {_EXPECTED}"
        raise InputError(message) from None
    if not isinstance(document, dict):
        message = f"{path}: not an object; {_EXPECTED}"
        raise InputError(message)
    return document, [
        f"{path}: {key}: stands twice in one object; {_EXPECTED}" for key in dict.fromkeys(twice)
    ]


def _text(path: Path) -> str:
    issues = Issues()
    if not is_file(path, str(path), issues):
        raise InputError(*(str(issue) for issue in issues.errors))
    try:
        with path.open("rb") as handle:
            data = handle.read(BUDGET_BYTES + 1)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); give an assessment.json"
        raise InputError(message) from None
    if len(data) > BUDGET_BYTES:
        message = f"{path}: longer than {BUDGET_BYTES >> 20} MB; {_EXPECTED}"
        raise InputError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path}: not JSON (byte {error.start} is not UTF-8); {_EXPECTED}"
        raise InputError(message) from None


def _repeated(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _refuse_constant(word: str) -> None:
    message = f"{word} is no number of JSON"
    raise ValueError(message)
