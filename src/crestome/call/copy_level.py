"""The copy level of one gene, from whatever measured it: FISH, segments, gene lists, events.

Amplification is a fourfold excess over the gene's own chromosome, which tells an amplicon from the
gain of an arm or of the whole chromosome. Assays differ in what they can show: signal counts and
purity-corrected copies give that ratio; a log2 ratio is diluted by normal cells and compressed by
arrays, so that its cut-off belongs to the platform; a word without a number is the laboratory's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from crestome.call.copy_source import Source, Weight, read_events, read_profile, read_statements
from crestome.call.dilution import stated_purity
from crestome.call.gene_level import CopyLevel, CopyLevelRules, GeneLevel, put_in_doubt
from crestome.call.gene_segment import Survey, survey_segments
from crestome.model.evidence import CaseEvidence

__all__ = ("CopyLevel", "CopyLevelRules", "GeneLevel", "classify_gene", "classify_genes")

_NUMBERS: Final = Weight.LOG2
"""The last weight at which a number decided."""


def classify_gene(gene: str, evidence: CaseEvidence, rules: CopyLevelRules) -> GeneLevel:
    """Classify the copies of ``gene`` by the best source that the case holds.

    A signal ratio goes before copies, copies before a log2 ratio, a number before a word. Where
    one source has both a number and a call, the number decides. Where sources disagree on
    amplification, a number that shows it stands and is marked; a word that states it, against
    numbers from elsewhere that do not show it, is indeterminate.

    Args:
        gene: Current HGNC symbol.
        evidence: Uses ``gene_copies``, ``copy_number``, ``events`` and the sample's purity.
        rules: See `CopyLevelRules`.

    Returns:
        ``not_assessed`` where nothing covers the gene; a gene that a profile of altered segments
        does not list is ``normal``; ``indeterminate`` where bulk DNA of too few tumour cells shows
        neither an amplicon nor a homozygous deletion.

    References:
        ambros-2009, crestome-conventions, crestome-validation
    """
    return classify_genes((gene,), evidence, rules)[gene]


def classify_genes(
    genes: Iterable[str], evidence: CaseEvidence, rules: CopyLevelRules
) -> dict[str, GeneLevel]:
    """Classify the copies of several genes as `classify_gene` does, reading the profile once."""
    survey = survey_segments(evidence, rules.segment_state)
    return {gene: _classify(gene, evidence, survey, rules) for gene in genes}


def _classify(
    gene: str, evidence: CaseEvidence, survey: Survey, rules: CopyLevelRules
) -> GeneLevel:
    read = (
        *read_statements(gene, evidence, rules),
        *read_profile(gene, evidence, survey, rules),
        *read_events(gene, evidence),
    )
    sources = sorted(
        (_unless_impure(source, evidence, rules) for source in read),
        key=lambda source: source.weight,
    )
    told = [source for source in sources if source.weight is not Weight.SILENCE] or sources
    if not told:
        reason = f"No copy number covers {gene}."
        return GeneLevel(gene=gene, level=CopyLevel.NOT_ASSESSED, reason=reason)
    return _reconciled(told)


_HIDDEN_BY_NORMAL_CELLS: Final = frozenset({CopyLevel.GAIN, CopyLevel.NORMAL, CopyLevel.LOSS})
"""What a bulk sample of few tumour cells shows of an amplicon or of a homozygous deletion."""


def _unless_impure(source: Source, evidence: CaseEvidence, rules: CopyLevelRules) -> Source:
    """What bulk DNA of too few tumour cells does not show may be there all the same."""
    purity, minimum = stated_purity(evidence), rules.segment_state.minimum_purity.value
    hidden = source.bulk and source.level.level in _HIDDEN_BY_NORMAL_CELLS
    if purity is None or purity >= minimum or not hidden:
        return source
    why = (
        f"The tumour cell fraction (purity) is {purity:.0%}, below {minimum:.0%}: an amplicon or a "
        "deletion would not show."
    )
    return replace(source, level=put_in_doubt(source.level, why))


def _reconciled(sources: list[Source]) -> GeneLevel:
    amplified = [source for source in sources if source.level.level is CopyLevel.AMPLIFIED]
    measured = [source for source in amplified if source.weight <= _NUMBERS]
    best = (measured or sources)[0]
    against = [
        source
        for source in sources
        if source.level.level is not CopyLevel.INDETERMINATE
        and (source in amplified) is not (best in amplified)
    ]
    if not against:
        return best.level
    others = [source.level for source in against]
    said = " ".join(f"Against it, {other.basis}: {other.reason}" for other in others)
    overruled = best not in amplified or best.weight > _NUMBERS
    return replace(
        best.level,
        level=CopyLevel.INDETERMINATE if overruled else CopyLevel.AMPLIFIED,
        reason=f"{best.level.reason} {said}",
        needs_review=True,
        conflicting=True,
        findings=best.level.findings + tuple(item for other in others for item in other.findings),
        rules=best.level.rules + tuple(item for other in others for item in other.rules),
        sources=tuple(sorted({*best.level.sources, *(s for o in others for s in o.sources)})),
    )
