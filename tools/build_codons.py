"""Build ``knowledge/data/genome/<assembly>/codons.tsv``: codons where mutations of drivers recur.

Positions are those of the transcripts named (GRCh37, first base of the codon in reading direction),
bases those of their coding sequences; both are facts. In GRCh38 each of these genes lies at a
constant offset. Codons that an intron divides (BRAF N581) are left out.

Run: ``python tools/build_codons.py [--docm FILE]``; with the table of DoCM (docm.info, positions of
GRCh37) every codon that it lists is compared.
"""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path
from typing import Final, NamedTuple

TARGET: Final = Path(__file__).parents[1] / "src/crestome/knowledge/data/genome"
COLUMNS: Final = (
    "gene",
    "residue",
    "contig",
    "start",
    "end",
    "strand",
    "bases",
    "transcript",
)


class Place(NamedTuple):
    """Where a gene lies."""

    contig: str
    strand: str
    transcript: str
    offset: int


GENES: Final = {
    "ALK": Place("2", "-", "NM_004304", -222_866),
    "BRAF": Place("7", "-", "NM_004333", 300_200),
    "FGFR1": Place("8", "-", "NM_023110", 142_482),
    "HRAS": Place("11", "-", "NM_005343", 0),
    "KRAS": Place("12", "-", "NM_004985", -152_934),
    "NRAS": Place("1", "-", "NM_002524", -542_621),
    "PTPN11": Place("12", "+", "NM_002834", -437_804),
    "RAF1": Place("3", "-", "NM_002880", -41_499),
}

CODONS: Final = """
ALK M1166 ATG 29445229
ALK F1174 TTC 29443697
ALK L1196 CTG 29443631
ALK F1245 TTC 29436860
ALK R1275 CGA 29432665
BRAF G464 GGA 140481418
BRAF G466 GGA 140481412
BRAF G469 GGA 140481403
BRAF D594 GAT 140453155
BRAF F595 TTT 140453152
BRAF G596 GGT 140453149
BRAF L597 CTA 140453146
BRAF V600 GTG 140453137
BRAF K601 AAA 140453134
FGFR1 N546 AAC 38274851
FGFR1 K656 AAG 38272308
HRAS G12 GGC 534289
HRAS G13 GGT 534286
HRAS A59 GCC 533881
HRAS Q61 CAG 533875
HRAS K117 AAG 533554
HRAS A146 GCC 533467
KRAS G12 GGT 25398285
KRAS G13 GGC 25398282
KRAS A59 GCA 25380283
KRAS Q61 CAA 25380277
KRAS K117 AAA 25378649
KRAS A146 GCA 25378562
NRAS G12 GGT 115258748
NRAS G13 GGT 115258745
NRAS A59 GCT 115256536
NRAS Q61 CAA 115256530
NRAS K117 AAG 115252291
NRAS A146 GCC 115252204
PTPN11 D61 GAT 112888165
PTPN11 E69 GAG 112888189
PTPN11 A72 GCC 112888198
PTPN11 E76 GAG 112888210
PTPN11 S502 TCA 112926884
PTPN11 G503 GGG 112926887
RAF1 S257 TCG 12645700
RAF1 S259 TCC 12645694
"""


def rows(assembly: str) -> list[tuple[str, ...]]:
    """The table of one assembly, 0-based and half-open."""
    found: list[tuple[str, ...]] = []
    for line in CODONS.split("\n"):
        if not line:
            continue
        gene, residue, bases, text = line.split()
        place = GENES[gene]
        first = int(text) + (place.offset if assembly == "GRCh38" else 0)
        start = first - 1 if place.strand == "+" else first - 3
        cells = (place.contig, str(start), str(start + 3), place.strand, bases, place.transcript)
        found.append((gene, residue, *cells))
    return found


def compared(path: Path) -> int:
    """How many bases of DoCM agree; stops at the first that does not."""
    table = {(row[0], row[1]): row for row in rows("GRCh37")}
    same = 0
    for item in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t"):
        residue = re.match(r"p\.([A-Z]\d+)[A-Z]$", item["amino_acid"])
        row = table.get((item["gene"], residue[1])) if residue else None
        if row is None or len(item["read"]) != 1:
            continue
        index = int(item["start"]) - 1 - int(row[3])
        plus = row[6] if row[5] == "+" else row[6].translate(str.maketrans("ACGT", "TGCA"))[::-1]
        if not 0 <= index < len(plus) or plus[index] != item["read"]:
            message = f"{row}: DoCM has {item['read']} at {item['start']}"
            raise SystemExit(message)
        same += 1
    return same


def main() -> None:
    """Write both tables; compare them where a table of DoCM is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docm", type=Path)
    options = parser.parse_args()
    for assembly in ("GRCh37", "GRCh38"):
        lines = ["# built by tools/build_codons.py", "\t".join(COLUMNS)]
        lines += ["\t".join(row) for row in rows(assembly)]
        (TARGET / assembly / "codons.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    print(len(rows("GRCh37")), "codons")
    if options.docm:
        print(compared(options.docm), "bases agree with DoCM")


if __name__ == "__main__":
    main()
