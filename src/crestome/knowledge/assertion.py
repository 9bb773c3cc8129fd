"""How much is asserted of neuroblastoma: one alteration or state, one drug or outcome, one source.

A count of claims flatters where conventions, doubtful items and evidence from other cancers are
counted in. Here they are not: what counts has a direction, evidence of a stated kind gathered in
neuroblastoma, a source, and no need of review.
"""

from __future__ import annotations

from dataclasses import dataclass

from crestome.knowledge.load import Knowledge
from crestome.knowledge.schema import Claim, Mark
from crestome.model.therapy import Effect

_DISEASE = "neuroblastoma"
_NOT = f"not {_DISEASE}"
_CONVENTION = "convention"


@dataclass(frozen=True, slots=True)
class AssertionCount:
    """Cited assertions on neuroblastoma.

    Attributes:
        claims: Claims on the effect of a drug.
        alleles: Responses of an allele to a drug, each allele once.
        outcomes: Published outcomes of a population.
    """

    claims: int
    alleles: int
    outcomes: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.claims + self.alleles + self.outcomes


def count_assertions(knowledge: Knowledge) -> AssertionCount:
    """Count what is asserted of neuroblastoma and needs no review."""
    drugs = knowledge.drugs.values()
    responses = [
        entry
        for drug in drugs
        if drug.allele_responses is not None
        for entry in drug.allele_responses.entries
        if entry.context == _DISEASE and entry.mark is not Mark.TO_CHECK
    ]
    return AssertionCount(
        claims=sum(is_asserted(claim) for drug in drugs for claim in drug.claims),
        alleles=sum(len((*entry.variants, *entry.residues, *entry.classes)) for entry in responses),
        outcomes=sum(figure.mark is not Mark.TO_CHECK for figure in knowledge.figures.values()),
    )


def is_asserted(claim: Claim) -> bool:
    """Whether a claim has a direction, evidence from neuroblastoma, and no need of review."""
    return (
        claim.effect is not Effect.NOTE
        and claim.evidence_type != _CONVENTION
        and claim.mark is not Mark.TO_CHECK
        and is_of_neuroblastoma(claim)
    )


def is_of_neuroblastoma(claim: Claim) -> bool:
    """Whether the evidence was gathered in neuroblastoma, by the words of its population."""
    population = claim.population.casefold()
    return _DISEASE in population and _NOT not in population
