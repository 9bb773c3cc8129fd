from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.knowledge.load import load_genome
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber, Platform
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.ledger import Fate
from crestome.read.gene_copies import holds_gene_copies, read_gene_copies
from crestome.read.reading import Reading
from crestome.read.text import TextFile, read_text_file

DATA = Path(__file__).parents[2].parent / "shared" / "data"
GRCH38 = load_genome(Assembly.GRCH38)
Outcome = tuple[Reading[tuple[GeneCopyNumber, ...]] | None, Issues]


def read_text(text: TextFile, sample: str | None) -> Outcome:
    issues = Issues()
    reading = read_gene_copies(
        text, genome=GRCH38, sample=sample, platform=Platform.SNP_ARRAY, issues=issues
    )
    assert (reading is None) == bool(issues.errors)
    if reading is not None:
        rows = len(reading.value) + sum(entry.rows for entry in reading.set_aside)
        assert rows == reading.source.rows
    return reading, issues


def read(*lines: str, sample: str | None = None) -> Outcome:
    return read_text(TextFile("x.tsv", "sha", list(lines)), sample)


def copies(outcome: Outcome) -> tuple[GeneCopyNumber, ...]:
    reading, issues = outcome
    assert reading is not None, [str(issue) for issue in issues.items]
    return reading.value


def calls(outcome: Outcome) -> dict[str, str | None]:
    return {item.gene: item.call.value if item.call else None for item in copies(outcome)}


def reasons(outcome: Outcome) -> dict[str, tuple[int, Fate]]:
    reading, _ = outcome
    assert reading is not None
    return {entry.reason: (entry.rows, entry.fate) for entry in reading.set_aside}


def fault(outcome: Outcome) -> str:
    _, issues = outcome
    assert len(issues.errors) == 1, [str(issue) for issue in issues.errors]
    return str(issues.errors[0])


MATRIX = (
    "Hugo_Symbol\tEntrez_Gene_Id\tCytoband\tT1\tT2",
    "MYCN\t4613\t2p24.3\t2\t0",
    "CDKN2A\t1029\t9p21.3\t-2\t",
    "ALK\t238\t2p23.2\t1\tNA",
    "OR4F5\t79501\t1p36.33\t0\t0",
)


def test_one_column_of_a_thresholded_matrix_is_read() -> None:
    outcome = read(*MATRIX, sample="T1")
    assert copies(outcome)[0] == GeneCopyNumber(
        gene="MYCN",
        call=CopyNumberCall.AMPLIFIED,
        platform=Platform.SNP_ARRAY,
        where="x.tsv line 2",
    )
    assert calls(outcome) == {"MYCN": "amplified", "CDKN2A": "homdel", "ALK": "gain"}
    assert reasons(outcome) == {"no call looks at this gene": (1, Fate.NOT_RELEVANT)}
    reading, _ = outcome
    assert reading is not None
    assert reading.source.dialect == "matrix of genes by samples, by its header"


def test_an_empty_cell_states_nothing_and_is_not_normal() -> None:
    outcome = read(*MATRIX, sample="T2")
    assert calls(outcome) == {"MYCN": "normal"}
    assert reasons(outcome)["states nothing for this sample"] == (2, Fate.FILTERED)


def test_a_matrix_may_hold_words() -> None:
    outcome = read("gene\tT1", "MYCN\tAmplification", "CDKN2A\tHom_Deletion", "ALK\t")
    assert calls(outcome) == {"MYCN": "amplified", "CDKN2A": "homdel"}


def test_a_matrix_of_several_samples_asks_which_one() -> None:
    assert "x.tsv: header: 2 samples" in fault(read(*MATRIX))
    assert "Did you mean 'T1'" in fault(read(*MATRIX, sample="T"))


def test_a_matrix_of_numbers_that_are_no_states_is_refused() -> None:
    message = fault(read("Hugo_Symbol\tT1", "MYCN\t0", "ALK\t0.345", "TP53\t-0.1"))
    assert message.startswith("x.tsv line 3, column T1: numbers that are no states: '0.345'")


def test_a_list_of_genes_may_give_a_state_and_numbers() -> None:
    (mycn, tp53) = copies(
        read("gene\tcall\ttotal_cn\tlog2\tchr2_ratio", "MYCN\tamp\t80\t5.1\t40", "TP53\t\t1\tNA\t")
    )
    assert (mycn.call, mycn.total_copies, mycn.log2, mycn.chr2_ratio) == (
        CopyNumberCall.AMPLIFIED,
        80.0,
        5.1,
        40.0,
    )
    assert (tp53.call, tp53.total_copies, tp53.log2) == (None, 1.0, None)


