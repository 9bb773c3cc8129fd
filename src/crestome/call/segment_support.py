"""How much of the assay must carry an amplicon or a homozygous deletion before it is believed.

A short segment far above or below the baseline is the commonest artefact of arrays and sequencing:
one probe on a germline variant, a few that failed together. Amplicons of neuroblastoma are tens of
kilobases long at least. What is shorter, or carried by a few probes, may be real, and is left open.
"""

from __future__ import annotations

from typing import Final

from crestome.knowledge.schema import ByKey, Rules
from crestome.model.copy_number import Platform

BP_PER_KB: Final = 1000


class SegmentSupportRules(Rules):
    """The least probes and lengths; keys of the tables are platforms.

    Attributes:
        amplicon_probes: An amplicon holds so many probes at least.
        amplicon_kb: And is so long at least.
        deletion_probes: A homozygous deletion holds so many probes at least.
        deletion_kb: And is so long at least.
    """

    amplicon_probes: ByKey
    amplicon_kb: ByKey
    deletion_probes: ByKey
    deletion_kb: ByKey


def amplicon_is_thin(
    probes: int | None, length_bp: int, platform: Platform, rules: SegmentSupportRules
) -> bool:
    """Whether too few probes, or too few bases, carry an amplicon.

    Args:
        probes: Probes, bins or targets; None where the file gives none, and length alone counts.
        length_bp: Bases.
        platform: See `Platform`.
        rules: See `SegmentSupportRules`.

    References:
        deshpande-2019, crestome-conventions
    """
    return _is_thin(probes, length_bp, platform, (rules.amplicon_probes, rules.amplicon_kb))


def deletion_is_thin(
    probes: int | None, length_bp: int, platform: Platform, rules: SegmentSupportRules
) -> bool:
    """Whether too few probes, or too few bases, carry a homozygous deletion.

    References:
        crestome-conventions
    """
    return _is_thin(probes, length_bp, platform, (rules.deletion_probes, rules.deletion_kb))


def support_in_words(probes: int | None, length_bp: int) -> str:
    """Such as ``3 probes over 0.4 kb``."""
    carried = "" if probes is None else f"{probes} probe{'s' * (probes != 1)} over "
    return f"{carried}{length_bp / BP_PER_KB:.1f} kb"


def _is_thin(
    probes: int | None, length_bp: int, platform: Platform, least: tuple[ByKey, ByKey]
) -> bool:
    least_probes, least_kb = (limit.value[platform.value] for limit in least)
    few = probes is not None and probes < least_probes
    return few or length_bp < least_kb * BP_PER_KB
