"""How curated responses apply to alleles: exact before residue before class, worst decides."""

from __future__ import annotations

from crestome.call.allele_response import (
    UNKNOWN,
    WORST_FIRST,
    Allele,
    DrugResponse,
    MatchLevel,
    match_response,
    worst_response,
)
from crestome.knowledge.schema import AlleleResponse, Mark


def entry(**stated: object) -> AlleleResponse:
    document = {"context": "neuroblastoma", "sources": ["chen-2025"], "mark": "S"} | stated
    return AlleleResponse.from_document(document)


EXACT = entry(variants=["F1174L"], response="primary_resistant")
RESIDUE = entry(residues=[1174], response="resistant_by_analogy")
CLASS = entry(classes=["hotspot"], response="sensitive")
ENTRIES = (CLASS, RESIDUE, EXACT)


def test_an_exact_variant_goes_before_its_residue_and_that_before_its_class() -> None:
    found = [
        match_response(Allele(change, "hotspot"), ENTRIES)
        for change in ("F1174L", "F1174V", "R1275Q")
    ]
    assert [item.level for item in found] == list(MatchLevel)
    assert [item.response for item in found] == [
        "primary_resistant",
        "resistant_by_analogy",
        "sensitive",
    ]
    assert found[0].context == "neuroblastoma"
    assert found[0].sources == ("chen-2025",)


def test_an_allele_that_no_entry_describes_is_unknown() -> None:
    found = match_response(Allele("", "TKD_VUS"), ENTRIES)
    assert found == DrugResponse(Allele("", "TKD_VUS"))
    assert found.allele.name == "TKD_VUS"
    assert Allele("F1174L", "hotspot").name == "F1174L"


def test_an_entry_that_needs_checking_decides_nothing() -> None:
    doubtful = EXACT.model_copy(update={"mark": Mark.TO_CHECK})
    assert match_response(Allele("F1174L", ""), [doubtful]).response == UNKNOWN


def test_the_worst_response_decides_and_the_unknown_decides_last() -> None:
    responses = [DrugResponse(Allele("", word), word) for word in WORST_FIRST]
    assert worst_response(reversed(responses)) == "primary_resistant"
    assert worst_response(responses[-2:]) == "sensitive"
    assert worst_response([]) == UNKNOWN
