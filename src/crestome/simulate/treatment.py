"""One tumour under treatments: read-outs and scores by setting, from few runs of the model.

A treatment is a set of classes. A drug that hits its target in a share of the cells only is the
mixture of the runs with it and without it, cell by cell, so any strength follows from the same
runs. With an established tumour every treatment begins at the settled untreated state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NoReturn

import numpy as np
from numpy.typing import NDArray

from crestome.errors import KnowledgeError
from crestome.knowledge.pathway import Pathway
from crestome.model.simulation import Range
from crestome.numerics.boolean_network import FULL, NONE, Words
from crestome.simulate.compiled_pathway import CompiledPathway, Settled
from crestome.simulate.personalise import Tumour

Shares = NDArray[np.float64]

ESTABLISHED: Final = "established"
FRESH: Final = "fresh"
_BLOCK_ROWS: Final = 65_536
"""Words of one batch of treatments."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A tumour set up for treatment.

    Attributes:
        pathway: The model.
        compiled: The model, ready to run.
        states: The beginning of every setting, without treatment.
        untreated: The settled untreated state of every setting.
        lenient: Whether a run that never settles is no fault: of models that were changed on
            purpose.
    """

    pathway: Pathway
    compiled: CompiledPathway
    states: Words
    untreated: Settled
    lenient: bool = False

    def settle(self, treatments: Sequence[Iterable[str]]) -> list[Settled]:
        """The settled states under each set of treatments, in their order.

        Raises:
            KnowledgeError: If the rules circle under one of them, so that it has no answer.
        """
        width = self.states.shape[1]
        batch = max(1, _BLOCK_ROWS // width)
        settled: list[Settled] = []
        for begin in range(0, len(treatments), batch):
            some = treatments[begin : begin + batch]
            state = np.tile(self.states, len(some))
            for place, names in enumerate(some):
                for row in self._rows(names):
                    state[row, place * width : (place + 1) * width] = FULL
            done = self.compiled.settle_from(state)
            if not self.lenient:
                for place in np.flatnonzero(done.open)[:1] // width:
                    titles = [self.pathway.treatments[key].title for key in some[place]]
                    refuse_circles(self.pathway, self.compiled, done, f"under {' + '.join(titles)}")
            settled += [
                Settled(
                    done.words[:, place * width : (place + 1) * width],
                    done.open[place * width : (place + 1) * width],
                    done.rows,
                )
                for place in range(len(some))
            ]
        return settled

    def scores(self, settled: Settled) -> Shares:
        """The score of a treatment, by setting."""
        return self._score(settled, self.pathway.score)

    def lasting_scores(self, settled: Settled) -> Shares:
        """The second score of a treatment, by setting."""
        return self._score(settled, self.pathway.lasting)

    def share(self, settled: Settled, readout: str) -> Shares:
        """A read-out, by setting."""
        return settled.share(self.pathway.readouts[readout])

    def _score(self, settled: Settled, readouts: Mapping[Literal["up", "down"], str]) -> Shares:
        up, down = (
            self.share(settled, name) - self.share(self.untreated, name)
            for name in (readouts["up"], readouts["down"])
        )
        return up - down

    def _rows(self, treatments: Iterable[str]) -> set[int]:
        known = self.pathway.treatments
        return {self.compiled.rows[name] for key in treatments for name in known[key].inputs}


def prepare(
    pathway: Pathway, compiled: CompiledPathway, tumour: Tumour, start: str = ESTABLISHED
) -> Bench:
    """Set a tumour up: run it untreated, and begin treatments there or anew.

    Args:
        pathway: The model.
        compiled: The model, ready to run.
        tumour: Its alterations in each setting of what is unknown, and how it begins.
        start: ``established`` or ``fresh``.
    """
    return prepare_from(pathway, compiled, beginning(pathway, compiled, tumour), start)


def beginning(pathway: Pathway, compiled: CompiledPathway, tumour: Tumour) -> Words:
    """The beginning of every setting of a tumour, without treatment."""
    known = pathway.alterations
    fresh = compiled.blank([{known[name].input for name in names} for names in tumour.settings])
    for place, begin in enumerate(tumour.begins):
        for name, value in begin:
            fresh[compiled.rows[name], place] = FULL if value else NONE
    return fresh


def prepare_from(
    pathway: Pathway,
    compiled: CompiledPathway,
    fresh: Words,
    start: str,
    *,
    lenient: bool = False,
) -> Bench:
    """Set up what begins at the given states, untreated.

    Raises:
        KnowledgeError: If the rules circle without treatment, unless ``lenient``.
    """
    untreated = compiled.settle_from(fresh)
    if untreated.open.any() and not lenient:
        refuse_circles(pathway, compiled, untreated, "untreated")
    states = untreated.words if start == ESTABLISHED else fresh
    return Bench(pathway, compiled, states, untreated, lenient)


def refuse_circles(
    pathway: Pathway, compiled: CompiledPathway, settled: Settled, where: str
) -> NoReturn:
    """Refuse a model whose rules never come to rest.

    Raises:
        KnowledgeError: Always; names the nodes that circle.
    """
    message = (
        f"pathways/{pathway.id}.yaml: {where} the rules never come to rest, so there is no "
        f"read-out; these nodes go on changing: {', '.join(compiled.circling(settled))}. Give one "
        "of them two levels, or make it slow"
    )
    raise KnowledgeError(message)


def mixed(strength: float, parts: Sequence[Shares]) -> Shares:
    """A read-out where each drug hits in a share of the cells, independently.

    Args:
        strength: The share, 0 to 1.
        parts: The read-out without drug and with the drug; or without, with the first, with the
            second and with both.

    Example:
        >>> import numpy as np
        >>> nothing, one = np.array([0.0]), np.array([1.0])
        >>> float(mixed(0.5, [nothing, one, one, one])[0])
        0.75
    """
    on, off = strength, 1.0 - strength
    single = 2
    weights = [off, on] if len(parts) == single else [off * off, on * off, off * on, on * on]
    total = np.zeros_like(parts[0])
    for weight, part in zip(weights, parts, strict=True):
        total += weight * part
    return total


def range_of(values: Shares) -> Range:
    """The lowest and the highest of the values, to three places."""
    places = 3
    return Range(
        low=round(float(values.min()), places) + 0.0, high=round(float(values.max()), places) + 0.0
    )
