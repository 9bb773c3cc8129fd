"""A file of small variants of any kind → the variants of one sample.

VCF, MAF and ANNOVAR tables are told by their first lines, never by their names. A VCF too large to
be held is sieved by position while it is unpacked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.model.small_variant import SmallVariants
from crestome.read.annovar import is_annovar, read_annovar
from crestome.read.maf import read_maf
from crestome.read.reading import Reading, Wanted
from crestome.read.text import read_text_file
from crestome.read.vcf import read_vcf
from crestome.read.vcf_sieve import first_lines, is_large, read_large_vcf

ANNOVAR: Final = "annovar"
MAF: Final = "maf"
"""What a user calls a table of ANNOVAR, and a MAF."""


def read_small_variants(
    path: Path, name: str, *, genome: Genome, wanted: Wanted, issues: Issues
) -> Reading[SmallVariants] | None:
    """Read the small variants of one sample.

    Args:
        path: Where the file is.
        name: How the case names it.
        genome: The tables of the assembly that the case states.
        wanted: Which sample is meant and what is asked of it.
        issues: Takes every fault with its line.

    Returns:
        The variants, 0-based; None after an error was noted. See the readers of each kind.
    """
    top, said = first_lines(path), wanted.dialect
    if said not in {ANNOVAR, MAF} and _is_vcf(top):
        if is_large(path):
            return read_large_vcf(path, name, genome=genome, wanted=wanted, issues=issues)
        text = read_text_file(path, name, issues)
        return read_vcf(text, genome=genome, wanted=wanted, issues=issues) if text else None
    if said == ANNOVAR or (said != MAF and _is_annovar(top)):
        text = read_text_file(path, name, issues)
        return read_annovar(text, genome=genome, wanted=wanted, issues=issues) if text else None
    return read_maf(path, name, genome=genome, sample=wanted.sample, issues=issues)


def _is_annovar(top: list[str]) -> bool:
    """Whether the first line that is no comment is the header of ANNOVAR."""
    return is_annovar(next((line for line in top if not line.startswith("#")), ""))


def _is_vcf(top: list[str]) -> bool:
    return bool(top) and top[0].startswith(("##fileformat=VCF", "#CHROM\tPOS", "#CHROM POS"))
