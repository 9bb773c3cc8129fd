from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.model.small_variant import Consequence
from crestome.read.vcf_annotation import Allele, Annotation, Effect, choose_effect, find_annotation
from crestome.read.vcf_header import FIXED, read_vcf_header

FIELDS = "Allele|Consequence|SYMBOL|Feature|BIOTYPE|HGVSp|MANE_SELECT|PICK|CANONICAL"


def annotation_of(*meta: str, columns: str = "\t".join(FIXED), first: str = "") -> Annotation:
    header = read_vcf_header([*meta, columns], "x.vcf", Issues())
    assert header is not None
    return find_annotation(header, first)


def described(key: str, layout: str) -> str:
    return f'##INFO=<ID={key},Number=.,Type=String,Description="Annotations. Format: {layout}">'


def chosen(annotation: Annotation, value: str, allele: Allele | None = None) -> Effect | None:
    one = allele or Allele("A", ("C",), 0)
    return choose_effect(annotation.effects(one, {annotation.key: value}), {"ALK"})


def test_the_agreed_transcript_is_taken_before_the_severe_one() -> None:
    vep = annotation_of(described("CSQ", FIELDS))
    found = chosen(
        vep,
        "C|stop_gained|ALK|ENST9|protein_coding|ENSP9:p.Phe20Ter||||,"
        "C|missense_variant|ALK|ENST1|protein_coding|ENSP1:p.Phe1174Leu|NM_004304.5|||",
    )
    assert found == Effect("ALK", Consequence.MISSENSE, "F1174L", 0)


@pytest.mark.parametrize(
    "mark", ["ENST00000389048.8||||", "ENST1|||1|", "ENST1||||YES", "ENST1|protein_coding|||"]
)
def test_without_it_the_known_picked_canonical_or_coding_one(mark: str) -> None:
    cells = mark.split("|")
    entry = (
        f"C|missense_variant|ALK|{cells[0]}|{cells[1]}|p.F1174L|{cells[2]}|{cells[3]}|{cells[4]}"
    )
    found = chosen(
        annotation_of(described("CSQ", FIELDS)), f"C|stop_gained|ALK|ENST9||p.F20*||||,{entry}"
    )
    assert found is not None
    assert found.protein_change == "F1174L"


def test_a_gene_that_a_rule_names_goes_before_a_neighbour() -> None:
    vep = annotation_of(described("CSQ", FIELDS))
    found = chosen(vep, "C|stop_gained|XYZ|E1||p.R2*||||,C|missense_variant|ALK|E2||p.F1174L||||")
    assert found is not None
    assert found.gene == "ALK"


@pytest.mark.parametrize(
    ("allele", "which", "change"),
    [
        (Allele("A", ("C", "G"), 1), "G", "F1174V"),
        (Allele("GC", ("G", "GCC"), 0), "-", "F1174V"),
        (Allele("GC", ("G", "GCC"), 1), "CC", "F1174V"),
    ],
)
def test_each_allele_is_matched_to_its_own_entries(allele: Allele, which: str, change: str) -> None:
    vep = annotation_of(described("CSQ", FIELDS))
    found = chosen(
        vep, f"T|missense_variant|ALK|E|||||,{which}|missense_variant|ALK|E||p.{change}|||", allele
    )
    assert found is not None
    assert found.protein_change == change


def test_the_number_of_the_allele_decides_where_it_is_given() -> None:
    vep = annotation_of(described("CSQ", "Allele|ALLELE_NUM|Consequence|SYMBOL"))
    effects = vep.effects(
        Allele("A", ("C", "G"), 1), {"CSQ": "C|1|missense_variant|ALK,G|2|stop_gained|ALK"}
    )
    assert [effect.consequence for effect in effects] == [Consequence.NONSENSE]


@pytest.mark.parametrize(
    ("cells", "change"),
    [
        ("C|missense_variant|ALK|1174/1620|F/L", "F1174L"),
        ("C|synonymous_variant|ALK|1174|F", "F1174="),
        ("C|frameshift_variant|ALK|1469|P/X", "P1469fs"),
        ("C|inframe_deletion|ALK|10-12|PL/P", ""),
    ],
)
def test_the_change_is_put_together_where_hgvs_is_missing(cells: str, change: str) -> None:
    vep = annotation_of(described("CSQ", "Allele|Consequence|SYMBOL|Protein_position|Amino_acids"))
    found = chosen(vep, cells)
    assert found is not None
    assert found.protein_change == change


def test_snpeff_is_read_with_and_without_a_header() -> None:
    entry = (
        "C|missense_variant|MODERATE|ALK|ALK|transcript|NM_004304.4|Coding|23/29|c.1|p.Phe1174Leu"
    )
    layout = (
        "'Allele | Annotation | Annotation_Impact | Gene_Name | Gene_ID | Feature_Type | "
        "Feature_ID | Transcript_BioType | Rank | HGVS.c | HGVS.p'"
    )
    with_header = annotation_of(
        f'##INFO=<ID=ANN,Number=.,Type=String,Description="Functional annotations: {layout}">'
    )
    without = annotation_of(first=f"1\t5\t.\tA\tC\t.\t.\tDP=3;ANN={entry}")
    for annotation in (with_header, without):
        assert chosen(annotation, entry) == Effect("ALK", Consequence.MISSENSE, "F1174L", 1)


