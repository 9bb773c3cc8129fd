"""What normal cells in the sample do to copies: the log2 ratio that a number of copies should show.

A piece of tumour is a mixture. Normal cells bring two copies of everything, so that a lost or an
amplified gene is seen less sharply the fewer tumour cells there are: a homozygous deletion lies at
minus infinity in a pure tumour, at -1.3 with six tumour cells in ten and at -0.4 with two and a
half. What a ratio means can therefore only be said where the share of tumour cells is known.
"""

from __future__ import annotations

import math
from typing import Final

from crestome.model.evidence import CaseEvidence

DIPLOID: Final = 2.0
"""Copies of an autosome in a normal cell, against which a DNA index is measured."""


def stated_purity(evidence: CaseEvidence) -> float | None:
    """The tumour cell fraction that the caller of the profile estimated, else the sample's own."""
    profile = evidence.copy_number
    if profile is not None and profile.purity is not None:
        return profile.purity
    return evidence.sample.purity


def stated_ploidy(evidence: CaseEvidence) -> tuple[float, str] | None:
    """Whole copies of the tumour's baseline by its stated ploidy or DNA index, and which it was."""
    sample, profile = evidence.sample, evidence.copy_number
    ploidy = sample.ploidy
    if ploidy is None and profile is not None:
        ploidy = profile.ploidy
    if ploidy is not None:
        return whole_copies(ploidy), f"ploidy {ploidy:.2f}"
    if sample.dna_index is not None:
        return whole_copies(DIPLOID * sample.dna_index), f"DNA index {sample.dna_index:.2f}"
    return None


def baseline_copies(evidence: CaseEvidence) -> float:
    """Copies of most of the tumour's genome: by its stated ploidy, else two; never fewer than one.

    For log2 ratios, which show no number of copies of their own.
    """
    stated = stated_ploidy(evidence)
    return DIPLOID if stated is None else max(stated[0], 1.0)


def whole_copies(copies: float) -> float:
    """Nearest whole number of copies; a half goes up, as near-triploidy is the commoner case."""
    return float(math.floor(copies + 0.5))


def expected_log2(copies: float, purity: float, baseline: float) -> float:
    """The log2 ratio over the baseline that ``copies`` per tumour cell show, on an autosome.

    Args:
        copies: Copies per tumour cell.
        purity: Tumour cell fraction; the other cells have two copies.
        baseline: Copies of most of the tumour's genome, above 0.

    Returns:
        Minus infinity where nothing of the region is left in the sample.

    Example:
        >>> round(expected_log2(0, 0.6, 2), 2)
        -1.32
        >>> round(expected_log2(3, 0.98, 2), 2)
        0.58
    """
    normal = (1.0 - purity) * DIPLOID
    ratio = (purity * copies + normal) / (purity * baseline + normal)
    return math.log2(ratio) if ratio > 0.0 else -math.inf


def stated_log2(copies: float, evidence: CaseEvidence) -> float | None:
    """`expected_log2` at the stated tumour cell fraction and ploidy; None where no purity is."""
    purity = stated_purity(evidence)
    return None if purity is None else expected_log2(copies, purity, baseline_copies(evidence))
