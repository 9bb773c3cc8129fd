"""The numbers by which copy number is inferred from expression.

Each stands in ``rules/expression_copy_number.yaml``.
"""

from __future__ import annotations

from crestome.knowledge.schema import Rules, Threshold


class ExpressionCopyNumberRules(Rules):
    """See ``rules/expression_copy_number.yaml``.

    Attributes:
        window_genes: Genes of a window.
        window_step: Genes from one window to the next.
        log_fold_cap: A gene differs from the reference by at most this much.
        scaled_sum: What the counts of every cell are scaled to.
        least_reference: With fewer normal cells nothing is inferred.
        least_genes: With fewer genes of known place nothing is inferred.
        least_windows: Arms with fewer windows are not looked at.
        arm_z: From so many standard deviations of the reference an arm is altered.
        arm_windows: Part of its windows that must be on the same side.
        least_arms: Altered arms of a cell that shows a clone, and of a clone.
        reference_share: Part of the reference that may show so many.
        most_arms: More altered arms are never asked for.
        least_seeds: Cells that must show a clone by themselves.
        clone_share: Part of them that must share an arm.
        clone_z: Standard deviations over all arms of the clone that make a cell malignant.
        arm_shift: Median log ratio of the genes of an arm that bears out its alteration.
        arm_shift_z: Standard errors of that median.
    """

    window_genes: Threshold
    window_step: Threshold
    log_fold_cap: Threshold
    scaled_sum: Threshold
    least_reference: Threshold
    least_genes: Threshold
    least_windows: Threshold
    arm_z: Threshold
    arm_windows: Threshold
    least_arms: Threshold
    reference_share: Threshold
    most_arms: Threshold
    least_seeds: Threshold
    clone_share: Threshold
    clone_z: Threshold
    arm_shift: Threshold
    arm_shift_z: Threshold
