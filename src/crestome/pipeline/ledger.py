"""The account of every input row, drawn up after the calls were made."""

from __future__ import annotations

from typing import Final

import polars as pl

from crestome.call import MECHANISMS
from crestome.call.structural_evidence import BREAKS_READ, FUSIONS_READ
from crestome.call.variant_effect import PROTEIN_ALTERING
from crestome.knowledge.schema import Rules
from crestome.model.case import Case
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Genome
from crestome.model.ledger import Fate, Ledger, LedgerEntry
from crestome.model.small_variant import Consequence, Origin, SequencingScope

_SHOWN_ROWS: Final = 12
_IN_FILE: Final = r"(line \d+|at chr\S+)$"
"""How a row is named after its file; by its place where an index spared reading the lines."""
_NEAR_GENE_BP: Final = BP_PER_MB // 10
_PROTEIN: Final = [consequence.value for consequence in PROTEIN_ALTERING]
_EFFECT: Final = [*_PROTEIN, Consequence.PROMOTER.value, Consequence.UNKNOWN.value]


def account(case: Case, rules: dict[str, Rules]) -> Ledger:
    """Give every row of every file a fate: used, not relevant or filtered."""
    genes: frozenset[str] = frozenset()
    for mechanism in MECHANISMS:
        genes |= mechanism.genes(rules[mechanism.name])
    entries = list(case.set_aside)
    for evidence in case.evidence:
        entries += _variants(evidence, genes)
        entries += _segments(evidence)
        entries += _breakends(evidence)
        entries += _statements(evidence, genes)
    read = {source.path: source.rows for source in case.inputs}
    return Ledger(
        entries=tuple(sorted(_joined(entries), key=lambda entry: (entry.file, entry.reason))),
        rows_read=read,
    )


def _joined(entries: list[LedgerEntry]) -> list[LedgerEntry]:
    """Add up entries that say the same of the same file."""
    joined: dict[tuple[str, str, Fate, str], LedgerEntry] = {}
    for entry in entries:
        key = (entry.file, entry.kind, entry.fate, entry.reason)
        before = joined.get(key)
        joined[key] = (
            entry
            if before is None
            else entry.model_copy(
                update={
                    "rows": before.rows + entry.rows,
                    "examples": (before.examples + entry.examples)[:_SHOWN_ROWS],
                }
            )
        )
    return list(joined.values())


def _variants(evidence: CaseEvidence, genes: frozenset[str]) -> list[LedgerEntry]:
    if evidence.small_variants is None:
        return []
    frame = evidence.small_variants.frame
    named = pl.col("gene").is_in(list(genes)) | _at_promoter_hotspot(evidence.genome)
    effect = pl.col("consequence").is_in(_EFFECT) | _at_promoter_hotspot(evidence.genome)
    whole = evidence.sequenced.scope in {SequencingScope.GENOME, SequencingScope.EXOME}
    somatic = pl.col("origin") != Origin.GERMLINE.value
    counted = pl.lit(whole) & pl.col("consequence").is_in(_PROTEIN) & somatic
    parts: list[tuple[pl.Expr, Fate, str]] = [
        (named & effect, Fate.USED, "in a gene that a call looks at"),
        (~named & counted, Fate.USED, "counted in the mutational burden"),
        (
            named & ~effect,
            Fate.NOT_RELEVANT,
            "in a gene that a call looks at, without effect on its protein or promoter",
        ),
        (~named & ~counted, Fate.NOT_RELEVANT, "no call looks at this gene or place"),
    ]
    name = pl.concat_str(
        pl.when(pl.col("gene") == "").then(pl.lit("intergenic")).otherwise(pl.col("gene")),
        pl.when(pl.col("protein_change") == "")
        .then(pl.col("consequence"))
        .otherwise(pl.concat_str(pl.lit("p."), pl.col("protein_change"))),
        pl.concat_str(pl.lit("("), pl.col("where").str.extract(_IN_FILE), pl.lit(")")),
        separator=" ",
        ignore_nulls=True,
    )
    rows = _one_for_each_row(frame, [where for where, _, _ in parts])
    return [
        entry
        for where, fate, reason in parts
        for entry in _entries(rows.filter(where), name, "small variants", fate, reason)
    ]


