from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.small_variant import Origin
from crestome.read.vcf_annotation import find_annotation
from crestome.read.vcf_header import FIXED, read_vcf_header
from crestome.read.vcf_places import places_of
from crestome.read.vcf_record import COLUMNS, Record, RecordReader, trimmed

LOSS = "loss of heterozygosity of an inherited variant, by the caller"
COPIES = "call of a region with several copies in the genome (DRAGEN targeted)"
PLACES = places_of(load_genome(Assembly.GRCH37))


def read(alleles: str, sample: str = "GT:AD|0/1:30,10", **more: str) -> Record:
    header = read_vcf_header(["\t".join([*FIXED, "FORMAT", "N", "T"])], "x.vcf", Issues())
    assert header is not None
    reader = RecordReader(
        header=header,
        column=header.sample_column("T"),
        annotation=find_annotation(header),
        places=PLACES,
        germline=bool(more.get("germline")),
        origin=Origin.SOMATIC,
    )
    keys, values = sample.split("|", 1)
    reference, alternatives = alleles.split(">", 1)
    return reader.read(
        [
            more.get("contig", "chr2"), "100", ".", reference, alternatives, ".",
            more.get("filtered", "PASS"), more.get("info", "."), keys, ".", values,
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("alleles", "more", "reason"),
    [
        ("A><DEL>", {}, "structural variant"),
        ("A>A[chr3:5[", {}, "structural variant"),
        ("A>]chr3:5]A", {}, "structural variant"),
        ("A>A.", {}, "structural variant"),
        ("A>.", {}, "site without a variant"),
        ("A><NON_REF>", {}, "reference block of a gVCF"),
        ("A><*>", {}, "reference block of a gVCF"),
        ("A>*", {}, "site without a variant"),
        ("A>N", {}, "no alternative allele of known bases"),
        ("A>R", {}, "no alternative allele of known bases"),
        ("A>A", {}, "the alternative allele equals the reference"),
        ("A>C", {"contig": "GL000220.1"}, "contig GL000220.1 is no chromosome"),
        ("A>C", {"filtered": "b;a"}, "caller's filter a, b"),
        ("A>C", {"info": "SS=1"}, "germline by the caller"),
        ("A>C", {"info": "STATUS=Germline"}, "germline by the caller"),
        ("A>C", {"info": "SS=3"}, LOSS),
        ("A>C", {"info": "STATUS=StrongLOH"}, LOSS),
        ("A>C", {"sample": "AD:SS|30,10:0"}, "reference by the caller"),
        ("A>C", {"sample": "AD:FT|30,10:SnpFilter"}, "caller's filter of the sample SnpFilter"),
        ("A>C", {"sample": "AD|30,0"}, "no read supports the variant"),
        ("A>C", {"sample": "GT|0/0"}, "the sample does not carry the variant"),
        ("A>C", {"sample": "GT:AD|./.:."}, "the sample does not carry the variant"),
        ("A>C", {"info": "TARGETED"}, COPIES),
    ],
)  # fmt: skip
def test_a_record_that_is_no_mutation_is_set_aside_with_its_reason(
    alleles: str, more: dict[str, str], reason: str
) -> None:
    assert read(alleles, **more).reason == reason


@pytest.mark.parametrize(
    "more", [{"info": "SS=2"}, {"filtered": "."}, {"info": "SVTYPE=DEL;END=101"}]
)
def test_a_mutation_is_kept(more: dict[str, str]) -> None:
    assert read("A>C", **more).reason == ""


def test_each_allele_gives_a_row_and_the_absent_ones_none() -> None:
    record = read("A>C,G,<NON_REF>", "AD|10,20,10,0")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in record.rows]
    assert [(row["alternative"], row["vaf"]) for row in rows] == [("C", 0.5), ("G", 0.25)]
    assert record.any_other


def test_a_genotype_says_which_alleles_are_there_and_no_fraction() -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in read("A>C,G", "GT|0/1").rows]
    assert [(row["alternative"], row["vaf"]) for row in rows] == [("C", None)]


def test_an_inherited_variant_is_asked_for_by_its_genotype() -> None:
    assert (
        read("A>C", "GT:AD|0/0:30,2", germline="yes").reason
        == "the sample does not carry the variant"
    )
    kept = dict(zip(COLUMNS, read("A>C", germline="yes", info="SS=1").rows[0], strict=True))
    assert kept["origin"] == Origin.GERMLINE


@pytest.mark.parametrize(
    ("sample", "group"),
    [
        ("GT:AD:PID:PGT|0/1:3,1:99_A_C:0|1", "2:99_A_C:1"),
        ("GT:AD:PS|1|0:3,1:88", "2:88:0"),
        ("GT:AD:PS|1|1:3,1:88", ""),
        ("GT:AD|0|1:3,1", ""),
    ],
)
def test_phased_variants_share_a_group(sample: str, group: str) -> None:
    assert dict(zip(COLUMNS, read("A>C", sample).rows[0], strict=True))["phase_group"] == group


BASES = st.text("ACGT", max_size=5)


@given(st.integers(0, 999), BASES, BASES, st.text("ACGT", min_size=1, max_size=4))
def test_trimming_keeps_the_change(position: int, before: str, after: str, shared: str) -> None:
    if before == after:
        return
    start, reference, alternative = trimmed(position, shared + before, shared + after)
    whole = shared + before
    removed = "" if reference == "-" else reference
    added = "" if alternative == "-" else alternative
    place = start - position + (1 if reference == "-" else 0)
    assert whole[:place] + added + whole[place + len(removed) :] == shared + after
    assert whole[place : place + len(removed)] == removed
