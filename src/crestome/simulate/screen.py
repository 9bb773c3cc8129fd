"""All treatments of a tumour, singly and in pairs of distinct classes, in tiers with ties as ties.

The score adds the gain of apoptosis and the loss of proliferation. With unknown inputs it is a
range, and treatments are ranked by its lower end first: what a treatment does at least. The gain of
a pair is measured over the better of its two agents in the same setting. A rank is a hypothesis of
the model and never an evidence level.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from crestome.knowledge.pathway import Treatment
from crestome.model.simulation import Range, TreatmentOutcome
from crestome.simulate.compiled_pathway import Settled
from crestome.simulate.treatment import Bench, Shares, mixed, range_of


def screen_singles(bench: Bench, strength: float = 1.0) -> tuple[TreatmentOutcome, ...]:
    """Every treatment alone, best tier first."""
    keys = [(key,) for key in bench.pathway.treatments]
    return _in_tiers([treat(bench, key, strength) for key in keys])


def screen_pairs(bench: Bench, strength: float = 1.0) -> tuple[TreatmentOutcome, ...]:
    """Every pair of treatments that share no input, best tier first."""
    known = bench.pathway.treatments
    pairs = [
        (a, b)
        for a, b in itertools.combinations(known, 2)
        if not set(known[a].inputs) & set(known[b].inputs)
    ]
    settled = dict(zip(known, bench.settle([(key,) for key in known]), strict=True))
    # Read-outs of all pairs at once would hold every node of every pair: a hundred at a time.
    outcomes: list[TreatmentOutcome] = []
    batch = 100
    for begin in range(0, len(pairs), batch):
        some = pairs[begin : begin + batch]
        for pair, both in zip(some, bench.settle(some), strict=True):
            parts = [bench.untreated, settled[pair[0]], settled[pair[1]], both]
            outcomes.append(_outcome(bench, pair, parts, strength))
    return _in_tiers(outcomes)


def treat(bench: Bench, treatments: Sequence[str], strength: float = 1.0) -> TreatmentOutcome:
    """One treatment or a pair.

    Args:
        bench: The tumour.
        treatments: One or two identifiers of treatments.
        strength: Share of cells in which each hits its target in full.
    """
    wanted = [(key,) for key in treatments]
    alone = bench.settle(wanted)
    parts = [bench.untreated, *alone]
    if len(wanted) > 1:
        parts += bench.settle([tuple(treatments)])
    return _outcome(bench, treatments, parts, strength)


def readouts_of(bench: Bench, settled: Settled) -> dict[str, Range]:
    """Every read-out of a settled state, as a range over the settings."""
    return {name: range_of(bench.share(settled, name)) for name in bench.pathway.readouts}


def _outcome(
    bench: Bench, treatments: Sequence[str], parts: Sequence[Settled], strength: float
) -> TreatmentOutcome:
    scores = [bench.scores(part) for part in parts]
    known = [bench.pathway.treatments[key] for key in treatments]
    return TreatmentOutcome(
        treatments=tuple(treatments),
        title=" + ".join(item.title for item in known),
        drugs=tuple(_drugs(item) for item in known),
        readouts={
            name: range_of(mixed(strength, [bench.share(part, name) for part in parts]))
            for name in bench.pathway.readouts
        },
        score=range_of(mixed(strength, scores)),
        gain=range_of(_gain(scores, strength)) if len(known) > 1 else None,
        lasting=_lasting(bench, parts, strength),
        clinic=all(item.clinic for item in known),
        notes=tuple(f"{item.title}: {item.note}" for item in known if item.note),
    )


def _lasting(bench: Bench, parts: Sequence[Settled], strength: float) -> Range | None:
    """The second score of the model, if it has one."""
    if not bench.pathway.lasting:
        return None
    return range_of(mixed(strength, [bench.lasting_scores(part) for part in parts]))


def _gain(scores: Sequence[Shares], strength: float) -> Shares:
    nothing, first, second, _ = scores
    better = np.maximum(mixed(strength, [nothing, first]), mixed(strength, [nothing, second]))
    gain: Shares = mixed(strength, scores) - better
    return gain


def _drugs(treatment: Treatment) -> str:
    return ", ".join((*treatment.drugs, *treatment.names[:1])) or treatment.title


def _in_tiers(outcomes: Sequence[TreatmentOutcome]) -> tuple[TreatmentOutcome, ...]:
    """Sort by the lower end of the score, then the upper; equal scores share a tier."""
    ends = sorted({(item.score.low, item.score.high) for item in outcomes}, reverse=True)
    tiers = {end: place for place, end in enumerate(ends, start=1)}
    placed = [
        item.model_copy(update={"tier": tiers[item.score.low, item.score.high]})
        for item in outcomes
    ]
    return tuple(sorted(placed, key=lambda item: item.tier))
