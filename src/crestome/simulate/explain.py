"""Why a treatment does what it does: counterfactuals, the way of its effect, and how robust it is.

A counterfactual is a run of the model, not a sentence: the alteration without which the treatment
would do more, the other allele or beginning with which it would, and the treatment whose addition
does most. The conclusion (whether the score reaches the smallest effect that counts) is tried under
every single change of one name in one rule: that is a rewording of this model and says nothing on
whether the model is true. What is unknown is never named as a cause, only as a possible one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from crestome.knowledge.pathway import Pathway
from crestome.knowledge.schema import Mark
from crestome.model.simulation import Counterfactual, PathStep, Reasons, Switch
from crestome.numerics.boolean_network import FULL
from crestome.simulate.compiled_pathway import CompiledPathway, Settled, alternative
from crestome.simulate.mutation import single_mutations
from crestome.simulate.personalise import Tumour
from crestome.simulate.treatment import Bench, Shares, beginning, prepare, prepare_from, range_of

_CORRECTION: Final = re.compile(r"\bE-\d+")
"""How the note of an edge names a correction of the review."""
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
    """What of the tumour keeps the treatment from doing more, in one setting at the least.

    Alterations are taken away singly, and in pairs where no single one counts; another allele is
    put in the place of one, and another beginning in the place of the tumour's.
    """
    tumour = question.tumour
    for size in range(1, LARGEST_REMOVAL + 1):
        found = [
            item
            for taken in itertools.combinations(tumour.present, size)
            if (item := _without(bench, question, taken, scores)).most >= question.effect
        ]
        yield from sorted(found, key=lambda item: (-item.change, -item.most))
        if found:
            break
    for pair in bench.pathway.alleles:
        for old, new in (pair, pair[::-1]):
            if old in tumour.present and new not in tumour.present:
                settings = tuple((names - {old}) | {new} for names in tumour.settings)
                other = replace(tumour, settings=settings)
                yield from _counting(bench, question, other, ("instead", (old, new)), scores)
    if any(tumour.begins):
        started = tuple(item.title for item in tumour.starts if item.switch is not Switch.OFF)
        yield from _counting(
            bench, question, replace(tumour, begins=()), ("began", started), scores
        )


def _without(
    bench: Bench, question: Question, taken: tuple[str, ...], scores: Shares
) -> Counterfactual:
    settings = tuple(names - set(taken) for names in question.tumour.settings)
    tumour = replace(question.tumour, settings=settings)
    return _changed(bench, question, tumour, ("without", taken), scores)


def _counting(
    bench: Bench,
    question: Question,
    tumour: Tumour,
    what: tuple[str, tuple[str, ...]],
    scores: Shares,
) -> Iterator[Counterfactual]:
    """The counterfactual, if it counts in any setting."""
    item = _changed(bench, question, tumour, what, scores)
    if item.most >= question.effect:
        yield item


def _changed(
    bench: Bench,
    question: Question,
    tumour: Tumour,
    what: tuple[str, tuple[str, ...]],
    scores: Shares,
) -> Counterfactual:
    """The same treatment of another tumour."""
    other = prepare(bench.pathway, bench.compiled, tumour, question.start)
    changed = other.scores(other.settle([question.treatments])[0])
    kind, names = what
    return _counterfactual(names, changed, scores, question.effect).model_copy(
        update={"kind": kind}
    )


def _additions(bench: Bench, question: Question, scores: Shares) -> Iterator[Counterfactual]:
    others = [key for key in bench.pathway.treatments if key not in question.treatments]
    runs = bench.settle([(*question.treatments, key) for key in others])
    found = [
        _counterfactual(
            [bench.pathway.treatments[key].title], bench.scores(run), scores, question.effect
        ).model_copy(update={"kind": "added"})
        for key, run in zip(others, runs, strict=True)
    ]
    yield from sorted(
        (item for item in found if item.change >= question.effect), key=lambda item: -item.change
    )


def _counterfactual(
    what: Sequence[str], changed: Shares, scores: Shares, effect: float
) -> Counterfactual:
    """The least and the largest change over the settings of what is unknown."""
    places = 3
    change = np.round(changed - scores, places)
    return Counterfactual(
        what=tuple(what),
        score=range_of(changed),
        change=float(change.min()),
        most=float(change.max()),
        settings=int((change >= effect).sum()),
    )


def _path(bench: Bench, question: Question, settled: Settled) -> Iterator[PathStep]:
    """Nodes from the drug outwards: those that change, and where the change stops."""
    pathway = bench.pathway
    given = {name for key in question.treatments for name in pathway.treatments[key].inputs}
    reached, moved = set(given), set(given)
    waiting = sorted(given)
    while waiting:
        source = waiting.pop(0)
        for name, node in pathway.nodes.items():
            if source not in node.edges or name in reached:
                continue
            reached.add(name)
            step = _step(bench, settled, name, given)
            if _differs(bench, settled, name):
                moved.add(name)
                waiting.append(name)
            yield step.model_copy(update=_doubts(bench, settled, name, moved))


def _step(bench: Bench, settled: Settled, name: str, given: set[str]) -> PathStep:
    """A node before and under the treatment; where nothing changes, what keeps it."""
    pathway = bench.pathway
    before, after = range_of(bench.untreated.share(name)), range_of(settled.share(name))
    still = not _differs(bench, settled, name)
    idle = still and after.high == 0.0 and _inhibited(pathway, name, given)
    return PathStep(
        node=name,
        title=pathway.nodes[name].title,
        untreated=before,
        treated=after,
        kept_by=tuple(_keepers(bench, settled, name, given)) if still and not idle else (),
        idle=idle,
    )


def _inhibited(pathway: Pathway, name: str, given: set[str]) -> bool:
    """Whether a given drug lowers the node itself."""
    edges = pathway.nodes[name].edges
    return any(source in given and edge.sign == "-" for source, edge in edges.items())


def _differs(bench: Bench, settled: Settled, name: str) -> bool:
    row = bench.compiled.rows[name]
    return bool((bench.untreated.words[row] != settled.words[row]).any())


def _keepers(bench: Bench, settled: Settled, name: str, given: set[str]) -> Iterator[str]:
    """Regulators that hold a node where it is: those that raise it and are on, or the reverse.

    What is on in some settings of what is unknown alone is a possible keeper, and says so.
    """
    pathway = bench.pathway
    on = range_of(settled.share(name)).high > 0.0
    for source, edge in pathway.nodes[name].edges.items():
        share = settled.share(source)
        if source in given or (edge.sign == "+") is not on or not share.any():
            continue
        title = _title(pathway, source)
        yield title if share.all() else f"possibly {title} (unknown)"


def _doubts(
    bench: Bench, settled: Settled, name: str, moved: set[str]
) -> dict[str, tuple[str, ...]]:
    """Edges that carry a change into a node and that we assume; those at work and in dispute."""
    edges = bench.pathway.nodes[name].edges
    assumed, disputed = [], []
    for source, edge in edges.items():
        if source in moved and name in moved and edge.mark is Mark.CONVENTION:
            assumed.append(_told(bench.pathway, source, name))
        at_work = source in moved or bool(settled.share(source).any())
        if at_work and _CORRECTION.search(edge.note):
            disputed.append(_told(bench.pathway, source, name))
    return {"assumed": tuple(assumed), "disputed": tuple(disputed)}


def _told(pathway: Pathway, source: str, name: str) -> str:
    """An edge in words, with its note."""
    node = pathway.nodes[name]
    note = node.edges[source].note
    return f"{_title(pathway, source)} on {node.title}" + (f" ({note})" if note else "")


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
