"""Build ``knowledge/data/genome/<assembly>/exons.tsv``: exons of genes that deletions divide.

Exon extents of GENCODE as the annotation tables of the SpliceAI 1.3.1 package list them (PyPI;
``grch37.txt`` and ``grch38.txt``, one transcript for each gene; the extents are facts). Starts are
0-based there; exons are numbered in reading direction. Where both assemblies do not hold the same
number of exons of the same lengths, nothing is written.

Run: ``python tools/build_exons.py --annotations DIR``, then ``tools/build_genome_tables.py``'s
checksums are renewed here for the tables written.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).parents[1] / "src/crestome/knowledge/data/genome"
GENES: Final = ("ATRX",)
COLUMNS: Final = ("gene", "exon", "contig", "start", "end")


def exons_of(path: Path, gene: str) -> list[tuple[str, int, int]]:
    """Contig, start and end of the exons of a gene, the first in reading direction first."""
    with path.open() as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["#NAME"] == gene:
                starts = map(int, row["EXON_START"].strip(",").split(","))
                ends = map(int, row["EXON_END"].strip(",").split(","))
                found = [(row["CHROM"], *span) for span in zip(starts, ends, strict=True)]
                return found[::-1] if row["STRAND"] == "-" else found
    message = f"{path}: no row for {gene}"
    raise SystemExit(message)


def main() -> None:
    """Write the table of both assemblies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=Path, required=True)
    folder = parser.parse_args().annotations
    tables = {
        assembly: {gene: exons_of(folder / f"{assembly.lower()}.txt", gene) for gene in GENES}
        for assembly in ("GRCh37", "GRCh38")
    }
    for gene in GENES:
        lengths = [[end - start for _, start, end in table[gene]] for table in tables.values()]
        if lengths[0] != lengths[1]:
            message = f"{gene}: the exons of the two assemblies differ"
            raise SystemExit(message)
    for assembly, table in tables.items():
        with (TARGET / assembly / "exons.tsv").open("w", newline="") as handle:
            handle.write("# built by tools/build_exons.py from the annotations of SpliceAI 1.3.1\n")
            writer = csv.writer(handle, delimiter="\t", lineterminator="\n")
            writer.writerow(COLUMNS)
            for gene, exons in table.items():
                for number, (contig, start, end) in enumerate(exons, 1):
                    writer.writerow([gene, number, contig, start, end])
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(TARGET)}"
        for path in sorted(TARGET.glob("*/*.tsv"))
    ]
    (TARGET / "SHA256SUMS").write_text("\n".join(sums) + "\n")


if __name__ == "__main__":
    main()
