"""The document that ``crestome telomeres`` writes → the figures of a tumour and its control."""

from __future__ import annotations

import json
from typing import Annotated, Final

from pydantic import ConfigDict, Field, ValidationError

from crestome.model.assessment import InputFile
from crestome.model.issue import Issues
from crestome.model.record import Record
from crestome.model.telomere_content import TelomereContent, VariantRepeat
from crestome.read.delimited import EXACT
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked, choose_sample
from crestome.read.telomere_control import joined
from crestome.read.text import TextFile

PROGRAM: Final = "crestome telomeres"

_KEYS: Final = ('"tumour"', '"gc_matched_reads"', '"intratelomeric"')
_LONGEST_LINES: Final = 5000
Count = Annotated[int, Field(ge=0, le=EXACT)]


class _Repeat(Record):
    repeat: str
    count: Count


class _Side(Record):
    """The figure of one sample; further keys inform people."""

    model_config = ConfigDict(extra="ignore")

    samples: tuple[str, ...] = ()
    content: Annotated[float, Field(ge=0)] | None
    intratelomeric: Count
    counted: Count = 0
    looked_at: str = ""
    not_assessed: str = ""
    singletons: tuple[_Repeat, ...] = ()

    def figures(self, where: str) -> TelomereContent:
        """As of a tumour alone."""
        return TelomereContent(
            program=PROGRAM,
            quantity="telomere content",
            unit="intratelomeric reads in a million reads of like GC",
            tumour=self.content,
            tumour_reads=float(self.intratelomeric),
            settings=f"looked_at {self.looked_at}" if self.looked_at else "",
            variants=tuple(
                VariantRepeat(
                    repeat=item.repeat,
                    tumour=item.count / self.counted,
                    tumour_count=float(item.count),
                )
                for item in self.singletons
                if self.counted
            ),
            where=where,
        )


class _Document(Record):
    model_config = ConfigDict(extra="ignore")

    tumour: _Side
    control: _Side | None = None


def holds_measurement(text: TextFile) -> bool:
    """Whether a text is the JSON of ``crestome telomeres``."""
    first = next((line for line in text.lines if line.strip()), "")
    if not first.lstrip().startswith("{"):
        return False
    whole = "\n".join(text.lines[:_LONGEST_LINES])
    return all(key in whole for key in _KEYS)


def read_measurement(
    text: TextFile, asked: Asked, issues: Issues
) -> Reading[TelomereContent] | None:
    """Read the content of the tumour, and of the control where it was measured with it.

    Args:
        text: The file.
        asked: The tumour as its reads name it, or what the case knows of it.
        issues: Takes an error where it is another sample's, the document is not whole, or a content
            is no number.

    Returns:
        None after an error was noted.
    """
    try:
        document = _Document.from_document(json.loads("\n".join(text.lines)))
    except (json.JSONDecodeError, ValidationError, RecursionError) as error:
        issues.error(
            text.name,
            f"not a whole document of {PROGRAM}: {_fault(error)}",
            expected="its JSON, as it was written",
            remedy=f"write it again: {PROGRAM} TUMOUR.bam --control CONTROL.bam --out FILE.json",
        )
        return None
    names = document.tumour.samples
    if names and choose_sample(names, asked, f"{text.name}, tumour", issues) is None:
        return None
    control = document.control
    value = document.tumour.figures(text.name)
    for name, side in (("tumour", document.tumour), ("control", control)):
        if side is not None and side.content is None:
            why = f": {side.not_assessed}" if side.not_assessed else ""
            issues.warn(
                text.name,
                f"{PROGRAM} gave no usable telomere content of the {name}{why}",
                remedy="it stays not assessed; check the reads that the program was given",
            )
    if control is not None:
        value = joined(value, control.figures(text.name), issues)
    source = InputFile(
        path=text.name,
        role="telomeres",
        dialect=f"{PROGRAM}, by its keys; {value.quantity} in {value.unit}",
        sha256=text.sha256,
        rows=1 if control is None else 2,
    )
    return Reading(value=value, source=source)


def _fault(error: Exception) -> str:
    """The first thing that is wrong, on one line."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        return f"{place}: {first['msg']}" if place else first["msg"]
    return str(error).splitlines()[0] if str(error) else type(error).__name__
