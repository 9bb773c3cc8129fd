"""Build ``knowledge/data/genome/GRCh38/gene_starts.tsv``: where every protein-coding gene begins.

Source (facts, free for all uses): gene extents of GENCODE on GRCh38. Positions become 0-based, and
symbols those of today, by ``signatures/ranked_genes.tsv``; a gene in two places has none.

Run: ``python tools/build_gene_starts.py --genes coding_genes_hg38.tsv.xz``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import lzma
from pathlib import Path

from crestome.knowledge.gene_places import PLACES
from crestome.knowledge.load import shipped_root
from crestome.knowledge.signature import load_gene_names
from crestome.model.genome import CONTIGS


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--genes", type=Path, required=True)
    path = parser.parse_args().genes
    names = load_gene_names()
    places: dict[str, set[tuple[str, int]]] = {}
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            symbol, contig = names.by_name.get(row["Gene"]), row["Chromosome"].removeprefix("chr")
            if symbol in names.coding and contig in CONTIGS:
                places.setdefault(symbol, set()).add((contig, int(row["Start"]) - 1))
    rows = sorted((symbol, *next(iter(found))) for symbol, found in places.items()
                  if len(found) == 1)  # fmt: skip
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    with (shipped_root() / PLACES).open("w", encoding="utf-8", newline="") as handle:
        handle.write(f"# built by tools/build_gene_starts.py from {path.name} {digest}\n")
        writer = csv.writer(handle, delimiter="\t", lineterminator="\n")
        writer.writerow(("symbol", "contig", "start"))
        writer.writerows(rows)
    folder = shipped_root() / "genome"
    sums = [
        f"{hashlib.sha256(table.read_bytes()).hexdigest()}  {table.relative_to(folder)}"
        for table in sorted(folder.rglob("*.tsv"))
    ]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")


if __name__ == "__main__":
    main()