def test_a_list_of_numbers_needs_no_state() -> None:
    assert calls(read("gene\ttotal_copies", "MYCN\t80")) == {"MYCN": None}


def test_a_list_of_several_samples_is_read_for_one() -> None:
    lines = ("sample\tgene\tcall", "T1\tMYCN\tgain", "T2\tMYCN\tamplified", "T2\tALK\tgain")
    outcome = read(*lines, sample="T1")
    assert calls(outcome) == {"MYCN": "gain"}
    assert reasons(outcome) == {"of another sample": (2, Fate.FILTERED)}
    assert "no sample 'T3'" in fault(read(*lines, sample="T3"))


@pytest.mark.parametrize(
    ("header", "call"),
    [("gene\tcall", "loss"), ("Hugo_Symbol\tCopy_Number_Alteration", "homdel")],
)
def test_plain_deletion_is_read_by_the_vocabulary_of_the_list_with_a_note(
    header: str, call: str
) -> None:
    outcome = read(header, "CDKN2A\tDeletion")
    assert calls(outcome) == {"CDKN2A": call}
    assert "does not say how many copies are left" in outcome[1].items[0].what


def test_old_symbols_are_translated() -> None:
    assert calls(read("gene\tcall", "MLLT4\tloss")) == {"AFDN": "loss"}


def test_a_repeated_statement_is_set_aside_and_contradicting_ones_are_not_used() -> None:
    outcome = read("gene\tcall", "MYCN\t2", "MYCN\tamplification", "MYCN\tamp")
    assert calls(outcome) == {"MYCN": "amplified"}
    assert reasons(outcome) == {"the same statement again": (2, Fate.FILTERED)}
    outcome = read("gene\tcall", "ALK\tgain", "MYCN\tgain", "MYCN\tamp")
    assert calls(outcome) == {"ALK": "gain"}
    assert reasons(outcome) == {"contradicts another row of the same gene": (2, Fate.FILTERED)}
    assert str(outcome[1].items[0]).startswith(
        "x.tsv line 3: MYCN is stated differently in lines 3 and 4; none of them is used"
    )


PURPLE_GENES = (
    (
        "chromosome\tstart\tend\tgene\tminCopyNumber\tmaxCopyNumber\tsomaticRegions\ttranscriptId\t"
        "isCanonical"
    ),
    "2\t1\t9\tMYCN\t80.2\t80.2\t1\tENST1\ttrue",
    "9\t1\t9\tCDKN2A\t0.01\t2.1\t3\tENST2\ttrue",
    "9\t1\t9\tCDKN2A\t2.1\t2.1\t1\tENST3\tfalse",
)


def test_the_genes_of_purple_have_their_lowest_copies_and_broken_ones_are_named() -> None:
    outcome = read(*PURPLE_GENES)
    assert [(item.gene, item.total_copies) for item in copies(outcome)] == [
        ("MYCN", 80.2),
        ("CDKN2A", 0.01),
    ]
    assert "cut by a breakpoint; their lowest copies are read: CDKN2A 0.01 to 2.1" in str(
        outcome[1].items[0]
    )
    assert "of a transcript that is not the canonical one" in reasons(outcome)


def test_a_catalogue_of_drivers_gives_copies_and_says_that_it_gives_no_variants() -> None:
    outcome = read(
        "chromosome\tgene\tdriver\tcategory\tminCopyNumber\tmaxCopyNumber",
        "2\tMYCN\tAMP\tONCO\t91.4\t95",
        "17\tTP53\tMUTATION\tTSG\t1\t1",
        "17\tTP53\tHOM_DEL\tTSG\t1\t1",
    )
    assert [item.total_copies for item in copies(outcome)] == [91.4, 1.0]
    assert "only the copies" in outcome[1].items[0].what


def test_the_gene_table_of_cnvkit_has_one_row_for_each_segment_of_a_gene() -> None:
    outcome = read(
        "gene\tchromosome\tstart\tend\tlog2\tdepth\tweight\tprobes",
        "ALK\tchr2\t1\t5\t2.5\t90\t4\t9",
        "ALK\tchr2\t5\t9\t0.1\t20\t4\t9",
        "Antitarget\tchr2\t9\t12\t0.1\t20\t4\t9",
    )
    assert [item.log2 for item in copies(outcome)] == [2.5, 0.1]


def test_numbers_of_gistic_become_log2_ratios_with_a_note_on_its_caps() -> None:
    header = "Gene Symbol\tGene ID\tCytoband\tT1"
    outcome = read(header, "MYCN\t4613\t2p24.3\t2.0", "ALK\t238\t2p23.2\t-1.0", "TP53\t7\tx\t0.5")
    values = {item.gene: item.log2 for item in copies(outcome)}
    assert values == pytest.approx({"MYCN": 1.0, "ALK": -1.0, "TP53": 0.3219}, abs=1e-4)
    assert "caps" in outcome[1].items[0].what


