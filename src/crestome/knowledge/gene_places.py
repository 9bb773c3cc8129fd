"""Where the protein-coding genes lie, for what looks at many genes in a row.

Rules and figures name some hundred genes, whose table `load_genome` gives; a program that infers
copy number from expression needs all of them, and their order is enough.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from crestome.knowledge.load import shipped_root

PLACES: Final = "genome/GRCh38/gene_starts.tsv"


def load_gene_places(root: Path | None = None) -> dict[str, tuple[str, int]]:
    """Contig and 0-based start on GRCh38 of every protein-coding gene, by current symbol.

    Example:
        >>> load_gene_places()["MYCN"][0]
        '2'
    """
    path = (root or shipped_root()) / PLACES
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return {row["symbol"]: (row["contig"], int(row["start"])) for row in rows}
