from __future__ import annotations

import re

import pytest

from crestome.knowledge.load import Knowledge, curated_files, shipped_root

MISSPELT = {
    "loratinib": "lorlatinib",
    "loratadine": "not a drug of neuroblastoma",
    "idasanutrin": "idasanutlin",
    "imestat": "imetelstat",
    "SIOPEX": "SIOPEN",
    "MLLT4": "AFDN",
    "H2AFX": "H2AX",
    "MRE11A": "MRE11",
    "neuroblastom": "neuroblastoma",
    "teh": "the",
    "recieve": "receive",
    "occured": "occurred",
    "seperate": "separate",
    "recommended": "no recommendation is ever made",
}
PRINTED = re.compile(
    r"^\s*(?:-\s+)?(?:as_printed|synonyms|detail|why|when):|progressed_on|prior_therapy"
)


@pytest.mark.parametrize("word", MISSPELT)
def test_a_misspelt_word_stands_only_where_the_printed_text_is_kept(word: str) -> None:
    pattern = re.compile(rf"\b{word}\b")
    for path in curated_files(shipped_root()):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            explained = PRINTED.search(line) or MISSPELT[word] in line
            if pattern.search(line) and not explained:
                pytest.fail(f"{path.name}:{number}: {word}; write {MISSPELT[word]}")


def test_symbols_are_current(knowledge: Knowledge) -> None:
    outdated = {"SHP2", "MDMX", "MLLT4", "CHK1", "H2AFX", "MEK1", "MEK2", "HDM2", "MRE11A"}
    for drug in knowledge.drugs.values():
        assert not outdated & set(drug.targets), drug.id


def test_a_claim_is_a_sentence(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            assert claim.statement.endswith("."), claim.id
            assert not claim.condition.endswith("."), claim.id


def test_no_dose_is_given(knowledge: Knowledge) -> None:
    dose = re.compile(r"\d\s*(?:mg|µg|ug|g|ml)\b(?:/|\s|$)", re.IGNORECASE)
    for drug in knowledge.drugs.values():
        texts = [claim.statement for claim in drug.claims]
        texts += [item.statement for item in drug.combinations]
        texts += [item.statement for item in drug.cautions]
        for text in texts:
            assert not dose.search(text), text