def test_a_number_below_no_copies_can_only_be_a_log2_ratio() -> None:
    outcome = read("Hugo_Symbol\tEntrez_Gene_Id\tT1", "MYCN\t4613\t4.2", "CDKN2A\t1029\t-3.1")
    assert [item.log2 for item in copies(outcome)] == [4.2, -3.1]


def test_an_unknown_word_states_nothing_and_is_reported() -> None:
    outcome = read("gene\tcall", "MYCN\t<script>{0}%s")
    assert copies(outcome) == ()
    assert "<script>{0}%s" in outcome[1].items[0].what


def test_infinite_numbers_are_refused_with_their_line() -> None:
    assert "x.tsv line 2, column log2" in fault(read("gene\tlog2", "MYCN\tinf"))


def test_a_symbol_turned_into_a_date_is_reported() -> None:
    assert "turned into a date" in fault(read("gene\tcall", "MYCN\tgain", "1-Mar\tgain"))


def test_a_list_without_rows_states_nothing() -> None:
    assert copies(read("sample\tgene\tcall", sample="T1")) == ()


def test_a_text_without_genes_or_header_is_refused() -> None:
    assert "no column Hugo_Symbol" in fault(read("a\tb", "1\t2"))
    assert "no header" in fault(read("# nothing"))


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        ("Hugo_Symbol\tEntrez_Gene_Id\tT1", True),
        ("Gene Symbol\tLocus ID\tCytoband\tT1", True),
        ("Tumor_Sample_Barcode\tHugo_Symbol\tCopy_Number_Alteration", True),
        ("feature\talteration_type\talteration\tmodel_id", True),
        ("Hugo_Symbol\tEntrez_Gene_Id", False),
        ("Hugo_Symbol\tChromosome\tVariant_Classification", False),
        ("chromosome\tstart\tend\tgene\tlog2\tdepth\tweight", False),
        ("case_id\tGene\tType", False),
        ("", False),
    ],
)
def test_the_header_tells_whether_a_text_holds_gene_copies(header: str, holds: bool) -> None:
    assert holds_gene_copies(TextFile("x", "", ["# c", header])) is holds


GENES = st.sampled_from(sorted(GRCH38.genes))
STATES = st.sampled_from([item for item in CopyNumberCall if item is not CopyNumberCall.LOH])


@settings(deadline=None)
@given(st.dictionaries(GENES, STATES, max_size=8), st.randoms(use_true_random=False))
def test_what_is_written_is_read_again_in_any_order(
    stated: dict[str, CopyNumberCall], random: st.DataObject
) -> None:
    lines = [f"{gene}\t{call.value}" for gene, call in stated.items()]
    random.shuffle(lines)  # type: ignore[attr-defined]
    assert calls(read("gene\tcall", *lines)) == {gene: call.value for gene, call in stated.items()}


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_no_text_raises(lines: list[str]) -> None:
    read("gene\tcall", *lines)
    read("Hugo_Symbol\tT1", *lines)


@pytest.mark.parametrize(
    "path", ["pptc_nbl_pdx/gene_cn_calls.tsv", "target_nbl_2018/cna_gistic.tsv.gz"]
)
def test_every_sample_of_a_real_matrix_is_read(path: str) -> None:
    file = DATA / path
    if not file.is_file():
        pytest.skip(f"no real cohort at {file}")
    text = read_text_file(file, file.name, Issues())
    assert text is not None
    names = [name for name in text.lines[0].split("\t") if name not in {"gene", "Hugo_Symbol"}]
    for name in [name for name in names if name != "Entrez_Gene_Id"][:6]:
        outcome = read_text(text, name)
        assert set(calls(outcome).values()) <= {call.value for call in CopyNumberCall}
        assert outcome[1].items == []


def test_words_none_of_which_is_a_gene_of_interest_are_warned_of() -> None:
    _, issues = read("gene\tcall", "hello\tgain", "world\tloss")
    assert any("no row is of a gene that a call looks at: hello" in i.what for i in issues.items)
    _, issues = read("gene\tcall", "hello\tgain", "MYCN\tgain")
    assert not issues.items


def test_an_identifier_may_stand_before_the_gene() -> None:
    assert calls(read("Entrez_Gene_Id\tHugo_Symbol\tT1", "4613\tMYCN\t2")) == {"MYCN": "amplified"}
    assert holds_gene_copies(TextFile("x", "", ["Entrez_Gene_Id\tHugo_Symbol\tT1"]))
