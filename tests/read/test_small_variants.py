from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.read.reading import Wanted
from crestome.read.small_variants import read_small_variants

VCF = (
    "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    "2\t29443695\t.\tG\tT\t.\tPASS\t.\n"
)
ANNOVAR = (
    "Chr,Start,End,Ref,Alt,Func.refGene,Gene.refGene,ExonicFunc.refGene,AAChange.refGene\n"
    'chr2,29443695,29443695,G,T,exonic,ALK,nonsynonymous SNV,"ALK:NM_004304:exon23:c.1:p.F1174L"\n'
)
MAF = "Hugo_Symbol\tHGVSp_Short\nALK\tp.F1174L\n"


@pytest.mark.parametrize(
    ("content", "dialect"), [(VCF, "VCF"), (ANNOVAR, "ANNOVAR table"), (MAF, "MAF")]
)
@pytest.mark.parametrize("large", [False, True])
def test_the_kind_of_a_file_is_told_by_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, dialect: str, large: bool
) -> None:
    if large:
        monkeypatch.setattr("crestome.read.vcf_sieve.LARGE_PLAIN_BYTES", 10)
    path = tmp_path / "anything.dat"
    path.write_text(content)
    reading = read_small_variants(
        path,
        "x",
        genome=load_genome(Assembly.GRCH37),
        wanted=Wanted(coding=False),
        issues=Issues(),
    )
    assert reading is not None
    assert reading.source.dialect.startswith(dialect)
    assert [item.protein_change for item in reading.value.of_genes(["ALK"])] == ["F1174L"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("")
    issues = Issues()
    genome = load_genome(Assembly.GRCH37)
    assert read_small_variants(path, "x", genome=genome, wanted=Wanted(), issues=issues) is None
    assert "empty" in str(issues.errors[0])


def test_comments_may_stand_above_a_table_of_annovar(tmp_path: Path) -> None:
    path = tmp_path / "x"
    header = "Chr\tStart\tEnd\tRef\tAlt\tFunc.refGene\tGene.refGene"
    path.write_text(f"# exported\n{header}\n2\t29220829\t29220829\tG\tT\texonic\tALK\n")
    reading = read_small_variants(
        path, "x", genome=load_genome(Assembly.GRCH38), wanted=Wanted(), issues=Issues()
    )
    assert reading is not None
    assert "ANNOVAR" in reading.source.dialect
