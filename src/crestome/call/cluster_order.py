"""Is a cluster of rearrangements joined at random, and are breaks crowded there?

Pieces of a shattered chromosome are joined without regard to their order and direction, so that the
four kinds of joints (like a deletion, like a duplication, and the two ways round) are about equally
frequent; a series of deletions or of tandem duplications is not. A shattered chromosome holds more
of the tumour's breaks than its length would, or its breaks are crowded together. These are three
of the criteria of Korbel and Campbell in the form that ShatterSeek gave them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from crestome.call.rearrangement_cluster import Cluster
from crestome.model.genome import Genome
from crestome.numerics.goodness_of_fit import at_least_p, equal_shares_p, memoryless_p

ORIENTATIONS: Final = ("+-", "-+", "++", "--")
"""Like a deletion, like a tandem duplication, head to head, tail to tail."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterOrder:
    """What three tests say of a cluster; a probability is None where the test could not be made.

    Attributes:
        orientations: Joints of each kind, in the order of `ORIENTATIONS`.
        joining_p: Of joints at least as uneven, if joined at random.
        enrichment_p: Of so many joints on this chromosome, if strewn over all by length.
        crowding_p: Of gaps between the breaks at least as uneven, if strewn by chance.
    """

    orientations: tuple[int, ...]
    joining_p: float | None
    enrichment_p: float
    crowding_p: float | None

    def is_joined_at_random(self, level: float) -> bool | None:
        """Whether random joining stands; None where strands are not stated."""
        return None if self.joining_p is None else self.joining_p > level

    def is_crowded(self, level: float) -> bool:
        """Whether breaks gather on the chromosome, or within the cluster."""
        return self.enrichment_p < level or (
            self.crowding_p is not None and self.crowding_p < level
        )


def measure_order(cluster: Cluster, genome: Genome) -> ClusterOrder:
    """Make the three tests.

    Args:
        cluster: The largest of its chromosome.
        genome: Tables of the case's assembly, for the lengths of the autosomes.

    Returns:
        Random joining is tested only if every joint of the cluster states both strands.

    References:
        korbel-campbell-2013, cortes-ciriano-2020
    """
    counts = tuple(cluster.strands.count(kind) for kind in ORIENTATIONS)
    stated = sum(counts) == cluster.joints
    lengths = {item.name: item.length_bp for item in genome.autosomes}
    share = lengths[cluster.place.contig] / sum(lengths.values())
    ends = sorted(end for span in cluster.spans for end in span)
    return ClusterOrder(
        orientations=counts,
        joining_p=equal_shares_p(counts) if stated else None,
        enrichment_p=at_least_p(cluster.joints_on_chromosome, cluster.joints_in_genome, share),
        crowding_p=memoryless_p([float(after - before) for before, after in pairwise(ends)]),
    )
