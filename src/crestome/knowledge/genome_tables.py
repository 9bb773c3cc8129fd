"""Reading the shipped tables of one assembly: genes, chromosomes, regions, codons and exons."""

from __future__ import annotations

import csv
from pathlib import Path

from crestome.model.genome import (
    Assembly,
    Chromosome,
    Codon,
    Exon,
    Gene,
    Genome,
    Interval,
    Strand,
)


def load_tables(folder: Path, assembly: Assembly) -> Genome:
    """The tables of one assembly, which `tools/` built and checksums hold."""
    return Genome(
        assembly=assembly,
        genes={gene.symbol: gene for gene in _genes(folder / "genes.tsv")},
        chromosomes={item.name: item for item in _chromosomes(folder / "chromosomes.tsv")},
        regions=dict(_regions(folder / "regions.tsv")),
        codons=tuple(_codons(folder / "codons.tsv")),
        exons=_exons(folder / "exons.tsv"),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        content = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(content, delimiter="\t"))


def _interval(row: dict[str, str]) -> Interval:
    return Interval(contig=row["contig"], start=int(row["start"]), end=int(row["end"]))


def _genes(path: Path) -> list[Gene]:
    return [
        Gene(
            symbol=row["symbol"],
            interval=_interval(row),
            strand=Strand(row["strand"]),
            band=row["band"],
        )
        for row in _rows(path)
    ]


def _chromosomes(path: Path) -> list[Chromosome]:
    return [
        Chromosome(
            name=row["contig"],
            length_bp=int(row["length"]),
            centromere_start_bp=int(row["centromere_start"]),
            centromere_end_bp=int(row["centromere_end"]),
        )
        for row in _rows(path)
    ]


def _regions(path: Path) -> list[tuple[str, Interval]]:
    return [(row["region"], _interval(row)) for row in _rows(path)]


def _codons(path: Path) -> list[Codon]:
    return [
        Codon(
            gene=row["gene"],
            residue=row["residue"],
            interval=_interval(row),
            strand=Strand(row["strand"]),
            bases=row["bases"],
        )
        for row in _rows(path)
    ]


def _exons(path: Path) -> dict[str, tuple[Exon, ...]]:
    exons: dict[str, tuple[Exon, ...]] = {}
    for row in _rows(path):
        place = _interval(row).model_dump()
        exon = Exon(**place, coding_bp=int(row["coding_bp"]))
        exons[row["gene"]] = (*exons.get(row["gene"], ()), exon)
    return exons
