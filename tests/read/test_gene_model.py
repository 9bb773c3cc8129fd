from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from read.effect_files import TINY, TRANSCRIPTS, gff3

from crestome.model.issue import Issues
from crestome.read.gene_model import GeneModel, chromosome_of, read_gene_model


def model_of(path: Path, issues: Issues | None = None) -> GeneModel | None:
    return read_gene_model(path, path.name, genome=TINY, issues=issues or Issues())


def faults(path: Path) -> str:
    issues = Issues()
    assert model_of(path, issues) is None
    return "\n".join(map(str, issues.errors))


@pytest.mark.parametrize(
    ("style", "contig"), [("ensembl", "2"), ("gencode", "chr2"), ("refseq", "NC_000002.12")]
)
def test_the_same_transcripts_are_found_in_every_dialect(
    style: str, contig: str, tmp_path: Path
) -> None:
    model = model_of(gff3(tmp_path, style, contig))
    assert model is not None
    assert model.genes == {"ALK", "TP53"}
    assert model.transcripts == {name.split(".")[0] for name in TRANSCRIPTS[style].values()}
    kinds = [item.kind for item in model.features]
    assert kinds.count("gene") == kinds.count("mRNA") == 2
    assert kinds.count("CDS") == kinds.count("exon") == 3
    assert {item.contig for item in model.features} == {"2"}


def test_a_packed_gene_model_reads_like_a_plain_one(tmp_path: Path) -> None:
    plain = gff3(tmp_path)
    packed = tmp_path / "model.gff3.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    one, other = model_of(plain), model_of(packed)
    assert one is not None
    assert other is not None
    assert one.features == other.features


def test_other_genes_and_transcripts_that_are_not_translated_are_left_out(tmp_path: Path) -> None:
    path = gff3(tmp_path)
    more = (
        "2\tx\tgene\t101\t400\t.\t+\t.\tID=gene:G9;Name=OTHER;biotype=protein_coding",
        "2\tx\tmRNA\t101\t400\t.\t+\t.\tID=transcript:T9;Parent=gene:G9;biotype=protein_coding",
        "2\tx\tCDS\t101\t400\t.\t+\t0\tParent=transcript:T9",
        "2\tx\tgene\t701\t780\t.\t+\t.\tID=gene:G8;Name=MYCN;biotype=lncRNA",
        "2\tx\tgene\t701\t780\t.\t+\t.\tID=gene:G7;Name=MYCN;biotype=protein_coding",
        "2\tx\tmRNA\t701\t780\t.\t+\t.\tID=transcript:T7;Parent=gene:G7;biotype=retained_intron",
        "2\tx\tstop_codon\t701\t703\t.\t+\t0\tParent=transcript:T7",
        "2\tx\tgene\t701\t780\t.\t+\t.\tName=MYCN;biotype=protein_coding",
        "Y\tx\tgene\t101\t400\t.\t+\t.\tID=gene:Y;Name=ALK;biotype=protein_coding",
        "",
        "2\ttoo short",
    )
    path.write_text(path.read_text("utf-8") + "\n".join(more) + "\n", "utf-8")
    model = model_of(path)
    assert model is not None
    assert model.genes == {"ALK", "TP53"}
    assert len(model.transcripts) == 2


def test_a_part_of_two_transcripts_belongs_to_both(tmp_path: Path) -> None:
    path = gff3(tmp_path)
    second = "2\tx\tmRNA\t101\t400\t.\t+\t.\tID=transcript:T2;Parent=gene:ENSG_ALK"
    text = path.read_text("utf-8").replace("\n2\tx\texon", f"\n{second}\n2\tx\texon", 1)
    shared = text.replace("CDS\t111\t160\t.\t+\t0\t", "CDS\t111\t160\t.\t+\t0\tID=c;").replace(
        "ID=c;Parent=transcript:ENST00000389048",
        "ID=c;Parent=transcript:ENST00000389048,transcript:T2",
    )
    path.write_text(shared, "utf-8")
    model = model_of(path)
    assert model is not None
    parents = [item.attributes for item in model.features if item.kind == "CDS"]
    assert "Parent=transcript:T2" in parents
    assert len(parents) == 4


def test_genes_elsewhere_than_on_the_assembly_are_refused(tmp_path: Path) -> None:
    said = faults(gff3(tmp_path, shift=5000))
    assert "2 genes lie elsewhere than on GRCh38, such as ALK" in said
    assert "where ALK is chr2:101-400" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no line of columns"),
        ("hello\nworld\n", "no line of columns"),
        ('2\tx\tCDS\t1\t9\t.\t+\t0\tgene_name "ALK"; \n', "1 features, and no coding transcript"),
    ],
)
def test_what_is_no_gene_model_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "x.gff3"
    path.write_text(text, "utf-8")
    assert said in faults(path)
    assert "a GTF is another format" in faults(path)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("CDS\t111\t160\t.\t+\t0", "CDS\t111\t160\t.\t+\t.", "CDS at 111 without a phase"),
        ("CDS\t111\t160\t.\t+\t0", "CDS\t160\t111\t.\t+\t0", "without a length or a strand"),
        ("CDS\t111\t160\t.\t+\t0", "CDS\t111\t160\t.\t?\t0", "without a length or a strand"),
        ("CDS\t111\t160\t.\t+\t0", "CDS\tx\t160\t.\t+\t0", "invalid literal"),
        ("CDS\t111\t160\t.\t+\t0", "CDS\t111\t160\t.\t+", "CDS at 111 has not 9 columns"),
    ],
)
def test_broken_features_are_refused(before: str, after: str, said: str, tmp_path: Path) -> None:
    path = gff3(tmp_path)
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    assert said in faults(path)


def test_a_gene_model_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.gff3.gz"
    path.write_bytes(gzip.compress(gff3(tmp_path).read_bytes(), mtime=0)[:-30])
    assert "cannot be read" in faults(path)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("chr2", "2"), ("NC_000024.10", "Y"), ("NC_012920.1", "MT"), ("NC_000025.1", "NC_000025.1")],
)
def test_accessions_name_chromosomes(text: str, bare: str) -> None:
    assert chromosome_of(text) == bare
