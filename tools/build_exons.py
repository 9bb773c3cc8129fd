"""Build ``knowledge/data/genome/<assembly>/exons.tsv``: exons of genes that deletions divide.

Exons of the transcripts named in ``transcripts.tsv`` (GENCODE), in reading direction: 0-based start
in both assemblies, length, and how many of the bases are coding. Such extents are facts; they are
written down here so that nothing has to be fetched. The coding bases must add up to the coding
sequence, stop codon included.

Run: ``python tools/build_exons.py [--junctions DIR]``; with the junction tables ``grch37.csv`` and
``grch38.csv`` of CI-SpliceAI 1.2.2 (PyPI, CC BY 4.0) every intron of both assemblies is compared.
The checksums of ``tools/build_genome_tables.py`` are renewed for the tables written.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

TARGET: Final = Path(__file__).parents[1] / "src/crestome/knowledge/data/genome"
COLUMNS: Final = ("gene", "exon", "contig", "start", "end", "coding_bp")
ASSEMBLIES: Final = ("GRCh37", "GRCh38")


class Transcript(NamedTuple):
    """Of which gene: contig, Ensembl gene, and length of the coding sequence with its stop."""

    contig: str
    gene: str
    coding_bp: int


class Exon(NamedTuple):
    """One exon: number, 0-based start in each assembly, length, coding bases."""

    number: int
    starts: tuple[int, int]
    length_bp: int
    coding_bp: int


TRANSCRIPTS: Final = {
    "ALK": Transcript("2", "ENSG00000171094", 4863),
    "ATRX": Transcript("X", "ENSG00000085224", 7479),
}

EXONS: Final = """
ALK 1 30142858 29919992 1574 667
ALK 2 29940443 29717577 120 120
ALK 3 29917715 29694849 165 165
ALK 4 29754780 29531914 202 202
ALK 5 29606597 29383731 128 128
ALK 6 29551215 29328349 132 132
ALK 7 29543616 29320750 132 132
ALK 8 29541169 29318303 101 101
ALK 9 29519753 29296887 170 170
ALK 10 29498267 29275401 95 95
ALK 11 29497964 29275098 129 129
ALK 12 29473970 29251104 163 163
ALK 13 29462545 29239679 151 151
ALK 14 29456430 29233564 132 132
ALK 15 29455169 29232303 145 145
ALK 16 29451749 29228883 183 183
ALK 17 29450439 29227573 99 99
ALK 18 29449787 29226921 153 153
ALK 19 29448326 29225460 105 105
ALK 20 29446207 29223341 187 187
ALK 21 29445382 29222516 91 91
ALK 22 29445209 29222343 65 65
ALK 23 29443571 29220705 130 130
ALK 24 29436849 29213983 98 98
ALK 25 29432651 29209785 93 93
ALK 26 29430036 29207170 102 102
ALK 27 29420407 29197541 135 135
ALK 28 29419635 29196769 91 91
ALK 29 29415639 29192773 1149 699
ATRX 1 77041467 77785981 288 20
ATRX 2 76972607 77717130 113 113
ATRX 3 76954061 77698573 56 56
ATRX 4 76953070 77697582 53 53
ATRX 5 76952064 77696576 128 128
ATRX 6 76949312 77693823 114 114
ATRX 7 76944310 77688817 110 110
ATRX 8 76940430 77684938 68 68
ATRX 9 76937011 77681519 3074 3074
ATRX 10 76931720 77676225 73 73
ATRX 11 76920133 77664644 134 134
ATRX 12 76918870 77663381 177 177
ATRX 13 76912049 77656559 94 94
ATRX 14 76909587 77654097 103 103
ATRX 15 76907603 77652113 240 240
ATRX 16 76891405 77635914 142 142
ATRX 17 76890084 77634593 110 110
ATRX 18 76889053 77633565 147 147
ATRX 19 76888694 77633206 178 178
ATRX 20 76875862 77620394 138 138
ATRX 21 76874273 77618805 176 176
ATRX 22 76872080 77616612 118 118
ATRX 23 76855902 77600433 131 131
ATRX 24 76855200 77599731 89 89
ATRX 25 76854879 77599410 170 170
ATRX 26 76849165 77593695 154 154
ATRX 27 76845303 77589833 107 107
ATRX 28 76829714 77574249 109 109
ATRX 29 76814139 77558668 178 178
ATRX 30 76812921 77557450 195 195
ATRX 31 76778729 77523251 150 150
ATRX 32 76777740 77522262 126 126
ATRX 33 76776880 77521402 96 96
ATRX 34 76776265 77520787 129 129
ATRX 35 76760355 77504877 3752 279
"""
"""Gene, exon, start in GRCh37, start in GRCh38, length, coding bases."""


def exons_of(gene: str) -> list[Exon]:
    """The exons of a gene in reading direction.

    Raises:
        SystemExit: If they are not numbered from 1 on, or do not add up to the coding sequence.
    """
    found = []
    for line in EXONS.split("\n"):
        symbol, *numbers = line.split() or [""]
        if symbol == gene:
            number, start37, start38, length_bp, coding_bp = map(int, numbers)
            found.append(Exon(number, (start37, start38), length_bp, coding_bp))
    whole = sum(exon.coding_bp for exon in found) == TRANSCRIPTS[gene].coding_bp
    if not whole or [exon.number for exon in found] != [*range(1, len(found) + 1)]:
        message = f"{gene}: the exons are not those of the coding sequence"
        raise SystemExit(message)
    return found


def compare(folder: Path) -> None:
    """Ask that every intron between neighbouring exons begins and ends at listed junctions.

    Raises:
        SystemExit: If one does not.
    """
    for assembly, index in zip(ASSEMBLIES, (0, 1), strict=True):
        path = folder / f"{assembly.lower()}.csv"
        with path.open() as lines:
            listed = {row["gene_id"].split(".")[0]: row for row in csv.DictReader(lines)}
        for symbol, transcript in TRANSCRIPTS.items():
            row, exons = listed[transcript.gene], exons_of(symbol)
            ends = {*map(int, row["jn_start"].split(","))}
            starts = {*map(int, row["jn_end"].split(","))}
            # Both genes are read from the minus strand: the intron lies before the start of an
            # exon and after the end of the next one.
            for exon, following in pairwise(exons):
                begins = following.starts[index] + following.length_bp
                if begins not in ends or exon.starts[index] + 1 not in starts:
                    message = f"{path}: {symbol} exon {exon.number}, no such junction"
                    raise SystemExit(message)
            print(f"{assembly} {symbol}: {len(exons) - 1} introns agree")


def main() -> None:
    """Write the table of both assemblies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--junctions", type=Path)
    folder = parser.parse_args().junctions
    if folder is not None:
        compare(folder)
    for index, assembly in enumerate(ASSEMBLIES):
        with (TARGET / assembly / "exons.tsv").open("w", newline="") as handle:
            handle.write("# built by tools/build_exons.py\n")
            writer = csv.writer(handle, delimiter="\t", lineterminator="\n")
            writer.writerow(COLUMNS)
            for gene, transcript in TRANSCRIPTS.items():
                for exon in exons_of(gene):
                    start = exon.starts[index]
                    end = start + exon.length_bp
                    row = [gene, exon.number, transcript.contig, start, end, exon.coding_bp]
                    writer.writerow(row)
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(TARGET)}"
        for path in sorted(TARGET.glob("*/*.tsv"))
    ]
    (TARGET / "SHA256SUMS").write_text("\n".join(sums) + "\n")


if __name__ == "__main__":
    main()
