"""Small structural-variant files, written in tests."""

from __future__ import annotations

from crestome.model.structural_variant import StructuralVariants
from crestome.read.text import TextFile

COLUMNS = ("CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")


def vcf(*rows: str, header: tuple[str, ...] = (), samples: tuple[str, ...] = ()) -> TextFile:
    """A VCF; rows have blanks where the file has tabs, ``|`` where they end with INFO."""
    names = [*COLUMNS, *(("FORMAT", *samples) if samples else ())]
    lines = ["##fileformat=VCFv4.2", *header, "#" + "\t".join(names)]
    return TextFile("T.vcf", "", [*lines, *("\t".join(row.split()) for row in rows)])


def table(header: str, *rows: str, above: tuple[str, ...] = ()) -> TextFile:
    """A table; blanks stand for tabs, ``_`` alone for an empty cell."""
    lines = ["\t".join("" if cell == "_" else cell for cell in row.split()) for row in rows]
    head = [header.replace(" ", "\t")] if header else []
    return TextFile("T.tsv", "", [*above, *head, *lines])


def ends(value: StructuralVariants) -> list[str]:
    """Each row as ``contig:position:strand contig:position:strand kind``, positions 0-based."""
    return [
        f"{row['contig1']}:{row['position1']}:{row['strand1']} "
        f"{row['contig2']}:{row['position2']}:{row['strand2']} {row['kind']}"
        for row in value.frame.iter_rows(named=True)
    ]
