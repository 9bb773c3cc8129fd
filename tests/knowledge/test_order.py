from __future__ import annotations

from crestome.knowledge.bundle import bundle_is_current
from crestome.knowledge.format import unformatted_files
from crestome.knowledge.load import Knowledge, shipped_root


def test_every_file_is_in_canonical_form() -> None:
    assert unformatted_files(shipped_root()) == (), "run `crestome knowledge format`"


def test_the_bundle_says_the_same_as_the_files() -> None:
    assert bundle_is_current(shipped_root()), "run `crestome knowledge format`"


def test_drugs_come_in_alphabetical_order(knowledge: Knowledge) -> None:
    assert list(knowledge.drugs) == sorted(knowledge.drugs)
