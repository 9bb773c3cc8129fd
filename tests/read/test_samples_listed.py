"""The samples that a file names."""

from __future__ import annotations

import pytest

from crestome.model.inspection import FileKind
from crestome.read.samples_listed import listed_samples
from crestome.read.text import TextFile

COPIES = FileKind.COPY_NUMBER


@pytest.mark.parametrize(
    ("lines", "kind", "samples"),
    [
        (["#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tN\tT"], COPIES, ("N", "T")),
        (["#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"], COPIES, ()),
        (["##x", "#CHROM_A\tID", "1\t5"], FileKind.STRUCTURAL_VARIANTS, ()),
        (["ID\tchrom", "T1\t1", "", "T1\t2", "T2"], COPIES, ("T1", "T2")),
        (['"sample","genes"', '"A, B","x"'], FileKind.FUSIONS, ("A, B",)),
        (["sample chrom", "T1 1"], COPIES, ("T1",)),
        (["Hugo_Symbol\tCytoband\tT1\tT2"], COPIES, ("T1", "T2")),
        (["Hugo_Symbol\tCytoband\tT1\tT2"], FileKind.EVENTS, ()),
        (["chrom\tsample", "1"], COPIES, ()),
        (["Sample,F1,F2,F4,Psi,Length", "A.bam,1,1,1,1,1"], FileKind.TELOMERES, ("A",)),
    ],
)
def test_they_come_from_columns_or_cells(
    lines: list[str], kind: FileKind, samples: tuple[str, ...]
) -> None:
    assert listed_samples(TextFile("x", "", lines), kind) == samples


def test_row_names_of_r_are_no_samples() -> None:
    text = TextFile("x.seg", "", ["ID\tchrom\tstart", "1\tT2\t1\t5", "2\tT1\t1\t5"])
    assert listed_samples(text, FileKind.COPY_NUMBER) == ("T2", "T1")


def test_what_stands_before_the_gene_is_no_sample() -> None:
    text = TextFile("x.txt", "", ["Entrez_Gene_Id\tHugo_Symbol\tT1", "4613\tMYCN\t2"])
    assert listed_samples(text, FileKind.COPY_NUMBER) == ("T1",)
