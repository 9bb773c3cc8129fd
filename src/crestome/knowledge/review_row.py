"""What became of every statement of the review: the place that carries it, or why there is none.

The review is the source of this knowledge, and its reader asks of any sentence where it went. So
each numbered statement, and each correction of one, is kept in our own words with the places that
use it. What no place uses is context, or is left out, and says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from crestome.knowledge.schema import Mark, Sources, Text
from crestome.model.record import Record

RowId = Annotated[str, Field(pattern=r"^[SE]-\d\d[a-z]?$")]
Place = Annotated[str, Field(pattern=r"^[a-z_]+[./][A-Za-z0-9_.-]+$")]


class ReviewRow(Record):
    """One statement of the review, or one correction of it.

    Exactly one of ``used``, ``context`` and ``left_out`` is stated.

    Attributes:
        as_printed: Of a correction, what the review prints; "" where a drug's own curation note of
            the same number keeps it. Parts that stand apart in the text are joined by " … ".
        statement: The statement in our own words; of a correction, what is right and what is not.
        used: The places that carry it: ``rules/<file>.<key>``, ``drugs/<drug>.<claim>``,
            ``risk/<scheme>.<row>``, ``trials/<trial>``, ``prognosis.<figure>``,
            ``assays.<assay>``, ``call/<mechanism>``.
        context: Why it is context and decides nothing.
        left_out: Why it is not kept.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    as_printed: str = ""
    statement: Text
    used: tuple[Place, ...] = ()
    context: str = ""
    left_out: str = ""
    mark: Mark
    sources: Sources


def find_row_faults(
    rows: Mapping[str, ReviewRow], places: Collection[str], *, gaps: bool = True
) -> Iterator[str]:
    """Every fault of the rows: a gap in the numbers, a place that is not there, no or two answers.

    Args:
        rows: The rows by their number.
        places: Every place that a row may name.
        gaps: Whether a gap in the numbers is a fault.
    """
    for series in ("S", "E") if gaps else ():
        numbers = sorted({int(key[2:4]) for key in rows if key.startswith(f"{series}-")})
        missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
        yield from (
            f"{series}-{number:02d}: missing; the numbers have no gap" for number in missing
        )
    for key, row in rows.items():
        if sum((bool(row.used), bool(row.context), bool(row.left_out))) != 1:
            yield f"{key}: state exactly one of used, context and left_out"
        for place in row.used:
            if place not in places:
                yield f"{key}: used: {place} is not there"