def test_funcotator_lists_one_bracket_for_each_allele() -> None:
    funcotator = annotation_of(
        '##INFO=<ID=FUNCOTATION,Number=A,Type=String,Description="Functional annotation from the '
        "Funcotator tool.  Funcotation fields are: Gencode_34_hugoSymbol|Gencode_34_ncbiBuild|"
        'Gencode_34_variantClassification|Gencode_34_proteinChange">'
    )
    value = "[ALK|hg38|MISSENSE|p.F1174L|x],[ALK|hg38|NONSENSE|p.F1174*|y]"
    allele = Allele("A", ("C", "G"), 1)
    assert chosen(funcotator, value, allele) == Effect("ALK", Consequence.NONSENSE, "F1174*", 5)


@pytest.mark.parametrize(
    ("value", "consequence", "change"),
    [
        ("missense|ALK|ENST1|protein_coding|-|1174F>1174L|2A>C", Consequence.MISSENSE, "F1174L"),
        ("synonymous|ALK|ENST1|protein_coding|-|1174F|2A>C", Consequence.SYNONYMOUS, "F1174="),
        ("*missense|ALK|ENST1|protein_coding|-|1174F>1174L|2A>C", Consequence.OTHER, ""),
        (
            "frameshift|ALK|ENST1|protein_coding|-|9FLL>9FR*|2A>C",
            Consequence.FRAMESHIFT,
            "L10Rfs*2",
        ),
        ("stop_gained&frameshift|ALK|E|protein_coding|-|9FL>9*|2A>C", Consequence.NONSENSE, "F9*"),
        ("intron|ALK||protein_coding", Consequence.OTHER, ""),
    ],
)
def test_bcftools_csq_is_read(value: str, consequence: Consequence, change: str) -> None:
    layout = "Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change"
    found = chosen(annotation_of(described("BCSQ", layout)), value)
    assert found is not None
    assert (found.consequence, found.protein_change) == (consequence, change)


def test_a_record_that_bcftools_tells_of_elsewhere_has_no_effect() -> None:
    layout = "Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change"
    assert chosen(annotation_of(described("BCSQ", layout)), "@2938475") is None


def test_pave_is_read() -> None:
    value = "ALK,ENST1,missense_variant,MISSENSE,false,c.3522C>A,p.Phe1174Leu,,MISSENSE,1"
    sage = annotation_of(first=f"2\t1\t.\tC\tA\t.\t.\tIMPACT={value};X=1")
    assert chosen(sage, value) == Effect("ALK", Consequence.MISSENSE, "F1174L", 0)
    assert chosen(sage, "") is None


@pytest.mark.parametrize(
    ("function", "gene", "exonic", "changes", "effect"),
    [
        ("exonic", "ALK", "nonsynonymous SNV",
         "ALK:NM_1:exon2:c.T1A:p.F9L,ALK:NM_004304:exon23:c.C3522A:p.F1174L",
         Effect("ALK", Consequence.MISSENSE, "F1174L", 1)),
        ("splicing", "ALK(NM_004304:exon3:c.1-1G>A)", "NA", "NA",
         Effect("ALK", Consequence.SPLICE, "", 5)),
        ("intergenic", "A(dist=5),B(dist=9)", ".", ".", Effect("", Consequence.OTHER, "", 5)),
        ("upstream", "TERT", "", "", Effect("TERT", Consequence.PROMOTER, "", 5)),
        ("exonic", "ALK", "unknown", "UNKNOWN", Effect("ALK", Consequence.OTHER, "", 5)),
    ],
)  # fmt: skip
def test_annovar_keys_are_read(
    function: str, gene: str, exonic: str, changes: str, effect: Effect
) -> None:
    annovar = annotation_of('##INFO=<ID=Func.refGene,Number=.,Type=String,Description="x">')
    info = {
        "Func.refGene": function,
        "Gene.refGene": gene,
        "ExonicFunc.refGene": exonic.replace(" ", "\\x20"),
        "AAChange.refGene": changes,
    }
    found = choose_effect(annovar.effects(Allele("C", ("A",), 0), info), {"ALK"})
    assert found == effect


def test_dkfz_columns_are_annotation() -> None:
    columns = "\t".join([*FIXED, "FORMAT", "T", "ANNOVAR_FUNCTION", "GENE"])
    assert annotation_of(columns=columns).key == "DKFZ"


def test_words_that_are_not_known_are_kept_for_a_warning() -> None:
    vep = annotation_of(described("CSQ", FIELDS))
    chosen(vep, "C|mystery_variant|ALK|E|||||")
    assert vep.unknown == {"mystery_variant"}


def test_a_file_without_annotation_has_none() -> None:
    none = annotation_of()
    assert none.key == ""
    assert none.effects(Allele("A", ("C",), 0), {"DP": "3"}) == []
