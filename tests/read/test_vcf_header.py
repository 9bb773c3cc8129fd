from __future__ import annotations

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.read.vcf_header import FIXED, check_assembly, germline_sign, read_vcf_header

TOP = "\t".join([*FIXED, "FORMAT"])


def header_of(*meta: str, columns: str = f"{TOP}\tT1"):  # type: ignore[no-untyped-def]  # noqa: ANN201 - one or None
    return read_vcf_header([*meta, columns], "x.vcf", Issues())


def test_samples_and_extra_columns_are_told_apart() -> None:
    header = header_of(columns=f"{TOP}\tT1\tSEQUENCE_CONTEXT\tANNOVAR_FUNCTION\tGENE\t")
    assert header.samples == ("T1",)
    assert header.is_dkfz
    assert header.extra["GENE"] == 12


def test_a_file_without_samples_is_read() -> None:
    assert header_of(columns="\t".join(FIXED)).samples == ()


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (["##fileformat=VCFv4.2", "1\t5\t.\tA\tC\t.\t.\t."], "no line of column names"),
        ([], "no line of column names"),
        ([TOP.replace("\t", " ")], "parted by blanks"),
        (["#CHROM\tPOS\tREF"], "columns #CHROM, POS, REF"),
        ([f"{TOP}\tT\tT"], "two samples of one name"),
    ],
)
def test_a_broken_header_is_refused_with_what_is_wrong(lines: list[str], what: str) -> None:
    issues = Issues()
    assert read_vcf_header(lines, "x.vcf", issues) is None
    assert what in str(issues.errors[0])


@pytest.mark.parametrize(
    ("line", "caller"),
    [
        ('##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2">', "Mutect2"),
        ("##source=strelka", "Strelka"),
        ("##source=VarScan2", "VarScan2"),
        ("##source=freeBayes v1.3", "freebayes"),
        ("##DRAGENCommandLine=<ID=dragen>", "DRAGEN"),
    ],
)
def test_the_caller_is_told_by_the_header(line: str, caller: str) -> None:
    assert header_of(line).callers == (caller,)


@pytest.mark.parametrize(
    "line",
    [
        "##ANALYSISTYPE=GERMLINE_SINGLESAMPLE",
        '##GATKCommandLine=<ID=HaplotypeCaller,CommandLine="x">',
        "##GVCFBlock0-1=minGQ=0(inclusive),maxGQ=1(exclusive)",
        "##DeepVariant_version=1.6",
        '##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--bam-input x.bam">',
    ],
)
def test_a_germline_caller_is_recognised(line: str) -> None:
    assert germline_sign(header_of(line))
    assert not germline_sign(header_of(line, "##tumor_sample=T1"))


@pytest.mark.parametrize(
    ("meta", "ok"),
    [
        (["##contig=<ID=chr1,length=249250621>"], True),
        (["##contig=<ID=chr1,length=248956422,assembly=hg38>"], False),
        (["##contig=<ID=1,length=249250621>", "##reference=hg38.fa"], True),
        (["##reference=file:///genomes/hg38.fa"], False),
        (["##reference=file:///hs37d5.fa"], True),
        (["##reference=mm10.fa"], False),
        (["##reference=hg38.fa", "##liftOverProgram=CrossMap"], True),
        (["##reference=somewhere.fa"], True),
    ],
)
def test_the_assembly_is_checked_by_lengths_then_by_name(meta: list[str], ok: bool) -> None:
    issues = Issues()
    check_assembly(header_of(*meta), load_genome(Assembly.GRCH37), issues)
    assert (not issues.errors) is ok
