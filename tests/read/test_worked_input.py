from __future__ import annotations

import pytest

from crestome.knowledge.load import load_knowledge
from crestome.model.copy_number import CopyNumberCall, Platform
from crestome.model.event import EventKind
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.read.worked_input import WorkedInput, evidence_of

KNOWLEDGE = load_knowledge()


def evidence(document: dict[str, object]) -> CaseEvidence:
    return evidence_of("X", WorkedInput.from_document(document), KNOWLEDGE)


def test_an_empty_input_measured_nothing() -> None:
    nothing = evidence({})
    assert not nothing.measured
    assert nothing.clinical.treatments is None


def test_a_listed_gene_without_variant_is_wild_type_and_an_unlisted_one_is_not_assessed() -> None:
    found = evidence({"genes_sequenced": ["ALK"]})
    assert found.sequenced_gene("ALK")
    assert not found.sequenced_gene("TP53")


def test_a_gene_with_a_listed_variant_was_looked_at() -> None:
    variant = {"gene": "FGFR1", "hgvs_p": "p.Asn577Lys", "consequence": "missense", "vaf": 0.2}
    found = evidence({"variants": [variant | {"phase_group": 1}]})
    (fgfr1,) = found.variants_of("FGFR1")
    assert fgfr1.protein_change == "N546K"
    assert fgfr1.phase_group == "1"


def test_an_empty_list_of_segments_is_no_profile_unless_copy_number_was_assessed() -> None:
    assert evidence({"segments": []}).copy_number is None
    measured = evidence({"sample": {"copy_number_assessed": True}}).copy_number
    assert measured is not None
    assert measured.altered_only


def test_segments_bring_their_build() -> None:
    segment = {"build": "GRCh37", "chrom": "chr2", "start": 1, "end": 9, "type": "loh"}
    found = evidence({"segments": [segment]})
    assert found.genome.assembly is Assembly.GRCH37
    assert found.copy_number is not None
    row = found.copy_number.segments.frame.row(0, named=True)
    assert (row["contig"], row["call"]) == ("2", CopyNumberCall.LOH.value)


def test_gene_copies_keep_their_method() -> None:
    (copies,) = evidence(
        {"genes_cn": [{"gene": "MYCN", "chr2_ratio": 9.0, "method": "FISH"}]}
    ).gene_copies
    assert copies.platform is Platform.FISH


@pytest.mark.parametrize(
    ("structural", "kind"),
    [
        ({"type": "rearrangement", "chrom": "chr5", "pos": 1_310}, EventKind.REARRANGEMENT),
        ({"type": "rearrangement"}, EventKind.REARRANGEMENT),
        (
            {"type": "rearrangement", "breakpoint_within_50kb_of_tss": "not_assessed"},
            EventKind.OTHER,
        ),
        (
            {"type": "rearrangement", "breakpoint_within_50kb_of_tss": True},
            EventKind.REARRANGEMENT,
        ),
        ({"type": "intragenic_deletion", "frame": "in_frame"}, EventKind.INTRAGENIC_DELETION),
        ({"type": "something else"}, EventKind.OTHER),
    ],
)
def test_a_rearrangement_whose_breakpoint_was_not_looked_at_stays_open(
    structural: dict[str, object], kind: EventKind
) -> None:
    (event,) = evidence({"structural": [{"gene": "TERT", **structural}]}).events or ()
    assert event.kind is kind


def test_positions_become_zero_based() -> None:
    (event,) = (
        evidence(
            {"structural": [{"gene": "TERT", "type": "rearrangement", "chrom": "5", "pos": 10}]}
        ).events
        or ()
    )
    assert event.position == 9


def test_prior_therapy_becomes_treatments() -> None:
    found = evidence({"clinical": {"prior_therapy": ["lorlatinib"]}})
    assert [item.name for item in found.clinical.treatments or ()] == ["lorlatinib"]


def test_assays_that_were_not_done_stay_none() -> None:
    assays = evidence({"telomere": {"c_circle": "negative", "telomere_content": "normal"}}).assays
    assert assays.apb is None
    assert assays.c_circle is not None
    assert assays.telomere_content is not None


@pytest.mark.parametrize(
    ("stated", "outcome"), [(True, "positive"), (False, "negative"), (12.5, None), (None, None)]
)
def test_a_number_without_cut_off_says_nothing(stated: object, outcome: str | None) -> None:
    assert evidence({"telomere": {"c_circle": stated}}).assays.c_circle == outcome


def test_a_telomere_content_in_numbers_says_nothing() -> None:
    assert evidence({"telomere": {"telomere_content": 1.2}}).assays.telomere_content is None


@pytest.mark.parametrize(
    ("stated", "status"),
    [("amp", "amplified"), ("non-amp", "not_amplified"), ("unknown", None), (None, None)],
)
def test_pathology_speaks_its_own_words(stated: str | None, status: str | None) -> None:
    assert evidence({"pathology": {"mycn": stated}}).assays.mycn_pathology == status


def test_unquoted_numbers_are_text_where_text_is_meant() -> None:
    found = evidence(
        {
            "clinical": {"inss": 4},
            "structural": [{"gene": "ATRX", "type": "intragenic_deletion", "exons": 5}],
        }
    )
    assert found.clinical.inss == "4"
    assert (found.events or ())[0].exons == "5"
