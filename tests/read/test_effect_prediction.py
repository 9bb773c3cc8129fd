from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from read.effect_files import BASES, TINY, fasta, gff3, record

from crestome.model.genome import Codon, Interval, Strand
from crestome.model.issue import Issues
from crestome.model.small_variant import Consequence
from crestome.read.consequence_program import Answer
from crestome.read.effect_prediction import Change, EffectSource
from crestome.read.reading import Wanted
from crestome.read.text import TextFile
from crestome.read.vcf import read_vcf
from crestome.read.vcf_annotation import Effect
from crestome.read.vcf_record import trimmed

pytest.importorskip("pysam")
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"


def source(folder: Path, style: str = "ensembl", contig: str = "2") -> EffectSource:
    return EffectSource(
        reference=(fasta(folder, contig), "reference.fa"),
        gene_model=(gff3(folder, style), "model.gff3"),
    )


def predicted(
    what: EffectSource, *records: str, issues: Issues | None = None
) -> Mapping[Change, Effect]:
    found = what.predict(records, "x.vcf", TINY, issues or Issues())
    assert found is not None
    return found


def faults(what: EffectSource, *records: str) -> str:
    issues = Issues()
    assert what.predict(records, "x.vcf", TINY, issues) is None
    return "\n".join(map(str, issues.errors))


def said(issues: Issues) -> str:
    return "\n".join(map(str, issues.items))


OTHER = {"A": "C", "C": "A", "G": "A", "T": "A"}
EFFECTS = [
    (114, "T>G", ("ALK", Consequence.MISSENSE, "F2V")),
    (114, "TTC>CTA", ("ALK", Consequence.MISSENSE, "F2L")),
    (116, "C>T", ("ALK", Consequence.SYNONYMOUS, "F2=")),
    (117, "TTC>T", ("ALK", Consequence.FRAMESHIFT, "F4Lfs*14")),
    (117, "TTCT>T", ("ALK", Consequence.INFRAME, "F3del")),
    (160, "A>C", ("ALK", Consequence.MISSENSE, "D17A")),
    (302, "A>T", ("ALK", Consequence.NONSENSE, "K18*")),
    (338, "T>C", ("ALK", Consequence.STOP_LOST, "*30Q")),
    (111, "A>G", ("ALK", Consequence.START_LOST, "M1?")),
    (161, f"{BASES[160]}>{OTHER[BASES[160]]}", ("ALK", Consequence.SPLICE, "")),
    (200, f"{BASES[199]}>{OTHER[BASES[199]]}", ("ALK", Consequence.OTHER, "")),
    (641, "A>G", ("TP53", Consequence.START_LOST, "M1?")),
    (638, "C>T", ("TP53", Consequence.MISSENSE, "C2Y")),
    (606, "G>A", ("TP53", Consequence.NONSENSE, "R13*")),
]


@pytest.fixture(scope="module")
def all_effects(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Change, Effect]:
    records = [record(position, alleles) for position, alleles, _ in EFFECTS]
    return predicted(source(tmp_path_factory.mktemp("effects")), *records)


@pytest.mark.parametrize(("position", "alleles", "expected"), EFFECTS)
def test_effects_follow_from_sequence_and_frame(
    position: int,
    alleles: str,
    expected: tuple[str, Consequence, str],
    all_effects: Mapping[Change, Effect],
) -> None:
    reference, alternative = alleles.split(">")
    change = ("2", *trimmed(position - 1, reference, alternative))
    assert all_effects[change][:3] == expected


def test_one_source_is_asked_again_and_again(tmp_path: Path) -> None:
    what = source(tmp_path)
    for position, alleles, expected in (EFFECTS[7], EFFECTS[0], EFFECTS[0]):
        (effect,) = predicted(what, record(position, alleles)).values()
        assert effect[:3] == expected


@pytest.mark.parametrize(
    ("style", "contig"), [("ensembl", "chr2"), ("gencode", "NC_000002.12"), ("refseq", "2")]
)
def test_spellings_of_files_do_not_matter(style: str, contig: str, tmp_path: Path) -> None:
    found = predicted(source(tmp_path, style, contig), record(114, "T>G", "2"))
    assert found == {("2", 113, "T", "G"): Effect("ALK", Consequence.MISSENSE, "F2V", 1)}


def test_each_allele_of_a_record_has_its_own_effect(tmp_path: Path) -> None:
    found = predicted(source(tmp_path), record(114, "T>G,A,*,<DEL>"))
    assert [effect.protein_change for effect in found.values()] == ["F2I", "F2V"]


def test_what_lies_elsewhere_or_is_broken_is_left_to_its_reader(tmp_path: Path) -> None:
    lines = (
        record(114, "T>G", "3"),
        record(20, "A>G"),
        record(114, "T>T"),
        "chr2\tx\t.\tA\tC\t.\t.\t.",
        "chr2\t114",
    )
    assert predicted(source(tmp_path), *lines) == {}


def test_a_base_that_the_sequence_does_not_know_gives_no_effect(tmp_path: Path) -> None:
    what = source(tmp_path)
    fasta(tmp_path, bases=f"{BASES[:113]}N{BASES[114:]}")
    assert predicted(what, record(114, "T>G"), record(118, "T>G")).keys() == {("2", 117, "T", "G")}


def test_variants_of_another_reference_are_refused(tmp_path: Path) -> None:
    text = faults(source(tmp_path), record(114, "A>G"), record(118, "T>G"))
    assert "1 of 2 alleles in genes of interest state another reference" in text
    assert "chr2:114 A where the sequence has 'T'" in text
    assert "give the FASTA" in text.replace("Give", "give")


