from __future__ import annotations

import pytest

from crestome.knowledge.assertion import count_assertions, is_asserted
from crestome.knowledge.load import Knowledge
from crestome.knowledge.schema import Claim

CLAIM = {
    "id": "T2-01a",
    "when": {"mechanism": "alk", "label": ["mutated"]},
    "effect": "sensitivity",
    "statement": "s",
    "evidence_type": "clinical",
    "population": "relapsed neuroblastoma",
    "mark": "S",
    "sources": ["chen-2025"],
}
ENOUGH = 150


def test_at_least_150_assertions_on_neuroblastoma_are_cited(knowledge: Knowledge) -> None:
    count = count_assertions(knowledge)
    assert count.total >= ENOUGH
    assert count.total == count.claims + count.alleles + count.outcomes
    assert count.claims < sum(len(drug.claims) for drug in knowledge.drugs.values())


def test_a_claim_with_evidence_from_neuroblastoma_counts() -> None:
    assert is_asserted(Claim.from_document(CLAIM))


@pytest.mark.parametrize(
    "changed",
    [
        {"effect": "note"},
        {"evidence_type": "convention"},
        {"mark": "C"},
        {"population": "lung cancer"},
        {"population": "adults with solid tumours; not neuroblastoma"},
    ],
)
def test_what_has_no_direction_or_no_such_evidence_does_not(changed: dict[str, str]) -> None:
    assert not is_asserted(Claim.from_document(CLAIM | changed))
