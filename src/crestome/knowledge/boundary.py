"""The numbers at which curated ranges begin and end: an unknown number is tried once between each.

An age that nobody stated may be any; but the tables ask only on which side of a few ages it lies.
One number out of each stretch between them stands for all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crestome.knowledge.decision import Fact, FactTests, Figure, Scheme, Span
from crestome.knowledge.trial import FactsLeaf, Trial, leaves


def scheme_tests(
    schemes: Mapping[str, Scheme], figures: Mapping[str, Figure]
) -> Iterator[FactTests]:
    """Everything that tables of risk and published outcomes ask of facts."""
    for scheme in schemes.values():
        for row in scheme.rows:
            yield from (row.when, *row.any)
        yield from (remark.when for remark in scheme.remarks)
    for figure in figures.values():
        yield from (figure.when, *figure.any)


def trial_tests(trials: Mapping[str, Trial]) -> Iterator[FactTests]:
    """Everything that criteria of trials ask of facts."""
    for trial in trials.values():
        for criterion in trial.all_criteria:
            for leaf in leaves(criterion.when):
                if isinstance(leaf, FactsLeaf):
                    yield leaf.facts


def find_boundaries(
    facts: Mapping[str, Fact], tests: Iterator[FactTests]
) -> dict[str, tuple[int, ...]]:
    """For each fact, zero and every number at which a curated range of it begins or ends.

    Args:
        facts: The facts, with their limits.
        tests: Everything that is asked of them.
    """
    spans = [(limit.fact, limit.within) for fact in facts.values() for limit in fact.limits]
    spans += [
        (name, test) for asked in tests for name, test in asked.items() if isinstance(test, Span)
    ]
    edges: dict[str, set[int]] = {name: {0} for name in facts}
    for name, span in spans:
        edges.setdefault(name, {0}).update(
            edge for edge in (span.from_, span.below) if edge is not None
        )
    return {name: tuple(sorted(numbers)) for name, numbers in edges.items()}
