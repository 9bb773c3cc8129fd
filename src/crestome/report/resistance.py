"""Arranges the ways of escape from ALK inhibitors: seen, at risk, not seen, not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from crestome.model.assessment import Assessment
from crestome.model.call import Calls, CallState, DetailValue
from crestome.model.page import AssayTitle
from crestome.report.citation import Sourced
from crestome.report.verdicts import CallView, assay_names, name_assays, view_call

_NAME: Final = "resistance"
_MARKS: Final = {
    "seen": ("present", "seen"),
    "at_risk": ("warning", "stands open"),
    "not_seen": ("absent", "not seen"),
    "not_assessed": ("not_assessed", "not looked at, or not known"),
}
_TIMES: Final = {
    "acquired": "new: an earlier sample was read and does not show it",
    "pre_existing": "an earlier sample shows it already",
    "not_known": "since when is not known",
}


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way of escape.

    Attributes:
        name: The way in words.
        mark: Key of its mark.
        standing: What is known of it, in words.
        what: What was found; "" where nothing.
        since: Whether it is new, in words; "" where that says nothing.
        meaning: What it means, of a way that is seen or stands open; None of the others.
        needs: Assays that would show it.
    """

    name: str
    mark: str
    standing: str
    what: str
    since: str
    meaning: Sourced | None
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResistanceView:
    """The section; ``call`` is None where the question was not asked or does not arise."""

    call: CallView | None = None
    ways: tuple[WayRow, ...] = ()


def view_resistance(assessment: Assessment, assays: Iterable[AssayTitle] = ()) -> ResistanceView:
    """The ways of escape in the most recent sample.

    Raises:
        KnowledgeError: If a way has no source.
    """
    calls = assessment.latest.calls if assessment.samples else Calls()
    if _NAME not in calls or calls[_NAME].state is CallState.NOT_ASSESSED:
        return ResistanceView()
    names = assay_names(assessment, assays)
    ways = calls[_NAME].detail.get("ways")
    rows = ways if isinstance(ways, tuple) else ()
    return ResistanceView(
        view_call(calls[_NAME], names),
        tuple(_row(row, names) for row in rows if isinstance(row, dict)),
    )


def _row(row: Mapping[str, DetailValue], names: Mapping[str, str]) -> WayRow:
    mark, standing = _MARKS[str(row["standing"])]
    meaning = Sourced(str(row["meaning"]), _strings(row["sources"]))
    return WayRow(
        name=str(row["name"]),
        mark=mark,
        standing=standing,
        what=str(row["what"]),
        since=_TIMES.get(str(row["timing"]), ""),
        meaning=meaning if row["what"] else None,
        needs=name_assays(_strings(row["assays"]), names),
    )


def _strings(value: DetailValue) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, tuple) else ()
