"""What the user says is followed where the columns bear it out, else refused with what is there."""

from __future__ import annotations

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.copy_number import CopyNumberProfile, Platform, PurityPloidy
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.read.copy_number import read_copy_number
from crestome.read.dialect_names import find_named
from crestome.read.forced_dialect import said_to_be
from crestome.read.fusions import read_fusions
from crestome.read.structural_variants import read_structural_variants
from crestome.read.text import TextFile

GENOME = load_genome(Assembly.GRCH38)
VCF = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT1"
FACETS = "chrom\tseg\tnum.mark\tcnlr.median\tstart\tend\tcf.em\ttcn.em\tlcn.em"
# A laboratory may keep the copies of Sequenza beside columns of its own.
BOTH = "chromosome\tstart.pos\tend.pos\tCNt\tA\tB\ttcn.em\tlcn.em"


def said(dialect: str, *lines: str) -> tuple[TextFile | None, str]:
    named, issues = find_named(dialect), Issues()
    assert named is not None
    text = said_to_be(TextFile("T1.txt", "", list(lines)), named, issues)
    return text, "".join(map(str, issues.errors))


def test_columns_that_are_not_there_are_named_with_what_the_file_looks_like() -> None:
    text, fault = said("sequenza", FACETS, "1\t1\t9\t0.1\t1\t900\t1\t2\t1")
    assert text is None
    assert fault.startswith(
        "T1.txt: header: not Sequenza segments, which it is said to be: no CNt, no A, no B; it has "
        "chrom, seg, num.mark"
    )
    assert "expected CNt, A, B, chrom, start, end" in fault
    assert "It looks like FACETS segments (cncf) (facets)" in fault


def test_a_file_that_looks_like_nothing_gets_the_form_as_remedy() -> None:
    text, fault = said("arriba", "Dear colleague, thank you.")
    assert text is None
    assert "Rename the columns so, or give the file as Arriba writes it" in fault
    assert "it has no columns" in said("arriba")[1]


def test_what_is_said_decides_between_two_dialects_that_fit() -> None:
    row = "2\t1\t900000\t5\t4\t1\t9\t2"
    facets, sequenza = (said(word, BOTH, row)[0] for word in ("facets", "sequenza"))
    for text, copies in ((facets, 9.0), (sequenza, 5.0)):
        assert text is not None
        reading = read_copy_number(
            text, genome=GENOME, sample=None, platform=Platform.WGS, issues=Issues()
        )
        assert reading is not None
        assert isinstance(reading.value, CopyNumberProfile)
        assert reading.value.segments.frame["total_copies"].to_list() == [copies]


def test_bins_stay_refused_whatever_they_are_said_to_be() -> None:
    text, fault = said("table", "chromosome\tstart\tend\tgene\tlog2\tdepth", "2\t1\t9\tA\t0\t5")
    assert text is None
    assert "these are bins of CNVkit" in fault


def test_a_kind_as_a_whole_asks_for_no_column() -> None:
    text, _ = said("copy number", "anything")
    assert text is not None
    assert text.dialect == ""


def test_rows_without_a_header_may_bear_it_out() -> None:
    assert said("control-freec", "2\t1\t900\t5\tgain")[0] is not None
    assert said("bedpe", "2\t1\t9\t3\t1\t9")[0] is not None
    assert said("sequenza", "2\t1\t900\t5\tgain")[0] is None


def test_purity_alone_is_enough_where_it_is_said() -> None:
    text, _ = said("purity", "sample\tpurity", "T1\t0.7")
    assert text is not None
    reading = read_copy_number(
        text, genome=GENOME, sample=None, platform=Platform.UNKNOWN, issues=Issues()
    )
    assert reading is not None
    assert isinstance(reading.value, PurityPloidy)
    assert (reading.value.purity, reading.value.ploidy) == (0.7, None)


@pytest.mark.parametrize("word", ["bedpe", "brass"])
def test_the_strands_of_pairs_are_read_as_said(word: str) -> None:
    text, _ = said(
        word,
        "chrom1\tstart1\tend1\tchrom2\tstart2\tend2\tname\tscore\tstrand1\tstrand2",
        "2\t99\t100\t3\t199\t200\tx\t1\t+\t+",
    )
    assert text is not None
    reading = read_structural_variants(text, genome=GENOME, sample=None, issues=Issues())
    assert reading is not None
    strands = reading.value.frame.select("strand1", "strand2").row(0)
    assert strands == (("+", "+") if word == "bedpe" else ("+", "-"))


def test_a_vcf_needs_the_keys_of_its_caller_declared_or_used() -> None:
    declared = ("##fileformat=VCFv4.2", "##INFO=<ID=SVTYPE,Number=1>", "##INFO=<ID=INV3,Number=0>")
    assert said("manta", *declared, VCF)[0] is not None
    used = "2\t5\t.\tN\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=90;CT=3to5;PE=4\tGT:DV\t0/1:4"
    assert said("delly", "##fileformat=VCFv4.2", VCF, used, "2\t9")[0] is not None
    text, fault = said("manta", "##fileformat=VCFv4.2", VCF, used)
    assert text is None
    assert "no BND_DEPTH or SVINSLEN or INV3 or SOMATICSCORE" in fault
    assert "It looks like VCFv4.2 (delly)" in fault


def test_a_caller_that_signed_the_header_needs_no_key() -> None:
    assert said("esvee", "##fileformat=VCFv4.2", "##source=ESVEE 1.0", VCF)[0] is not None


def test_a_table_is_no_vcf_whatever_stands_in_it() -> None:
    text, fault = said("manta", FACETS)
    assert text is None
    assert "no CHROM, no POS" in fault
    text, fault = said("maf", "##fileformat=VCFv4.2", "##MuTect=1", VCF)
    assert text is None
    assert "It looks like MuTect 1, VCFv4.2 of small variants" in fault


def test_a_table_of_fusions_is_read_as_said() -> None:
    text, _ = said("oncokb-sv", "GeneA\tGeneB\tgene1\tgene2\tbreakpoint1\tbreakpoint2", "ALK\tX1")
    assert text is not None
    issues = Issues()
    read_fusions(text, genome=GENOME, sample=None, issues=issues)
    assert text.dialect == "oncokb-sv"
