"""The base of all small values: frozen, closed and strict.

``strict`` refuses what YAML and TOML hold (a plain string for an enum, an ISO date, a list for a
tuple), so documents enter through one door, `Record.from_document`.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict


def _json_default(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    message = f"a document cannot hold a {type(value).__name__}"
    raise TypeError(message)


class Record(BaseModel):
    """A frozen value whose fields are all declared and strictly typed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @classmethod
    def from_document(cls, document: object) -> Self:
        """Build the record from a plain document (parsed YAML, TOML or JSON).

        Strings become enums, lists become tuples and ISO dates become dates here and nowhere
        else; everything else stays strict.

        Raises:
            pydantic.ValidationError: If a key is missing, unknown or of the wrong kind.
        """
        return cls.model_validate_json(json.dumps(document, default=_json_default))