def test_a_variant_over_the_end_of_its_chromosome_is_refused(tmp_path: Path) -> None:
    whole = replace(
        TINY,
        genes={
            "ALK": TINY.genes["ALK"].model_copy(
                update={"interval": Interval(contig="2", start=100, end=1000)}
            )
        },
    )
    issues = Issues()
    line = record(999, f"{BASES[998:]}AA>G")
    assert source(tmp_path).predict([line], "x.vcf", whole, issues) is None
    assert "state another reference" in said(issues)


def test_how_effects_were_found_is_noted(tmp_path: Path) -> None:
    issues = Issues()
    predicted(source(tmp_path), record(114, "T>G"), issues=issues)
    assert "of 1 alleles in genes of interest, 1 have an effect by bcftools csq" in said(issues)
    assert "from reference.fa and model.gff3 (sha256 " in said(issues)


def test_a_gene_that_the_model_lacks_is_named(tmp_path: Path) -> None:
    issues = Issues()
    line = record(720, f"{BASES[719]}>{OTHER[BASES[719]]}")
    assert predicted(source(tmp_path), line, issues=issues) == {}
    assert "model.gff3 has no coding transcript of MYCN" in said(issues)


def test_two_changes_of_one_codon_are_named(tmp_path: Path) -> None:
    issues = Issues()
    predicted(source(tmp_path), record(114, "T>G"), record(115, "T>A"), issues=issues)
    assert "several changes of one codon: ALK F2V and F2Y" in said(issues)


def test_a_fault_of_either_file_is_told_once(tmp_path: Path) -> None:
    what = source(tmp_path)
    (tmp_path / "ensembl.gff3").write_text("nothing\n", "utf-8")
    fasta(tmp_path, bases=BASES[:-1])
    text = faults(what, record(114, "T>G"))
    assert "no coding transcript of a gene" in text
    assert "chromosome 2 has 999 bases" in text
    assert faults(what, record(114, "T>G")) == ""


def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "crestome.read.effect_prediction.ask_bcftools", lambda *_: Answer(None, "once\n so\n")
    )
    assert "x.vcf: effects: bcftools csq failed: so" in faults(source(tmp_path), record(114, "T>G"))


def test_a_frame_that_does_not_fit_is_told(tmp_path: Path) -> None:
    what = source(tmp_path)
    path = tmp_path / "ensembl.gff3"
    path.write_text(path.read_text("utf-8").replace("301\t340\t.\t+\t1", "301\t340\t.\t+\t2"))
    issues = Issues()
    what.predict([record(114, "T>G")], "x.vcf", TINY, issues)
    assert "bcftools csq" in said(issues)
    assert str(tmp_path) not in said(issues)


def test_without_pysam_the_case_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pysam.bcftools", None)
    assert "pip install pysam" in faults(source(tmp_path), record(114, "T>G")).replace("Pip", "pip")


def vcf(*records: str, meta: tuple[str, ...] = ()) -> TextFile:
    return TextFile("x.vcf", "0" * 64, ["##fileformat=VCFv4.2", *meta, COLUMNS, *records])


def test_a_file_without_annotation_is_read_with_computed_effects(tmp_path: Path) -> None:
    issues = Issues()
    reading = read_vcf(
        vcf(record(114, "T>G"), record(20, "A>G"), record(118, "T>TAAA,G")),
        genome=TINY,
        wanted=Wanted(effects=source(tmp_path)),
        issues=issues,
    )
    assert reading is not None
    assert reading.value.frame["protein_change"].to_list() == ["F2V", "", "F3delinsLN", "F3C"]
    assert "effects computed by bcftools csq" in reading.source.dialect
    assert reading.source.rows == 3
    assert "carry no annotation" not in said(issues)


def test_known_codons_count_as_the_literature_does(tmp_path: Path) -> None:
    place = Interval(contig="2", start=113, end=116)
    codon = Codon(gene="ALK", residue="F1174", interval=place, strand=Strand.PLUS, bases="TTC")
    reading = read_vcf(
        vcf(record(114, "T>G"), record(114, "TTC>T")),
        genome=replace(TINY, codons=(codon,)),
        wanted=Wanted(effects=source(tmp_path)),
        issues=Issues(),
    )
    assert reading is not None
    assert reading.value.frame["protein_change"].to_list()[0] == "F1174V"
    assert reading.value.frame["consequence"].to_list()[1] == "frameshift"


def test_an_annotated_file_needs_no_computing(tmp_path: Path) -> None:
    issues = Issues()
    layout = "Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change"
    meta = f'##INFO=<ID=BCSQ,Number=.,Type=String,Description="Format: {layout}">'
    value = "BCSQ=missense|ALK|E|protein_coding|+|2F>2L|114T>G+116C>A"
    reading = read_vcf(
        vcf(
            record(114, "T>G").replace("PASS\t.", f"PASS\t{value}"),
            record(116, "C>A").replace("PASS\t.", "PASS\tBCSQ=@114"),
            record(200, f"{BASES[199]}>T").replace("PASS\t.", "PASS\tBCSQ=@205,@205"),
            meta=(meta,),
        ),
        genome=TINY,
        wanted=Wanted(effects=source(tmp_path)),
        issues=issues,
    )
    assert reading is not None
    assert reading.value.frame["protein_change"].to_list() == ["F2L"]
    assert sum(entry.rows for entry in reading.set_aside) == 2
    assert "told with the record at position 114" in reading.set_aside[0].reason
    assert "the file is annotated (bcftools csq)" in said(issues)
    assert "records point to position(s) 205 for their effect" in said(issues)


def test_a_file_whose_effects_cannot_be_computed_is_refused(tmp_path: Path) -> None:
    issues = Issues()
    wanted = Wanted(effects=source(tmp_path))
    assert read_vcf(vcf(record(114, "A>G")), genome=TINY, wanted=wanted, issues=issues) is None
