from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from crestome.knowledge.check import _Known, _places
from crestome.knowledge.load import Knowledge
from crestome.knowledge.review_row import ReviewRow, find_row_faults

ROW = {"statement": "s", "used": ["call/alk"], "mark": "S", "sources": ["chen-2025"]}
PLACES = {"call/alk"}
LAST_STATEMENT, LAST_CORRECTION = 98, 49


def rows(**changed: object) -> dict[str, ReviewRow]:
    return {"S-01": ReviewRow.from_document(ROW | changed)}


def test_the_list_is_complete(knowledge: Knowledge) -> None:
    statements = [key for key in knowledge.rows if key.startswith("S-")]
    corrections = [key for key in knowledge.rows if key.startswith("E-")]
    assert statements == [f"S-{number:02d}" for number in range(1, LAST_STATEMENT + 1)]
    plain = [key for key in corrections if key[-1].isdigit()]
    assert plain == [f"E-{number:02d}" for number in range(1, LAST_CORRECTION + 1)]
    assert set(corrections) - set(plain) == {"E-12b"}


def test_every_correction_keeps_what_is_printed_beside_what_is_stored(
    knowledge: Knowledge,
) -> None:
    with_drugs = {note.id for drug in knowledge.drugs.values() for note in drug.curation_notes}
    for key, row in knowledge.rows.items():
        if key.startswith("E-"):
            assert bool(row.as_printed) is (key not in with_drugs), key


def test_what_is_kept_as_printed_is_what_the_review_prints(knowledge: Knowledge) -> None:
    review = Path(__file__).parents[2].parent / "shared" / "review.txt"
    if not review.is_file():
        pytest.skip("the text of the review is not beside the repository")
    text = re.sub(r"</?[a-z][^>]*>", "", review.read_text("utf-8"))
    for key, row in knowledge.rows.items():
        assert all(part in text for part in row.as_printed.split(" … ")), key


def test_most_statements_are_used_and_the_others_say_why_not(knowledge: Knowledge) -> None:
    unused = [key for key, row in knowledge.rows.items() if not row.used]
    assert all(knowledge.rows[key].context or knowledge.rows[key].left_out for key in unused)
    assert len(unused) * 5 < len(knowledge.rows)


def test_every_correction_kept_with_a_drug_is_in_the_list(knowledge: Knowledge) -> None:
    named = {place for row in knowledge.rows.values() for place in row.used}
    for drug in knowledge.drugs.values():
        for note in drug.curation_notes:
            assert f"drugs/{drug.id}.{note.id}" in named


def test_a_good_row_has_no_fault() -> None:
    assert list(find_row_faults(rows(), PLACES)) == []
    assert list(find_row_faults({}, PLACES)) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"used": ["call/akl"]}, "S-01: used: call/akl is not there"),
        ({"context": "c"}, "S-01: state exactly one of used, context and left_out"),
        ({"used": []}, "S-01: state exactly one of used, context and left_out"),
    ],
)
def test_a_fault_is_told_with_its_row(changed: dict[str, object], fault: str) -> None:
    assert list(find_row_faults(rows(**changed), PLACES)) == [fault]


def test_a_gap_in_the_numbers_is_told() -> None:
    row = ReviewRow.from_document(ROW)
    assert list(find_row_faults({"S-01": row, "S-03": row}, PLACES)) == [
        "S-02: missing; the numbers have no gap"
    ]
    assert list(find_row_faults({"S-01": row, "S-03": row}, PLACES, gaps=False)) == []


def test_a_place_is_written_as_a_path() -> None:
    with pytest.raises(ValidationError, match="used"):
        ReviewRow.from_document(ROW | {"used": ["somewhere"]})


def test_places_are_of_every_kind(knowledge: Knowledge) -> None:
    known = _Known(mechanisms={}, symbols=set(), assays=set(), today=None)  # type: ignore[arg-type]
    kinds = {place.replace("/", ".").split(".")[0] for place in _places(knowledge, known)}
    assert kinds >= {"rules", "drugs", "risk", "prognosis", "assays"}
