"""The assembly that a file says it was made on."""

from __future__ import annotations

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.read.assembly_found import find_assembly
from crestome.read.text import TextFile

GENOMES = tuple(load_genome(assembly) for assembly in Assembly)


@pytest.mark.parametrize(
    ("lines", "assembly", "other", "why"),
    [
        (["##contig=<ID=chr2,length=243199373>"], Assembly.GRCH37, False, "1 chromosome"),
        (["##contig=<length=242193529,ID=2>"], Assembly.GRCH38, False, "1 chromosome"),
        (["##contig=<ID=chr2,length=7>"], None, True, "chr2 7 bases"),
        (["##contig=<ID=GL000220.1,length=7>"], None, False, "names one"),
        (["##reference=file:///data/hg19.fa"], Assembly.GRCH37, False, "hg19"),
        (["##reference=" + "x" * 80 + "GRCh38.fa"], Assembly.GRCH38, False, "…"),
        (["##reference=1000GenomesPilot-NCBI36"], None, True, "NCBI36"),
        (["# Genome build: GRCh38"], Assembly.GRCH38, False, "GRCh38"),
        (["##source=GRCh38caller"], None, False, "names one"),
        (["##reference=unknown"], None, False, "names one"),
        (["gene\tNCBI_Build", "ALK\t37", "NF1\tNA"], Assembly.GRCH37, False, "NCBI_Build says 37"),
        (["gene\tNCBI_Build", "ALK\t36", "NF1"], None, True, "says 36"),
        (["gene\tNCBI_Build", "ALK\t37", "NF1\t38"], None, False, "names one"),
        (["#only comments"], None, False, "names one"),
        ([], None, False, "names one"),
    ],
)
def test_it_is_found_in_header_or_column(
    lines: list[str], assembly: Assembly | None, other: bool, why: str
) -> None:
    found = find_assembly(TextFile("x", "", lines), GENOMES)
    assert found.assembly is assembly
    assert found.other is other
    assert why in found.why


@pytest.mark.parametrize(
    "lines",
    [
        ['"gene"\t"NCBI_Build"', '"ALK"\t"37"'],
        ["gene,NCBI_Build", "ALK,37"],
        ["gene\tNCBI_Build", "1\tALK\t37"],
    ],
)
def test_a_column_may_be_quoted_or_stand_behind_row_names(lines: list[str]) -> None:
    found = find_assembly(TextFile("x.maf", "", lines), [load_genome(Assembly.GRCH37)])
    assert found.assembly is Assembly.GRCH37
