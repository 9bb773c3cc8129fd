"""Which test to do next: the assays that were not done, by how many verdicts wait for each.

A tumour board with one biopsy and one blood sample cannot order everything. What serves it is the
list of assays that would settle most, with what each of them would settle.
"""

from __future__ import annotations

from collections.abc import Mapping

from crestome.knowledge.load import Knowledge
from crestome.model.call import Calls
from crestome.model.therapy import NextTest, TherapyOption


def rank_next_tests(
    calls: Calls,
    therapies: tuple[TherapyOption, ...],
    knowledge: Knowledge,
    titles: Mapping[str, str] | None = None,
) -> tuple[NextTest, ...]:
    """List the assays that calls or therapy options name as missing.

    Args:
        calls: Verdicts on the most recent sample.
        therapies: Options matched on the same calls.
        knowledge: Names and order of the assays.
        titles: Titles of the mechanisms, for people; the name where there is none.

    Returns:
        Most open verdicts first; equal ones in the curated order.

    Example:
        >>> from crestome.knowledge.load import load_knowledge
        >>> rank_next_tests(Calls(), (), load_knowledge())
        ()
    """
    named = titles or {}
    decides: dict[str, list[str]] = {}
    for mechanism, call in calls.items():
        title = named.get(mechanism, mechanism.replace("_", " "))
        for assay in dict.fromkeys(call.missing):
            decides.setdefault(assay, []).append(title)
    for option in therapies:
        for assay in dict.fromkeys(option.missing):
            decides.setdefault(assay, []).append(option.name)
    order = list(knowledge.assays)
    tests = [
        NextTest(assay=assay, name=_name(assay, knowledge), decides=tuple(what), weight=len(what))
        for assay, what in decides.items()
    ]
    return tuple(sorted(tests, key=lambda test: (-test.weight, _place(test.assay, order))))


def _name(assay: str, knowledge: Knowledge) -> str:
    described = knowledge.assays.get(assay)
    return described.name if described else assay.replace("_", " ")


def _place(assay: str, order: list[str]) -> tuple[int, str]:
    """Place in the curated order; assays without an entry last, by name."""
    return (order.index(assay) if assay in order else len(order), assay)
