"""A list of gene-level events as a laboratory reported them → the events of one sample.

A report often says no more than "ATRX: deletion" or "ALK: missense variant". Such a statement is
evidence of its own kind: it is taken at its word, with the protein change where it is given, and
nothing is added to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.event import EventKind, GeneEvent
from crestome.model.issue import Issues
from crestome.model.small_variant import Consequence
from crestome.read.consequence import consequence_of_words
from crestome.read.contigs import bare_contigs
from crestome.read.date_symbols import refuse_date_symbols
from crestome.read.delimited import (
    LINE,
    DelimitedFile,
    find_column,
    locate,
    read_delimited,
    read_numbers,
)
from crestome.read.event_words import event_kind, fusion_name
from crestome.read.gene_symbols import current_symbol
from crestome.read.protein_change import (
    consequence_of,
    current_numbering,
    normalise_protein_change,
)
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked, rows_of_sample
from crestome.read.set_aside import REASON, entries_of, kept, marked, unmarked
from crestome.read.text import read_text_file

KIND: Final = "events"

_GENE: Final = ("gene", "Hugo_Symbol", "gene_symbol", "symbol", "genes", "fusion", "feature")
_TYPE: Final = ("type", "event", "event_type", "alteration_type", "kind")
_SAMPLE: Final = ("case_id", "sample", "sample_id", "Tumor_Sample_Barcode", "model_id", "case")
_OPTIONAL: Final = {
    "change": (
        "protein_change",
        "HGVSp_Short",
        "HGVSp",
        "hgvs_p",
        "amino_acid_change",
        "alteration",
    ),
    "effect": ("consequence", "Variant_Classification"),
    "contig": ("chrom", "chromosome", "contig", "chr"),
    "exons": ("exons", "exon"),
    "frame": ("in_frame",),
    "kinase": ("kinase_kept", "kinase_domain_kept"),
}
_POSITION: Final = ("position", "pos", "start", "breakpoint")
_FLAGS: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_events(
    path: Path, name: str, *, sample: Asked, issues: Issues
) -> Reading[tuple[GeneEvent, ...]] | None:
    """Read the events of one sample.

    Needed are a column for the gene and one for the type of event. Sample, protein change,
    consequence, chromosome and position (1-based), exons, and whether a fusion is in frame and
    keeps the kinase domain are read where there is a column for them.

    Args:
        path: Where the file is.
        name: How the case names it.
        sample: The sample that is meant, where the file holds several.
        issues: Takes the faults: no gene or type, no such sample, positions that are no numbers,
            and symbols that a spreadsheet turned into dates; a warning for types that are not
            known (kept as other events).

    Returns:
        One event for each row, none for a list without rows; None after an error was noted. Rows
        of other samples, without a gene, and repeated ones are set aside.
    """
    text = read_text_file(path, name, issues)
    file = None if text is None else read_delimited(text, issues)
    if file is None:
        return None
    gene = find_column(file, _GENE, issues=issues)
    kind = find_column(file, _TYPE, issues=issues)
    if gene is None or kind is None:
        return None
    errors_before = len(issues.errors)
    selected = rows_of_sample(file, _SAMPLE, sample, KIND, issues)
    if selected is None:
        return None
    mine, others = selected
    refuse_date_symbols(mine, gene, issues)
    frame = _sorted_out(_Table(mine, gene, kind, issues).frame())
    events = tuple(_event(row, name) for row in kept(frame).iter_rows(named=True))
    _warn_of_unknown_types(mine, kind, frame, issues)
    if len(issues.errors) > errors_before:
        return None
    source = InputFile(
        path=name,
        role="events",
        dialect="list of gene-level events, by its header",
        sha256=file.sha256,
        rows=file.rows,
    )
    aside = entries_of(frame, name, KIND)
    return Reading(value=events, source=source, set_aside=others + aside)


@dataclass(frozen=True)
class _Table:
    """The rows of one sample under fixed column names."""

    file: DelimitedFile
    gene: str
    kind: str
    issues: Issues

    def frame(self) -> pl.DataFrame:
        """Gene, type and every optional column; "" where the file has none."""
        position = find_column(self.file, _POSITION, issues=self.issues, required=False)
        frame = self.file.frame.select(
            LINE,
            gene=pl.col(self.gene),
            type=pl.col(self.kind),
            **{key: self._text(names) for key, names in _OPTIONAL.items()},
        )
        return frame.with_columns(
            contig=bare_contigs(frame["contig"]).fill_null(""),
            position=read_numbers(self.file, position, self.issues, whole=True) - 1
            if position
            else pl.lit(None, pl.Int64),
        )

    def _text(self, names: tuple[str, ...]) -> pl.Expr:
        column = find_column(self.file, names, issues=self.issues, required=False)
        return pl.col(column) if column else pl.lit("")


def _sorted_out(frame: pl.DataFrame) -> pl.DataFrame:
    nameless = pl.Series([current_symbol(gene) == "" for gene in frame["gene"]], dtype=pl.Boolean)
    frame = marked(unmarked(frame), nameless, pl.lit("names no gene"))
    said = [column for column in frame.columns if column != LINE]
    again = pl.col(REASON).is_null() & ~pl.struct(said).is_first_distinct()
    return marked(frame, again, pl.lit("the same event again"))


def _event(row: dict[str, str | int | None], name: str) -> GeneEvent:
    kind, consequence = event_kind(str(row["type"]))
    fused = kind is EventKind.FUSION
    gene = fusion_name(str(row["gene"])) if fused else current_symbol(str(row["gene"]))
    change = ""
    if kind is EventKind.SMALL_VARIANT:
        change = current_numbering(gene, normalise_protein_change(str(row["change"])))
        stated = consequence_of_words(str(row["effect"]))[0]
        given = (consequence, stated, consequence_of(change))
        consequence = next(
            (item for item in given if item is not Consequence.UNKNOWN), Consequence.UNKNOWN
        )
    return GeneEvent.model_validate(
        {
            "gene": gene,
            "kind": kind,
            "reported_as": row["type"],
            "contig": row["contig"],
            "position": row["position"],
            "exons": row["exons"],
            "in_frame": _FLAGS.get(str(row["frame"]).casefold()),
            "kinase_kept": _FLAGS.get(str(row["kinase"]).casefold()),
            "protein_change": change,
            "consequence": consequence,
            "where": f"{name} line {row[LINE]}",
        }
    )


def _warn_of_unknown_types(
    file: DelimitedFile, column: str, frame: pl.DataFrame, issues: Issues
) -> None:
    unknown = frame["type"].map_elements(
        lambda word: event_kind(word)[0] is EventKind.OTHER, return_dtype=pl.Boolean
    )
    if not unknown.any():
        return
    where, cells = locate(file, column, unknown)
    issues.warn(
        where,
        f"unknown type(s) of event: {cells}",
        expected="amplification, deletion, translocation, fusion …, or a term of the Sequence "
        "Ontology",
        remedy="these events are shown and decide nothing; correct the words if they should",
    )
