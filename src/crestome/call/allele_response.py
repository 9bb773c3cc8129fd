"""How one drug's curated responses apply to the alleles of a tumour.

An exact variant speaks before its residue and a residue before its class. Where several alleles
sit in one clone the worst response decides, because one resistant allele is enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crestome.call.variant_effect import first_residue
from crestome.knowledge.schema import AlleleResponse, Mark

UNKNOWN: Final = "unknown"
WORST_FIRST: Final = (
    "primary_resistant",
    "resistant",
    "resistant_by_analogy",
    "reduced",
    "sensitive_by_analogy",
    "sensitive",
    UNKNOWN,
)
"""Order in which responses decide; what is not known decides last."""


class MatchLevel(StrEnum):
    """How close the described allele is to the one found."""

    EXACT = "exact"
    RESIDUE = "residue"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Allele:
    """One alteration of the gene: its protein change ("" if none) and its class."""

    protein_change: str
    variant_class: str

    @property
    def name(self) -> str:
        """The protein change, or the class where there is none."""
        return self.protein_change or self.variant_class


@dataclass(frozen=True, slots=True)
class DrugResponse:
    """What is known of one allele and one drug.

    Attributes:
        allele: The allele.
        response: See `WORST_FIRST`.
        level: What matched; None where nothing is known.
        context: Where the evidence is from.
        sources: Keys into the references.
    """

    allele: Allele
    response: str = UNKNOWN
    level: MatchLevel | None = None
    context: str = ""
    sources: tuple[str, ...] = ()


def match_response(allele: Allele, entries: Iterable[AlleleResponse]) -> DrugResponse:
    """The response of the closest entry; ``unknown`` where none fits.

    An entry that still needs checking decides nothing.

    References: crestome-conventions.

    Example:
        >>> entry = AlleleResponse(
        ...     residues=(1245,), response="resistant_by_analogy", context="analogy",
        ...     sources=("crestome-conventions",), mark=Mark.CONVENTION,
        ... )
        >>> match_response(Allele("F1245V", "hotspot"), [entry]).response
        'resistant_by_analogy'
    """
    checked = [entry for entry in entries if entry.mark is not Mark.TO_CHECK]
    residue = first_residue(allele.protein_change)
    for level in MatchLevel:
        fitting = [entry for entry in checked if _fits(level, entry, allele, residue)]
        if fitting:
            entry = min(fitting, key=lambda item: WORST_FIRST.index(item.response))
            return DrugResponse(allele, entry.response, level, entry.context, entry.sources)
    return DrugResponse(allele)


def worst_response(responses: Iterable[DrugResponse]) -> str:
    """The response that decides where all alleles sit in one clone."""
    return min((item.response for item in responses), key=WORST_FIRST.index, default=UNKNOWN)


def _fits(level: MatchLevel, entry: AlleleResponse, allele: Allele, residue: int | None) -> bool:
    if level is MatchLevel.EXACT:
        return allele.protein_change in entry.variants
    if level is MatchLevel.RESIDUE:
        return residue in entry.residues
    return allele.variant_class in entry.classes
