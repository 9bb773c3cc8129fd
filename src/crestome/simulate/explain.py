"""Why a treatment does what it does: counterfactuals, the way of its effect, and how robust it is.

A counterfactual is a run of the model, not a sentence: the alteration without which the treatment
would do more is why it fails; the treatment whose addition does most is what would overcome it. The
way of the effect goes from the drug along the edges of the model to where nothing changes any more,
and names what keeps that node as it was. The conclusion (whether the score reaches the smallest
effect that counts) is tried under every single change of one name in one rule.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from crestome.knowledge.pathway import Pathway
from crestome.model.simulation import Counterfactual, PathStep, Reasons
from crestome.numerics.boolean_network import FULL
from crestome.simulate.compiled_pathway import CompiledPathway, Settled, alternative
from crestome.simulate.mutation import single_mutations
from crestome.simulate.personalise import Tumour
from crestome.simulate.treatment import Bench, Shares, beginning, prepare, prepare_from, range_of

LARGEST_REMOVAL: Final = 2
"""Alterations taken away at a time, at most."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be explained.

    Attributes:
        tumour: Whose treatment.
        treatments: Identifiers of the classes given.
        start: ``established`` or ``fresh``.
        effect: The smallest change of the score that counts.
    """

    tumour: Tumour
    treatments: tuple[str, ...]
    start: str
    effect: float


def explain(pathway: Pathway, compiled: CompiledPathway, question: Question) -> Reasons:
    """Explain a treatment of a tumour."""
    bench = prepare(pathway, compiled, question.tumour, question.start)
    settled = bench.settle([question.treatments])[0]
    scores = bench.scores(settled)
    robustness, mutations = _robustness(bench, question, scores)
    return Reasons(
        removals=tuple(_removals(bench, question, scores)),
        additions=tuple(_additions(bench, question, scores)),
        lowest=_supposed(question.tumour, scores, float(scores.min())),
        highest=_supposed(question.tumour, scores, float(scores.max())),
        path=tuple(_path(bench, question, settled)),
        effect=question.effect,
        robustness=robustness,
        mutations=mutations,
    )


def _supposed(tumour: Tumour, scores: Shares, end: float) -> tuple[str, ...]:
    """The fewest open alterations with which the score stands at this end."""
    present = set(tumour.present)
    there = [
        tuple(sorted(names - present))
        for names, score in zip(tumour.settings, scores.tolist(), strict=True)
        if score == end
    ]
    return min(there, key=lambda names: (len(names), names), default=())


def _removals(bench: Bench, question: Question, scores: Shares) -> Iterator[Counterfactual]:
    """Smallest sets of present alterations whose removal raises the score; one size only."""
    present = question.tumour.present
    for size in range(1, LARGEST_REMOVAL + 1):
        found = [
            item
            for taken in itertools.combinations(present, size)
            if (item := _without(bench, question, taken, scores)).change >= question.effect
        ]
        if found:
            yield from sorted(found, key=lambda item: -item.change)
            return


def _without(
    bench: Bench, question: Question, taken: Sequence[str], scores: Shares
) -> Counterfactual:
    settings = tuple(names - set(taken) for names in question.tumour.settings)
    tumour = replace(question.tumour, settings=settings)
    other = prepare(bench.pathway, bench.compiled, tumour, question.start)
    changed = other.scores(other.settle([question.treatments])[0])
    return _counterfactual(taken, changed, scores)


def _additions(bench: Bench, question: Question, scores: Shares) -> Iterator[Counterfactual]:
    others = [key for key in bench.pathway.treatments if key not in question.treatments]
    runs = bench.settle([(*question.treatments, key) for key in others])
    found = [
        _counterfactual([bench.pathway.treatments[key].title], bench.scores(run), scores)
        for key, run in zip(others, runs, strict=True)
    ]
    yield from sorted(
        (item for item in found if item.change >= question.effect), key=lambda item: -item.change
    )


def _counterfactual(what: Sequence[str], changed: Shares, scores: Shares) -> Counterfactual:
    """The least change over the settings of what is unknown."""
    places = 3
    change = round(float((changed - scores).min()), places)
    return Counterfactual(what=tuple(what), score=range_of(changed), change=change)


def _path(bench: Bench, question: Question, settled: Settled) -> Iterator[PathStep]:
    """Nodes from the drug outwards: those that change, and where the change stops."""
    pathway = bench.pathway
    reached = {name for key in question.treatments for name in pathway.treatments[key].inputs}
    before = {name: float(bench.untreated.share(name).mean()) for name in bench.compiled.rows}
    after = {name: float(settled.share(name).mean()) for name in bench.compiled.rows}
    waiting = sorted(reached)
    while waiting:
        source = waiting.pop(0)
        for name, node in pathway.nodes.items():
            if source not in node.edges or name in reached:
                continue
            reached.add(name)
            moved = _differs(bench, settled, name)
            kept = () if moved else tuple(_keepers(pathway, name, after))
            yield PathStep(
                node=name,
                title=node.title,
                untreated=before[name],
                treated=after[name],
                kept_by=kept,
            )
            if moved:
                waiting.append(name)


def _differs(bench: Bench, settled: Settled, name: str) -> bool:
    row = bench.compiled.rows[name]
    return bool((bench.untreated.words[row] != settled.words[row]).any())


def _keepers(pathway: Pathway, name: str, after: dict[str, float]) -> Iterator[str]:
    """Regulators that hold a node where it is: those that raise it and are on, or the reverse."""
    on = bool(after[name])
    for source, edge in pathway.nodes[name].edges.items():
        raises = edge.sign == "+"
        if after[source] and raises == on:
            yield _title(pathway, source)


def _title(pathway: Pathway, name: str) -> str:
    """A node or input in words."""
    titles = {alteration.input: alteration.title for alteration in pathway.alterations.values()}
    titles |= {key: context.title for key, context in pathway.contexts.items()}
    for treatment in pathway.treatments.values():
        titles |= {key: treatment.title for key in treatment.inputs if key not in titles}
    return pathway.nodes[name].title if name in pathway.nodes else titles.get(name, name)


def _robustness(bench: Bench, question: Question, scores: Shares) -> tuple[float, int]:
    """How often the conclusion stays when one name of one rule changes.

    Of many settings the two with the lowest and the highest score stand for all.
    """
    ends = sorted({int(np.argmin(scores)), int(np.argmax(scores))})
    wanted = scores[ends] >= question.effect
    mutations = list(single_mutations(bench.pathway))
    family = bench.compiled.with_alternatives([(x.node, x.expression) for x in mutations])
    tumour = question.tumour.only(ends)
    fresh = np.tile(beginning(bench.pathway, family, tumour), len(mutations))
    for place in range(len(mutations)):
        fresh[family.rows[alternative(place)], place * len(ends) : (place + 1) * len(ends)] = FULL
    other = prepare_from(bench.pathway, family, fresh, question.start, lenient=True)
    found = other.scores(other.settle([question.treatments])[0]) >= question.effect
    kept = (found.reshape(len(mutations), len(ends)) == wanted).all(axis=1)
    return float(kept.mean()), len(mutations)
