"""The numbers that turn expression into scores; each stands in ``rules/signature_scores.yaml``."""

from __future__ import annotations

from crestome.knowledge.schema import ByKey, Rules, Threshold, Words


class SignatureRules(Rules):
    """See ``rules/signature_scores.yaml``.

    Attributes:
        minimum_coverage: With a smaller part of its genes a signature has no score.
        least_genes: With fewer coding genes nothing is scored.
        controls: Control sets drawn for each signature.
        resamples: Times the genes of a signature are drawn anew for the interval.
        interval_tail: Fraction of the resamples beyond either end of the interval.
        expression_bins: Bins of mean expression that controls are drawn from.
        least_cohort: With fewer samples controls are not matched by expression.
        ssgsea_exponent: Exponent of the rank in ssGSEA.
        log_ratio_by_purity: What the logarithm of the ratio is, on average, at a purity.
        cell_max_rank: Ranks beyond it count as this one.
        cell_controls: Control sets of single cells.
        cell_contrast_genes: Control genes of a bin, of scores by control means.
        cell_p: Up to this p a signature is on in a cell.
        cell_preview: Cells that mean expression is taken from.
        cell_least_genes: Cells with fewer genes have no state.
        malignant_words: Words that call a cell malignant.
        normal_words: Words that call it normal.
        bare_malignant_words: Words that do so where the column holds no others but bare ones.
        bare_normal_words: The same for normal cells.
    """

    minimum_coverage: Threshold
    least_genes: Threshold
    controls: Threshold
    resamples: Threshold
    interval_tail: Threshold
    expression_bins: Threshold
    least_cohort: Threshold
    ssgsea_exponent: Threshold
    log_ratio_by_purity: ByKey
    cell_max_rank: Threshold
    cell_controls: Threshold
    cell_contrast_genes: Threshold
    cell_p: Threshold
    cell_preview: Threshold
    cell_least_genes: Threshold
    malignant_words: Words
    normal_words: Words
    bare_malignant_words: Words
    bare_normal_words: Words
