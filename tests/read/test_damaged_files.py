"""Damage that once broke a reader: it is refused with a reason, or the one value is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.pipeline.inspect import inspect_file
from crestome.read.reading import Wanted

GENOMES = (load_genome(Assembly.GRCH37),)
HUGE = "99999999999999999999"
VCF = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT1"
DEL = "SVTYPE=DEL;END=900"
FUSION = "gene1\tgene2\tbreakpoint1\tbreakpoint2\tsplit_reads1"
BEDPE = "chrom1 start1 end1 chrom2 start2 end2 strand1 strand2 sample"
ANNOVAR = "Chr\tStart\tEnd\tRef\tAlt\tFunc,refGene"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([VCF, f"1\t{HUGE}\t.\tA\tG\t.\tPASS\t.\tAD\t5,4"], f"position '{HUGE}'"),
        ([VCF, "1\t²\t.\tA\tG\t.\tPASS\t.\tAD\t5,4"], "position '²'"),
        ([ANNOVAR, "chr4\t5\t5\tA\tG\texonic"], "no column Func"),
        ([BEDPE, "1 5 6 2 7 8 + - S1 of a tumour"], "rows of another width"),
        (["ID chrom loc.start loc.end num.mark seg.mean", "T 1 1 9 9"], "another width"),
        (["ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean", f"T\t1\t1\t{HUGE}\t9\t0"], "whole"),
        ([""], "in no form that crestome knows"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path: Path, lines: list[str], said: str) -> None:
    path = tmp_path / "file"
    path.write_text("\n".join([*lines, ""]), "utf-8")
    found = inspect_file(path, None, Wanted(), GENOMES)
    assert not found.usable
    assert said in str(found.issues[-1])


@pytest.mark.parametrize(
    "lines",
    [
        [VCF, "1\t500\t.\tA\tG\t.\tPASS\t.\tDP:AD\tNaN:inf,4"],
        [VCF, f"1\t500\t.\tA\tG\t.\tPASS\t.\tDP:AD\t{HUGE}:5,4"],
        [VCF, f"1\t500\t.\tA\t<DEL>\t.\tPASS\t{DEL};SVLEN=NaN\tPR\t5,inf"],
        [VCF, f"1\t500\t.\tA\t<DEL>\t.\tPASS\t{DEL};SVLEN={HUGE}\tDV\tNaN"],
        [FUSION, f"ALK\tEML4\t2:{HUGE}\t2:42522694\tNaN"],
    ],
)
def test_one_senseless_number_costs_no_more_than_itself(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "file"
    path.write_text("\n".join([*lines, ""]), "utf-8")
    found = inspect_file(path, None, Wanted(), GENOMES)
    assert (found.rows, found.kept) == (1, 1)
