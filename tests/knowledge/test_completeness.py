from __future__ import annotations

import pytest

from crestome.call import MECHANISMS
from crestome.knowledge.load import Knowledge, shipped_root
from crestome.knowledge.schema import Mark
from crestome.model.genome import Assembly
from crestome.model.therapy import Effect

ASSAYS = {
    "c_circle",
    "apb",
    "tert_sv",
    "tert_expression",
    "tert_promoter",
    "telomerase_activity",
    "telomere_content",
    "mycn_fish",
    "mycn_copy_number",
    "mycn_expression",
    "alk_sequencing",
    "alk_copy_number",
    "ras_sequencing",
    "tp53_sequencing",
    "mdm2_copy_number",
    "cdkn2a_copy_number",
    "atrx_sequencing",
    "atrx_deletion",
    "copy_number_profile",
    "purity",
    "dna_index",
    "cell_state_expression",
    "germline_testing",
    "tmb_sequencing",
    "pi3k_sequencing",
    "treatment_record",
}


def test_every_assay_that_a_mechanism_names_is_described(knowledge: Knowledge) -> None:
    named = {assay for mechanism in MECHANISMS for assay in mechanism.assays}
    assert named | ASSAYS <= set(knowledge.assays)
    assert all(assay.sources for assay in knowledge.assays.values())


def test_every_claim_that_speaks_for_a_drug_has_a_tier(knowledge: Knowledge) -> None:
    opening = {Effect.SENSITIVITY, Effect.STRENGTHENS}
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            if claim.effect in opening:
                assert claim.escat, f"{drug.id}.{claim.id}"
                assert claim.amp, f"{drug.id}.{claim.id}"
            if claim.effect is Effect.RESISTANCE:
                assert claim.escat == "X", f"{drug.id}.{claim.id}"


def test_every_claim_says_its_condition_in_words(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            assert claim.condition, f"{drug.id}.{claim.id}"


def test_what_needs_review_informs_only(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            assert claim.mark is not Mark.TO_CHECK or claim.effect is Effect.NOTE, claim.id


@pytest.mark.parametrize("assembly", list(Assembly))
def test_targets_are_genes_of_both_assemblies_or_listed_beside_them(
    knowledge: Knowledge, assembly: Assembly
) -> None:
    lines = (shipped_root() / "target_symbols.tsv").read_text("utf-8").splitlines()
    listed = {line.split("\t")[0] for line in lines[2:]}
    genes = set(knowledge.genome(assembly).genes)
    assert not listed & genes
    targets = {symbol for drug in knowledge.drugs.values() for symbol in drug.targets}
    assert targets <= genes | listed
    assert listed <= targets


@pytest.mark.parametrize(
    "name",
    [
        "crizotinib",
        "ceritinib",
        "lorlatinib",
        "idasanutlin",
        "trametinib",
        "azd0156",
        "ceralasertib",
    ],
)
def test_the_drugs_of_the_review_that_are_matched_are_there(
    knowledge: Knowledge, name: str
) -> None:
    drug = knowledge.drugs[name]
    assert not drug.beyond_review
    assert any("chen-2025" in claim.sources for claim in drug.claims)


def test_the_corrections_of_the_printed_text_are_kept_beside_it(knowledge: Knowledge) -> None:
    notes = {note.id for drug in knowledge.drugs.values() for note in drug.curation_notes}
    assert {"E-07", "E-10", "E-12", "E-22", "E-27", "E-34", "E-36", "E-39", "E-47"} <= notes
