"""What a protein change says: the residue, the substitution, loss of function."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from crestome.model.call import Finding
from crestome.model.small_variant import Consequence, SmallVariant

LOSS_OF_FUNCTION: Final = frozenset(
    {Consequence.NONSENSE, Consequence.FRAMESHIFT, Consequence.SPLICE, Consequence.START_LOST}
)
"""Consequences that are taken to abolish the protein."""

_SUBSTITUTION = re.compile(r"^([A-Z*])(\d+)([A-Z*=])$")
_FIRST_RESIDUE = re.compile(r"^[A-Z*]?(\d+)")


class Substitution(NamedTuple):
    """One residue exchanged for another."""

    reference: str
    residue: int
    alternative: str


def substitution(protein_change: str) -> Substitution | None:
    """The substitution that a one-letter protein change states; None for any other change.

    Example:
        >>> substitution("F1174L")
        Substitution(reference='F', residue=1174, alternative='L')
        >>> substitution("G663fs") is None
        True
    """
    found = _SUBSTITUTION.match(protein_change)
    return Substitution(found[1], int(found[2]), found[3]) if found else None


def first_residue(protein_change: str) -> int | None:
    """The first residue that a protein change concerns; None where it states none."""
    found = _FIRST_RESIDUE.match(protein_change)
    return int(found[1]) if found else None


def is_loss_of_function(variant: SmallVariant) -> bool:
    """Whether the variant is taken to abolish the protein."""
    return variant.consequence in LOSS_OF_FUNCTION


def finding(variant: SmallVariant, comment: str = "") -> Finding:
    """The variant as an observation, with its allele fraction where known."""
    fraction = "" if variant.vaf is None else f", VAF {variant.vaf:.1%}"
    remark = f" ({comment})" if comment else ""
    return Finding(what=f"{variant.name}{fraction}{remark}", where=variant.where)
