"""What sequence says of a gene: effects, residues, and whether anybody looked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.call.variant_effect import (
    alters_protein,
    finding,
    first_residue,
    is_loss_of_function,
    is_missense,
    residue_is_one_of,
    sequence_of,
    substitution,
)
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import (
    Consequence,
    SequencedGenes,
    SequencingScope,
    SmallVariant,
    SmallVariants,
)

MISSENSE = SmallVariant(gene="ALK", protein_change="F1174L", consequence=Consequence.MISSENSE)


def test_effects_are_told_by_the_consequence_of_the_file() -> None:
    splice = SmallVariant(gene="TP53", protein_change="G245=", consequence=Consequence.SPLICE)
    assert is_loss_of_function(splice)
    assert alters_protein(splice)
    assert not is_missense(splice)
    silent = SmallVariant(gene="TP53", consequence=Consequence.SYNONYMOUS)
    assert not alters_protein(silent)


def test_a_residue_counts_only_with_its_amino_acid() -> None:
    assert residue_is_one_of(MISSENSE, ["F1174"])
    assert not residue_is_one_of(MISSENSE, ["L1174"])
    assert not residue_is_one_of(SmallVariant(gene="ALK", protein_change="G663fs"), ["G663"])
    assert substitution("E746_A750del") is None
    assert first_residue("E746_A750del") == 746
    assert first_residue("") is None


def test_a_finding_names_the_allele_fraction_where_it_is_known() -> None:
    assert finding(MISSENSE).what == "ALK p.F1174L"
    with_vaf = MISSENSE.model_copy(update={"vaf": 0.123})
    assert finding(with_vaf, "hotspot").what == "ALK p.F1174L, VAF 12.3% (hotspot)"


def test_a_gene_that_nobody_read_is_not_wild_type(nothing: CaseEvidence) -> None:
    assert not sequence_of("ALK", nothing).looked_at
    exome = replace(
        nothing,
        small_variants=SmallVariants.empty(),
        sequenced=SequencedGenes(scope=SequencingScope.EXOME),
    )
    assert sequence_of("ALK", exome).looked_at


def test_a_list_of_events_that_covers_a_gene_has_looked_at_it(nothing: CaseEvidence) -> None:
    listed = replace(nothing, events=(), events_cover=frozenset({"ALK"}))
    assert sequence_of("ALK", listed).looked_at
    assert not sequence_of("NRAS", listed).looked_at


@pytest.mark.parametrize(
    ("protein_change", "consequence", "kept"),
    [
        ("F1174L", Consequence.MISSENSE, 0),
        ("R1275Q", Consequence.MISSENSE, 1),
        ("", Consequence.MISSENSE, 0),
        ("", Consequence.NONSENSE, 1),
    ],
)
def test_a_reported_variant_that_the_file_repeats_is_taken_once(
    nothing: CaseEvidence, protein_change: str, consequence: Consequence, kept: int
) -> None:
    event = GeneEvent(
        gene="ALK",
        kind=EventKind.SMALL_VARIANT,
        protein_change=protein_change,
        consequence=consequence,
    )
    both = replace(nothing, small_variants=SmallVariants.from_records([MISSENSE]), events=(event,))
    sequence = sequence_of("ALK", both)
    assert len(sequence.measured) == 1
    assert len(sequence.reported) == kept
    assert len(sequence.variants) == 1 + kept
