"""The JSON document of an earlier assessment → the assessment, if its shape is known here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from crestome.errors import InputError
from crestome.model.assessment import SCHEMA_VERSION, Assessment

_FAULTS_SHOWN: Final = 5


def read_assessment(path: Path) -> Assessment:
    """Read ``assessment.json``.

    Raises:
        InputError: If there is no such file, it is no assessment, or of another schema version.
    """
    document = _document(path)
    provenance = document.get("provenance")
    version = provenance.get("schema_version") if isinstance(provenance, dict) else None
    if version is None:
        message = (
            f"{path}: provenance.schema_version: missing; expected the assessment.json that "
            "`crestome assess` writes"
        )
        raise InputError(message)
    if version != SCHEMA_VERSION:
        message = (
            f"{path}: provenance.schema_version: {version}; expected {SCHEMA_VERSION}. Assess the "
            "case again with this version of crestome"
        )
        raise InputError(message)
    try:
        return Assessment.from_document(document)
    except ValidationError as error:
        raise InputError(
            *(
                f"{path}: {'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
                for fault in error.errors(include_url=False)[:_FAULTS_SHOWN]
            )
        ) from None


def _document(path: Path) -> dict[str, object]:
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); give an assessment.json"
        raise InputError(message) from None
    except ValueError as error:
        message = f"{path}: not JSON ({error}); give the assessment.json that crestome wrote"
        raise InputError(message) from None
    if not isinstance(document, dict):
        message = f"{path}: not an object; give the assessment.json that crestome wrote"
        raise InputError(message)
    return document
