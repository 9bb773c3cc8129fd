from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.small_variant import SmallVariants
from crestome.read.annovar import is_annovar, read_annovar
from crestome.read.reading import Reading, Wanted
from crestome.read.text import TextFile, read_text_file

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "formats" / "small_variants"
GRCH37 = load_genome(Assembly.GRCH37)
HEADER = (
    "Chr\tStart\tEnd\tRef\tAlt\tFunc.refGene\tGene.refGene\tExonicFunc.refGene\tAAChange.refGene"
)
ALK = (
    "chr2\t29443695\t29443695\tG\tT\texonic\tALK\tnonsynonymous SNV\t"
    "ALK:NM_004304:exon23:c.C3522A:p.F1174L"
)


def read(
    *lines: str, wanted: Wanted | None = None, issues: Issues | None = None
) -> Reading[SmallVariants] | None:
    return read_annovar(
        TextFile("x.txt", "", list(lines)),
        genome=GRCH37,
        wanted=wanted or Wanted(),
        issues=issues or Issues(),
    )


def test_a_table_is_told_by_its_header() -> None:
    assert is_annovar(HEADER)
    assert is_annovar(HEADER.replace("\t", ","))
    assert not is_annovar("Hugo_Symbol\tChr\tStart\tEnd\tRef\tAlt")


def test_a_row_becomes_a_variant() -> None:
    reading = read(HEADER, ALK)
    assert reading is not None
    (variant,) = reading.value.of_genes(["ALK"])
    assert (variant.protein_change, variant.position, variant.vaf) == ("F1174L", 29_443_694, None)
    assert variant.where == "x.txt line 2"


def test_reads_and_filter_come_from_the_columns_behind_otherinfo() -> None:
    other = "\thet\t50\tchr2\t29443695\t.\tG\tT\t50\t{}\tDP=9\tGT:AD\t0/1:30,{}"
    reading = read(
        f"{HEADER}\tOtherinfo",
        ALK + other.format("PASS", 10),
        ALK + other.format("weak", 10),
        ALK + other.format("PASS", 0),
    )
    assert reading is not None
    assert reading.value.frame["vaf"].to_list() == [pytest.approx(0.25)]
    assert {entry.reason for entry in reading.set_aside} == {
        "caller's filter weak",
        "no read supports the variant",
    }


def test_of_several_sample_columns_none_is_guessed() -> None:
    other = "\t.\tG\tT\t50\tPASS\tDP=9\tGT:AD\t0/0:30,0\t0/1:30,10"
    reading = read(f"{HEADER}\tOtherinfo", ALK + other)
    assert reading is not None
    assert reading.value.frame["vaf"].to_list() == [None]


def test_an_ensembl_gene_is_named_by_its_position() -> None:
    reading = read(HEADER, ALK.replace("ALK", "ENSG00000171094"))
    assert reading is not None
    assert reading.value.frame["gene"].to_list() == ["ALK"]


def test_a_contig_that_is_no_chromosome_is_set_aside() -> None:
    reading = read(HEADER, ALK.replace("chr2", "chrUn_7"))
    assert reading is not None
    assert reading.set_aside[0].reason == "contig chrUn_7 is no chromosome"


def test_a_broken_table_is_refused() -> None:
    issues = Issues()
    assert read(HEADER, ALK.replace("29443695", "29e"), issues=issues) is None
    assert "not a whole number" in str(issues.errors[0])
    assert read("", issues=Issues()) is None
    assert read(f"{HEADER}\tSample", f"{ALK}\ta", f"{ALK}\tb", issues=issues) is None


def test_a_public_table_is_read() -> None:
    path = DATA / "annovar_hg19_multianno.txt"
    if not path.is_file():
        pytest.skip("the public example files are not here")
    text = read_text_file(path, path.name, Issues())
    assert text is not None
    reading = read_annovar(text, genome=GRCH37, wanted=Wanted(sample="fake_2"), issues=Issues())
    assert reading is not None
    assert reading.source.rows == 10
    assert len(reading.value) + sum(entry.rows for entry in reading.set_aside) == 10
    assert reading.value.frame["protein_change"].to_list() == ["D816V"]
