"""A case whose variants nobody annotated: effects from a reference sequence and a gene model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from read.effect_files import BASES, gff3, record
from typer.testing import CliRunner, Result

from crestome.cli.app import app
from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly

pytest.importorskip("pysam")
GENOME = load_genome(Assembly.GRCH38)
SHIFT = GENOME.gene("ALK").interval.start
FILES = 'reference_fasta = "reference.fa"\ngene_model = "ensembl.gff3"\n'
SAMPLE = """[[sample]]
id = "{id}"
sequencing = "exome"
small_variants = "x.vcf"
{more}
"""


def sparse_chromosome(folder: Path) -> None:
    """Chromosome 2 at its true length, all holes but for the invented bases, with an index."""
    path, length = folder / "reference.fa", GENOME.chromosomes["2"].length_bp
    head = b">chr2\n"
    with path.open("wb") as handle:
        handle.write(head)
        handle.seek(len(head) + SHIFT)
        handle.write(BASES.encode())
        handle.truncate(len(head) + length)
    index = f"chr2\t{length}\t{len(head)}\t{length}\t{length + 1}\n"
    path.with_name("reference.fa.fai").write_text(index, "utf-8")


def assessed(folder: Path, top: str = FILES, *samples: str) -> Result:
    sparse_chromosome(folder)
    gff3(folder, shift=SHIFT)
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
    lines = [record(SHIFT + 114, "T>G"), record(SHIFT + 302, "A>T")]
    (folder / "x.vcf").write_text("\n".join(["##fileformat=VCFv4.2", columns, *lines, ""]), "utf-8")
    case = folder / "case.toml"
    case.write_text(
        f'assembly = "GRCh38"\n{top}[patient]\nid = "P"\n'
        + "".join(samples or [SAMPLE.format(id="T", more="")]),
        "utf-8",
    )
    return CliRunner().invoke(app, ["assess", str(case), "--out", str(folder / "out")])


def variants_of(folder: Path) -> str:
    document = json.loads((folder / "out" / "assessment.json").read_text("utf-8"))
    return json.dumps(document, ensure_ascii=False)


def test_a_case_with_reference_and_gene_model_knows_the_effects(tmp_path: Path) -> None:
    result = assessed(tmp_path)
    assert result.exit_code == 0, result.output
    text = variants_of(tmp_path)
    assert "F2V" in text
    assert "effects computed by bcftools csq" in text
    assert "carry no annotation" not in text


def test_without_them_the_effects_stay_unknown(tmp_path: Path) -> None:
    assert assessed(tmp_path, "").exit_code == 0
    text = variants_of(tmp_path)
    assert "F2V" not in text
    assert "carry no annotation" in text
    assert "give reference_fasta and gene_model" in text.replace("Give", "give")


def test_a_sample_may_name_files_of_its_own(tmp_path: Path) -> None:
    assert assessed(tmp_path, "", SAMPLE.format(id="T", more=FILES)).exit_code == 0
    assert "F2V" in variants_of(tmp_path)


@pytest.mark.parametrize(
    ("top", "said"),
    [
        ('gene_model = "ensembl.gff3"\n', "case.toml: reference_fasta: missing"),
        ('reference_fasta = "reference.fa"\n', "case.toml: gene_model: missing"),
        (FILES.replace("ensembl", "ensembel"), "did you mean 'ensembl.gff3'"),
    ],
)
def test_one_of_the_two_is_not_enough(top: str, said: str, tmp_path: Path) -> None:
    result = assessed(tmp_path, top)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split()).replace("Did", "did")
    assert not (tmp_path / "out").exists()


def test_a_fault_of_a_shared_file_is_told_once(tmp_path: Path) -> None:
    samples = [SAMPLE.format(id=name, more="") for name in ("T1", "T2")]
    result = assessed(tmp_path, FILES.replace("ensembl.gff3", "x.vcf"), *samples)
    assert result.exit_code == 2
    assert " ".join(result.output.split()).count("no coding transcript of a gene") == 1
