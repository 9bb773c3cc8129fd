"""What all tests of calls need: the curated knowledge, and a tumour of which nothing is known."""

from __future__ import annotations

import pytest

from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.patient import Patient, Sample


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def nothing(knowledge: Knowledge) -> CaseEvidence:
    """A tumour sample on which nothing was measured; tests replace what they need."""
    return CaseEvidence(
        patient=Patient(id="P"), sample=Sample(id="T"), genome=knowledge.genome(Assembly.GRCH38)
    )
