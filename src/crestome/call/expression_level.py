"""Whether a gene is expressed high or low, against a stated reference, and whether bulk says so.

A transcript level is high or low only against other tumours measured in the same way; where no such
reference fits, nothing is said but that a gene is hardly expressed or not at all, and that only of
a whole transcriptome read deeply enough. And a piece of tumour holds other cells, which dilute what
tumour cells express and add what they do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crestome.knowledge.schema import Curated, Rules, Threshold
from crestome.model.call import Row
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import GeneExpression, Placement
from crestome.model.patient import Material, Sample


class Amount(StrEnum):
    """How much of a gene is expressed."""

    NOT_DETECTED = "not_detected"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    NOT_ASSESSED = "not_assessed"


AMOUNTS = tuple(item.value for item in Amount)
LITTLE = frozenset({Amount.NOT_DETECTED, Amount.LOW})
"""What speaks against a gene product."""


class ExpressionLevelRules(Rules):
    """See ``rules/expression_level.yaml``.

    Attributes:
        low_percentile: Up to this percentile of the reference a gene is low.
        high_percentile: From this percentile it is high.
        minimum_purity: Below this purity bulk tissue is not taken for tumour cells.
        no_reference: What to say where no reference fits, and what would settle it.
    """

    low_percentile: Threshold
    high_percentile: Threshold
    minimum_purity: Threshold
    no_reference: Curated[str]


@dataclass(frozen=True, slots=True)
class ExpressionLevel:
    """A gene in the sample.

    Attributes:
        gene: Symbol.
        amount: See `Amount`.
        measured: What was measured; None where the gene was not.
        place: Where it lies in the reference that decided; None without one.
    """

    gene: str
    amount: Amount
    measured: GeneExpression | None = None
    place: Placement | None = None

    @property
    def words(self) -> str:
        """The level in words.

        Example:
            >>> ExpressionLevel("ALK", Amount.NOT_ASSESSED).words
            'ALK was not measured'
        """
        if self.measured is None:
            return f"{self.gene} was not measured"
        value = f"{self.gene} {self.measured.value:.4g} {self.measured.unit}"
        if self.place is not None:
            return (
                f"{value}, above {self.place.percentile:.0f} % of {self.place.tumours} tumours "
                f"({self.place.reference})"
            )
        own = self.measured.own_percentile
        within = "" if own is None else f", above {own:.0f} % of the sample's own coding genes"
        none = f", {self._hardly}" if self.amount is Amount.NOT_DETECTED else ""
        doubt = f"; {self.doubt}" if self.doubt else ""
        return f"{value}{none}{within}{doubt}"

    @property
    def _hardly(self) -> str:
        some = self.measured is not None and self.measured.value > 0
        return "hardly expressed" if some else "not expressed"

    @property
    def doubt(self) -> str:
        """Why few or no transcripts leave it open; "" where it is placed or there are more."""
        if self.measured is None or self.place is not None or not self.measured.doubt:
            return ""
        return f"few or no transcripts mean nothing where {self.measured.doubt}"

    @property
    def brief(self) -> str:
        """The gene and where it lies, without the tumours it was compared with."""
        if self.place is None:
            return f"{self.gene} {self._hardly}"
        return f"{self.gene} above {self.place.percentile:.0f} % of {self.place.tumours} tumours"

    @property
    def row(self) -> Row:
        """The level as a row of a table."""
        found, place = self.measured, self.place
        row: Row = {
            "gene": self.gene,
            "amount": self.amount.value,
            "value": None if found is None else found.value,
            "unit": None if found is None else found.unit.value,
            "own_percentile": None if found is None else found.own_percentile,
            "percentile": None if place is None else place.percentile,
            "tumours": None if place is None else place.tumours,
            "group": None if place is None else place.group,
            "reference": None if place is None else place.reference,
            "cohort_relative": None if place is None else place.relative,
        }
        return known(row)


def read_level(
    gene: str, evidence: CaseEvidence, rules: ExpressionLevelRules, group: str = ""
) -> ExpressionLevel:
    """The level of a gene.

    Args:
        gene: Symbol.
        evidence: Uses ``gene_expression``.
        rules: See `ExpressionLevelRules`.
        group: The group of tumours to compare with, where a reference has it.

    Returns:
        By percentile of the first reference that fits, the user's own before a frozen one; without
        any, ``not_detected`` where there is no transcript to speak of; else ``not_assessed``.

    References:
        crestome-conventions
    """
    found = evidence.expression_of(gene)
    if found is None:
        return ExpressionLevel(gene, Amount.NOT_ASSESSED)
    asked = [place for place in found.places if place.group == group]
    place = next(iter((*asked, *found.places)), None)
    if place is not None:
        return ExpressionLevel(gene, amount_at(place.percentile, rules), found, place)
    little = found.detected is False
    return ExpressionLevel(gene, Amount.NOT_DETECTED if little else Amount.NOT_ASSESSED, found)


def known(row: Row) -> Row:
    """A row without what is not known."""
    return {key: value for key, value in row.items() if value is not None}


def amount_at(percentile: float, rules: ExpressionLevelRules) -> Amount:
    """Low, middle or high."""
    if percentile <= rules.low_percentile.value:
        return Amount.LOW
    return Amount.HIGH if percentile >= rules.high_percentile.value else Amount.MIDDLE


def others_may_explain(sample: Sample, minimum_purity: float) -> bool:
    """Whether other than tumour cells may have made, or diluted, what bulk expression shows.

    Never in a cell line, nor in a xenograft whose mouse reads were removed; else where the purity
    is unknown or below the bound.
    """
    if sample.material is Material.CELL_LINE:
        return False
    if sample.material is Material.PDX and sample.mouse_reads_removed is True:
        return False
    return sample.purity is None or sample.purity < minimum_purity


def why_hidden(sample: Sample, minimum_purity: float) -> str:
    """Why bulk expression of the sample is not that of its tumour cells; "" where it is.

    Plasma never is, whatever part of it comes from the tumour; else see `others_may_explain`.

    Example:
        >>> why_hidden(Sample(id="T", purity=0.45), 0.8)
        'other cells may explain it (tumour cell fraction 45 %, below 80 %)'
        >>> why_hidden(Sample(id="T", material=Material.CELL_LINE), 0.8)
        ''
    """
    if sample.material is Material.CTDNA:
        return "transcripts of tumour cells cannot be read from plasma"
    if not others_may_explain(sample, minimum_purity):
        return ""
    if sample.purity is None:
        return "other cells may explain it (tumour cell fraction unknown)"
    fraction, bound = sample.purity * _PERCENT, minimum_purity * _PERCENT
    return (
        f"other cells may explain it (tumour cell fraction {fraction:.0f} %, below {bound:.0f} %)"
    )


_PERCENT: Final = 100
