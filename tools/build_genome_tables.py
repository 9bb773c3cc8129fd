"""Build ``knowledge/data/genome/<assembly>/{genes,chromosomes,regions}.tsv`` from public tables.

Sources (facts; both free for all uses): gene extents of GENCODE (v19 for GRCh37, an
Ensembl/GENCODE-style table for GRCh38), cytogenetic bands of UCSC. Positions become 0-based and
half-open here, once.

Run: ``python tools/build_genome_tables.py --data DIR`` where DIR holds ``gene_coordinates.tsv`` and
``data/reference``; the checksums of what was read stand in the header of each table.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import lzma
from pathlib import Path
from typing import Final

TARGET = Path(__file__).parents[1] / "src/crestome/knowledge/data/genome"

# Genes that a rule, a region or a figure names, beside those of gene_coordinates.tsv.
MORE_GENES: Final = [
    "BBC3",
    "CBL",
    "CDKN2B",
    "CHEK2",
    "EGFR",
    "FGF19",
    "FGFR2",
    "FGFR3",
    "FGFR4",
    "FRS2",
    "LZTR1",
    "MAP2K2",
    "MYCL",
    "NTRK1",
    "PHLDA1",
    "PPM1D",
    "PTEN",
    "RASA1",
    "RASA2",
    "RB1",
    "RET",
    "RIT1",
    "RRAS",
    "SPRED1",
    "AKT2",
    "AKT3",
    "ARAF",
    "HACE1",
    "PRDM1",
    "SMARCA4",
    "ST8SIA1",
]

# The GRCh37 band table numbers the sex chromosomes.
_SEX: Final = {"23": "X", "24": "Y"}

# Named regions by the bands that they span (first and last band, both included).
BAND_REGIONS: Final = {
    "1p36": ("1", "p36.33", "p36.11"),
    "2p24.3": ("2", "p24.3", "p24.3"),
    "6q21": ("6", "q21", "q21"),
    "6q27": ("6", "q27", "q27"),
    "11q13": ("11", "q13.1", "q13.5"),
    "11q14.1": ("11", "q14.1", "q14.1"),
    "11q23": ("11", "q23.1", "q23.3"),
    "17q21.31-qter": ("17", "q21.31", "q25.3"),
    "9p21.3": ("9", "p21.3", "p21.3"),
}

# Regions by the genes that bound them.
GENE_REGIONS: Final = {"distal_6q": ("SFT2D1", "AFDN")}

# Exons 20-28 of ALK (NM_004304, minus strand) in GRCh37; GRCh38 lies at a constant offset here
# (the offset of both gene ends, and of the codon of R1275, is the same).
ALK_KINASE_EXONS_GRCH37: Final = (29_419_635, 29_446_394)


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _bands(path: Path) -> list[tuple[str, int, int, str, str]]:
    rows = []
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            continue
        contig, start, end, band, stain = line.split("\t")
        name = contig.removeprefix("chr")
        rows.append((_SEX.get(name, name), int(start), int(end), band, stain))
    return rows


def _write(path: Path, origin: str, header: list[str], rows: list[list[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as handle:
        handle.write(f"# built by tools/build_genome_tables.py from {origin}\n")
        writer = csv.writer(handle, delimiter="\t", lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _more_genes(reference: Path, build: str) -> dict[str, tuple[str, int, int, str]]:
    found: dict[str, tuple[str, int, int, str]] = {}
    wanted = set(MORE_GENES)
    hg38 = {}
    with lzma.open(reference / "coding_genes_hg38.tsv.xz", "rt") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            hg38[row["Gene"]] = row
    if build == "GRCh38":
        for symbol in wanted & set(hg38):
            row = hg38[symbol]
            contig = row["Chromosome"].removeprefix("chr")
            found[symbol] = (contig, int(row["Start"]), int(row["End"]), row["Strand"])
        return found
    with lzma.open(reference / "gencode_v19_gene_pos_hg19.tsv.xz", "rt") as lines:
        for line in lines:
            symbol, contig, start, end = line.split("\t")[:4]
            if symbol in wanted and symbol in hg38:
                found[symbol] = (
                    contig.removeprefix("chr"),
                    int(start),
                    int(end),
                    hg38[symbol]["Strand"],
                )
    return found


def _band_of(bands: list[tuple[str, int, int, str, str]], contig: str, start: int, end: int) -> str:
    inside = [b for b in bands if b[0] == contig and b[1] < end and b[2] > start]
    names = [band[3] for band in inside]
    return contig + (names[0] if len(set(names)) == 1 else f"{names[0]}-{names[-1]}")


def build(data: Path, assembly: str) -> None:
    """Write the three tables of one assembly."""
    reference = data / "data" / "reference"
    coordinates = data / "gene_coordinates.tsv"
    bands_path = reference / f"cytoband_{'hg19' if assembly == 'GRCh37' else 'hg38'}.tsv"
    bands = _bands(bands_path)
    prefix = assembly.lower()
    genes: dict[str, tuple[str, int, int, str]] = {}
    with coordinates.open() as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            genes[row["symbol"]] = (
                row["chrom"].removeprefix("chr"),
                int(row[f"{prefix}_start"]),
                int(row[f"{prefix}_end"]),
                row["strand"],
            )
    genes |= {k: v for k, v in _more_genes(reference, assembly).items() if k not in genes}
    origin = (
        f"gene_coordinates.tsv {_checksum(coordinates)}, {bands_path.name} {_checksum(bands_path)}"
    )
    rows: list[list[object]] = []
    for symbol in sorted(genes):
        contig, start, end, strand = genes[symbol]
        band = _band_of(bands, contig, start - 1, end)
        rows.append([symbol, contig, start - 1, end, strand, band])
    folder = TARGET / assembly
    _write(
        folder / "genes.tsv", origin, ["symbol", "contig", "start", "end", "strand", "band"], rows
    )
    _write_chromosomes(folder, bands, origin)
    _write_regions(folder, bands, genes, origin, assembly)


def _write_chromosomes(
    folder: Path, bands: list[tuple[str, int, int, str, str]], origin: str
) -> None:
    rows: list[list[object]] = []
    for contig in [*map(str, range(1, 23)), "X", "Y"]:
        own = [band for band in bands if band[0] == contig]
        centromere = [band for band in own if band[4] == "acen"]
        rows.append(
            [
                contig,
                max(band[2] for band in own),
                min(band[1] for band in centromere),
                max(band[2] for band in centromere),
            ]
        )
    header = ["contig", "length", "centromere_start", "centromere_end"]
    _write(folder / "chromosomes.tsv", origin, header, rows)


def _write_regions(
    folder: Path,
    bands: list[tuple[str, int, int, str, str]],
    genes: dict[str, tuple[str, int, int, str]],
    origin: str,
    assembly: str,
) -> None:
    rows: list[list[object]] = []
    for region, (contig, first, last) in BAND_REGIONS.items():
        named = [b for b in bands if b[0] == contig and b[3] in {first, last}]
        rows.append([region, contig, min(b[1] for b in named), max(b[2] for b in named)])
    for region, (first, last) in GENE_REGIONS.items():
        rows.append([region, genes[first][0], genes[first][1] - 1, genes[last][2]])
    offset = 0 if assembly == "GRCh37" else genes["ALK"][1] - 29_415_640
    start, end = (value + offset for value in ALK_KINASE_EXONS_GRCH37)
    rows.append(["ALK_kinase_exons", "2", start, end])
    for symbol in ("TERT",):
        site = genes[symbol][2] - 1
        rows.append([f"{symbol}_start_site", genes[symbol][0], site, site + 1])
    hotspots = {"C228T": (1_295_228, 1_295_113), "C250T": (1_295_250, 1_295_135)}
    for name, positions in hotspots.items():
        position = positions[0 if assembly == "GRCh37" else 1]
        rows.append([f"TERT_promoter_{name}", "5", position - 1, position])
    _write(folder / "regions.tsv", origin, ["region", "contig", "start", "end"], rows)


def main() -> None:
    """Build both assemblies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    for assembly in ("GRCh37", "GRCh38"):
        build(folder, assembly)
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(TARGET)}"
        for path in sorted(TARGET.glob("*/*.tsv"))
    ]
    (TARGET / "SHA256SUMS").write_text("\n".join(sums) + "\n")


if __name__ == "__main__":
    main()
