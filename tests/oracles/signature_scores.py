"""Slow, obvious versions of the scores."""

from __future__ import annotations


def mean_percentile(values: dict[str, float], genes: set[str]) -> float:
    """Mean over the genes of the average rank over the number of genes."""
    total = 0.0
    for gene in genes:
        below = sum(other < values[gene] for other in values.values())
        same = sum(other == values[gene] for other in values.values())
        total += (below + (same + 1) / 2) / len(values)
    return total / len(genes)


def enrichment(values: dict[str, float], genes: set[str], exponent: float) -> float:
    """ssGSEA, step by step from the top of the ranking."""
    order = sorted(values, key=lambda gene: (-values[gene], gene))
    weight = {gene: (len(order) - at) ** exponent for at, gene in enumerate(order)}
    whole = sum(weight[gene] for gene in genes)
    inside = outside = total = 0.0
    for gene in order:
        if gene in genes:
            inside += weight[gene] / whole
        else:
            outside += 1 / (len(order) - len(genes))
        total += inside - outside
    return total


def ucell(counts: list[float], genes: list[int], max_rank: int) -> float:
    """Mann-Whitney U of the genes in one cell; genes not seen count as the last rank."""
    ranks = 0.0
    for gene in genes:
        value = counts[gene]
        above = sum(other > value for other in counts if other > 0)
        same = sum(other == value for other in counts if other > 0)
        rank = above + (same + 1) / 2
        ranks += rank if value > 0 and rank <= max_rank else max_rank
    least = len(genes) * (len(genes) + 1) / 2
    most = len(genes) * max_rank
    return max(0.0, 1 - (ranks - least) / (most - least))
