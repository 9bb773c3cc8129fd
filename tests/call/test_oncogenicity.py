"""What counts as a driver event of a gene, and what stays of unknown significance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crestome.call.oncogenicity import GeneVerdict, genes_without_copies, judge_gene
from crestome.call.ras_mapk import RasMapkRules
from crestome.knowledge.load import Knowledge
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber
from crestome.model.event import EventKind, GeneEvent
from crestome.model.evidence import CaseEvidence
from crestome.model.small_variant import Consequence, SmallVariant, SmallVariants

MISSENSE, FRAMESHIFT = Consequence.MISSENSE, Consequence.FRAMESHIFT

Judge = Callable[..., GeneVerdict]


@pytest.fixture
def judge(nothing: CaseEvidence, knowledge: Knowledge) -> Judge:
    """The verdict on the gene of the first thing found, by the rules of RAS-MAPK."""
    rules = knowledge.rules("ras_mapk", RasMapkRules)

    def judged(*found: SmallVariant | GeneEvent | GeneCopyNumber) -> GeneVerdict:
        variants = [item for item in found if isinstance(item, SmallVariant)]
        evidence = replace(
            nothing,
            small_variants=SmallVariants.from_records(variants) if variants else None,
            events=tuple(item for item in found if isinstance(item, GeneEvent)),
            gene_copies=tuple(item for item in found if isinstance(item, GeneCopyNumber)),
        )
        return judge_gene(found[0].gene.split("::")[0], evidence, rules)

    return judged


def small(gene: str, change: str, consequence: Consequence = MISSENSE) -> SmallVariant:
    return SmallVariant(gene=gene, protein_change=change, consequence=consequence, vaf=0.3)


@pytest.mark.parametrize(
    ("gene", "change"),
    [
        *(("NRAS", change) for change in ("G12D", "G13R", "A59T", "Q61K", "K117N", "A146T")),
        *(("BRAF", change) for change in ("V600E", "V600K", "K601E", "G469A", "D594N", "G466V")),
        *(("PTPN11", change) for change in ("D61Y", "E69K", "A72V", "E76K", "S502L", "G503V")),
        *(("FGFR1", change) for change in ("N546K", "K656E", "N577K", "K687E")),
        *(("MAP2K1", change) for change in ("Q56P", "K57N", "F53L", "E203K")),
    ],
)
def test_described_residues_of_an_oncogene_count(judge: Judge, gene: str, change: str) -> None:
    verdict = judge(small(gene, change))
    assert [hit.gene for hit in verdict.hits] == [gene]
    assert verdict.hits[0].vaf == 0.3
    assert not verdict.unclear
    assert verdict.looked_at


@pytest.mark.parametrize(
    ("gene", "change"),
    [("NRAS", "E62K"), ("BRAF", "I326V"), ("SOS1", "Q977R"), ("NF1", "R69G"), ("KRAS", "Q12D")],
)
def test_any_other_missense_is_of_unknown_significance(
    judge: Judge, gene: str, change: str
) -> None:
    verdict = judge(small(gene, change))
    assert not verdict.hits
    assert [item.protein_change for item in verdict.unclear] == [change]


def test_loss_counts_for_a_brake_and_not_for_an_oncogene(judge: Judge) -> None:
    assert judge(small("NF1", "G663fs", FRAMESHIFT)).hits
    kras = judge(small("KRAS", "G60fs", FRAMESHIFT))
    assert not kras.hits
    assert kras.unclear


def test_silent_variants_are_neither(judge: Judge) -> None:
    verdict = judge(small("NRAS", "Q61=", Consequence.SYNONYMOUS))
    assert not verdict.hits
    assert not verdict.unclear


@pytest.mark.parametrize(
    ("gene", "call", "name"),
    [
        ("FGFR1", CopyNumberCall.AMPLIFIED, "FGFR1 amplification"),
        ("NF1", CopyNumberCall.HOMDEL, "NF1 homozygous deletion"),
        ("NF1", CopyNumberCall.LOSS, None),
        ("NF1", CopyNumberCall.AMPLIFIED, None),
        ("FGFR1", CopyNumberCall.HOMDEL, None),
        ("PTPN11", CopyNumberCall.AMPLIFIED, None),
    ],
)
def test_copies_count_by_the_role_of_the_gene(
    judge: Judge, gene: str, call: CopyNumberCall, name: str | None
) -> None:
    verdict = judge(GeneCopyNumber(gene=gene, call=call))
    assert [hit.name for hit in verdict.hits] == ([name] if name else [])
    assert not verdict.looked_at


@pytest.mark.parametrize(
    ("gene", "kind", "counts"),
    [
        ("NF1", EventKind.TRANSLOCATION, True),
        ("NF1", EventKind.DELETION, True),
        ("NF1", EventKind.LOSS, False),
        ("FGFR1", EventKind.DUPLICATION, True),
        ("FGFR1", EventKind.TRANSLOCATION, False),
        ("NRAS", EventKind.DUPLICATION, False),
        ("FGFR1::TACC1", EventKind.FUSION, True),
        ("NF1", EventKind.HOMOZYGOUS_DELETION, True),
        ("FGFR1", EventKind.AMPLIFICATION, True),
    ],
)
def test_reported_events_count_by_the_role_of_the_gene(
    judge: Judge, gene: str, kind: EventKind, counts: bool
) -> None:
    verdict = judge(GeneEvent(gene=gene, kind=kind))
    assert [hit.reported for hit in verdict.hits] == ([True] if counts else [])


def test_a_fusion_that_loses_the_kinase_does_not_count(judge: Judge) -> None:
    lost = GeneEvent(gene="FGFR1::X", kind=EventKind.FUSION, kinase_kept=False)
    assert not judge(lost).hits


@pytest.mark.parametrize(
    ("gene", "change", "consequence", "counts"),
    [
        ("NRAS", "", MISSENSE, True),
        ("NRAS", "", Consequence.UNKNOWN, True),
        ("NRAS", "exon 3", MISSENSE, True),
        ("NRAS", "E62K", MISSENSE, False),
        ("NF1", "", MISSENSE, False),
        ("NF1", "", Consequence.NONSENSE, True),
    ],
)
def test_a_reported_variant_without_residue_counts_for_an_oncogene_only(
    judge: Judge, gene: str, change: str, consequence: Consequence, counts: bool
) -> None:
    event = GeneEvent(
        gene=gene,
        kind=EventKind.SMALL_VARIANT,
        protein_change=change,
        consequence=consequence,
    )
    verdict = judge(event)
    assert [hit.reported for hit in verdict.hits] == ([True] if counts else [])
    assert bool(verdict.unclear) is not counts
    assert verdict.looked_at


@pytest.mark.parametrize(
    ("gene", "change", "consequence", "unstated"),
    [
        ("NF1", "", Consequence.UNKNOWN, True),
        ("NRAS", "", Consequence.UNKNOWN, True),
        ("NRAS", "", MISSENSE, True),
        ("NRAS", "exon 3", MISSENSE, True),
        ("NF1", "", MISSENSE, False),
        ("NRAS", "E62K", MISSENSE, False),
        ("NRAS", "", Consequence.OTHER, False),
    ],
)
def test_a_measured_variant_that_does_not_say_what_it_does_is_neither(
    judge: Judge, gene: str, change: str, consequence: Consequence, unstated: bool
) -> None:
    verdict = judge(small(gene, change, consequence))
    assert not verdict.hits
    assert [item.gene for item in verdict.unstated] == ([gene] if unstated else [])
    assert not (verdict.unstated and verdict.unclear)


@pytest.mark.parametrize(
    ("kind", "exons", "stated"),
    [
        (EventKind.DELETION, "", False),
        (EventKind.DELETION, "2-10", True),
        (EventKind.TRANSLOCATION, "", True),
        (EventKind.HOMOZYGOUS_DELETION, "", True),
    ],
)
def test_a_plain_deletion_says_nothing_of_copies(
    judge: Judge, kind: EventKind, exons: str, stated: bool
) -> None:
    (hit,) = judge(GeneEvent(gene="NF1", kind=kind, exons=exons)).hits
    assert hit.copies_stated is stated
    assert genes_without_copies([hit]) == (() if stated else ("NF1",))


def test_a_second_hit_of_the_gene_makes_the_copies_of_the_first_unimportant(judge: Judge) -> None:
    hits = judge(
        GeneEvent(gene="NF1", kind=EventKind.DELETION), small("NF1", "R69*", Consequence.NONSENSE)
    ).hits
    assert len(hits) == 2
    assert genes_without_copies(hits) == ()


def test_a_gene_outside_the_shipped_table_has_no_copies(
    nothing: CaseEvidence, knowledge: Knowledge
) -> None:
    rules = knowledge.rules("ras_mapk", RasMapkRules)
    listed = rules.amplified_genes.model_copy(update={"value": ("NOT1",)})
    invented = rules.model_copy(update={"amplified_genes": listed})
    assert judge_gene("NOT1", nothing, invented).level is None
    assert judge_gene("SOS1", nothing, rules).level is None
