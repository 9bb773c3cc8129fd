"""The numbers that turn probes into segments; each stands in ``rules/segmentation.yaml``."""

from __future__ import annotations

from crestome.knowledge.schema import ByKey, Rules, Threshold


class SegmentationRules(Rules):
    """See ``rules/segmentation.yaml``.

    Attributes:
        outlier_reach: Neighbours on either side that a probe is compared with.
        outlier_far: A probe without a neighbour within so many noise deviations stands out.
        outlier_near: It is put so many noise deviations from the median of its neighbours.
        permissive_penalty: Times squared noise and ln n, the price of a breakpoint.
        least_step: Neighbours that differ by less are joined.
        least_step_noise: The same in noise deviations; the larger limit holds.
        least_probes: Shorter segments are joined first.
        learned_penalty: Coefficients of the logarithm of the learned penalty.
        learned_penalty_detailed: The same, for labels around single breakpoints.
        baseline_width: Width of the kernel that finds the commonest level.
        baf_least_step: Least difference of mirrored allele fractions between neighbours.
        baf_homozygous: Allele fractions beyond it are homozygous in the patient.
        baf_least_sites: Fewer informative sites say nothing.
        noise_limit: With more noise the profile is uninformative.
        ladder_misfit: A ladder that lies farther from the segments is not firm.
        ladder_contrast: A ladder must fit by this factor better than the next.
        ladder_step: Step of the search for the purity.
        ladder_least_purity: Where that search begins.
    """

    outlier_reach: Threshold
    outlier_far: Threshold
    outlier_near: Threshold
    permissive_penalty: Threshold
    least_step: Threshold
    least_step_noise: Threshold
    least_probes: Threshold
    learned_penalty: ByKey
    learned_penalty_detailed: ByKey
    baseline_width: Threshold
    baf_least_step: Threshold
    baf_homozygous: Threshold
    baf_least_sites: Threshold
    noise_limit: Threshold
    ladder_misfit: Threshold
    ladder_contrast: Threshold
    ladder_step: Threshold
    ladder_least_purity: Threshold