def _one_for_each_row(frame: pl.DataFrame, parts: list[pl.Expr]) -> pl.DataFrame:
    """Of the alleles that one row of the file lists, the one that counts for most."""
    order = pl.coalesce(*(pl.when(where).then(pl.lit(place)) for place, where in enumerate(parts)))
    row = pl.when(pl.col("where") == "").then(pl.int_range(pl.len()).cast(pl.String))
    return (
        frame.with_columns(order.alias("_order"), row.otherwise("where").alias("_row"))
        .sort("_order", maintain_order=True)
        .unique("_row", keep="first", maintain_order=True)
        .drop("_order", "_row")
    )


def _at_promoter_hotspot(genome: Genome) -> pl.Expr:
    """Rows at a hotspot of the TERT promoter, whatever gene the annotation names there."""
    spots = [region for name, region in genome.regions.items() if "_promoter_" in name]
    return (pl.col("contig") == spots[0].contig) & pl.col("position").is_in(
        [spot.start for spot in spots]
    ).fill_null(value=False)


def _segments(evidence: CaseEvidence) -> list[LedgerEntry]:
    if evidence.copy_number is None or evidence.copy_number.from_probes:
        return []
    frame = evidence.copy_number.segments.frame
    name = pl.concat_str(
        pl.lit("chr"),
        pl.col("contig"),
        pl.lit(":"),
        pl.col("start") + 1,
        pl.lit("-"),
        pl.col("end"),
    )
    return _entries(frame, name, "segments", Fate.USED, "part of the copy-number profile")


def _breakends(evidence: CaseEvidence) -> list[LedgerEntry]:
    """Structural variants: used where an end lies in or near a gene whose breaks are looked at."""
    if evidence.structural_variants is None:
        return []
    frame = evidence.structural_variants.frame
    places = [evidence.genome.gene(name).interval for name in BREAKS_READ]
    near = [
        (pl.col(f"contig{end}") == place.contig)
        & pl.col(f"position{end}").is_between(
            place.start - _NEAR_GENE_BP, place.end + _NEAR_GENE_BP
        )
        for place in places
        for end in (1, 2)
    ]
    named = [pl.col(f"gene{end}").is_in(list(BREAKS_READ)) for end in (1, 2)]
    used = pl.any_horizontal(*named, *near).fill_null(value=False)
    name = pl.concat_str(
        pl.col("kind"),
        *(
            pl.concat_str(
                pl.lit("chr"), pl.col(f"contig{end}"), pl.lit(":"), pl.col(f"position{end}") + 1
            )
            for end in (1, 2)
        ),
        separator=" ",
        ignore_nulls=True,
    )
    parts = (
        (used, Fate.USED, "an end in or near a gene whose breaks a call looks at"),
        (~used, Fate.NOT_RELEVANT, "no end near a gene whose breaks a call looks at"),
    )
    rows = _one_for_each_row(frame, [where for where, _, _ in parts])
    return [
        entry
        for where, fate, reason in parts
        for entry in _entries(rows.filter(where), name, "structural variants", fate, reason)
    ]


def _entries(
    frame: pl.DataFrame, name: pl.Expr, kind: str, fate: Fate, reason: str
) -> list[LedgerEntry]:
    """One entry per file; a row's file is what stands before " line " in its place."""
    placed = frame.select(
        file=pl.col("where").str.replace(f" {_IN_FILE}", ""), example=name
    ).group_by("file", maintain_order=True)
    return [
        LedgerEntry(
            file=str(file),
            kind=kind,
            fate=fate,
            reason=reason,
            rows=rows.height,
            examples=tuple(rows["example"].head(_SHOWN_ROWS).to_list()),
        )
        for (file,), rows in placed
    ]


def _statements(evidence: CaseEvidence, genes: frozenset[str]) -> list[LedgerEntry]:
    """Gene-level copies, reported events and fusions: few, so one by one."""
    rows = [
        (item.where, f"{item.gene} copies", "gene copy numbers", {item.gene})
        for item in evidence.gene_copies
    ] + [
        (
            item.where,
            f"{item.gene} {item.reported_as or item.kind.value}",
            "events",
            set(item.genes),
        )
        for item in evidence.events or ()
    ]
    rows += [
        (item.where, item.name, "fusions", set(item.genes) & set(FUSIONS_READ))
        for item in evidence.fusions or ()
    ]
    entries = []
    for where, example, kind, named in rows:
        used = not named.isdisjoint(genes)
        entries.append(
            LedgerEntry(
                file=where.rsplit(" line ", 1)[0],
                kind=kind,
                fate=Fate.USED if used else Fate.NOT_RELEVANT,
                reason="in a gene that a call looks at" if used else "no call looks at this gene",
                rows=1,
                examples=(example,),
            )
        )
    return entries
