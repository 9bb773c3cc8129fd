"""A table of fusions, of any declared dialect → fusions of one tumour.

A fusion activates a kinase only if the part that encodes it is kept and read in frame. Whether the
kinase is kept stands in some tables as a list of domains; for ALK as the downstream partner it
follows from the breakpoint, because the exons of its kinase lie together at the end of the gene.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.fusion import Frame, Fusion
from crestome.model.genome import BP_PER_MB, Genome
from crestome.model.issue import Issues
from crestome.model.ledger import LedgerEntry
from crestome.model.structural_variant import StructuralKind
from crestome.read.contigs import bare_contigs, check_builds
from crestome.read.date_symbols import refuse_date_symbols
from crestome.read.delimited import (
    LINE,
    MISSING,
    DelimitedFile,
    find_column,
    read_delimited,
    read_numbers,
)
from crestome.read.fusion_dialects import (
    ARTEFACT_LABELS,
    DIALECTS,
    FusionDialect,
    Names,
    find_fusion_dialect,
)
from crestome.read.gene_symbols import current_symbol
from crestome.read.reading import Reading
from crestome.read.sample_names import Asked, rows_of_sample
from crestome.read.set_aside import entries_of, kept, marked, unmarked
from crestome.read.sv_rows import filter_reason, kinds
from crestome.read.text import TextFile

KIND: Final = "fusions"

_ROLE: Final = "fusions"
_PLACE: Final = r"^(?P<contig>.+?):(?P<position>[0-9]+)(?::[+-])?$"
_GENE_SLACK_BP: Final = BP_PER_MB // 10
"""A fusion may be transcribed from a little outside the gene that it is named by."""
_KINASE: Final = re.compile(r"kinase|pkinase|PK_Tyr", re.IGNORECASE)
_CUT: Final = re.compile(r"\(([0-9]+)%\)")
_WHOLE_PERCENT: Final = 95
_LISTED: Final = 3
_FRAMES: Final = {
    "inframe": Frame.IN_FRAME,
    "true": Frame.IN_FRAME,
    "yes": Frame.IN_FRAME,
    "outofframe": Frame.OUT_OF_FRAME,
    "frameshift": Frame.OUT_OF_FRAME,
    "stopcodon": Frame.OUT_OF_FRAME,
    "false": Frame.OUT_OF_FRAME,
    "no": Frame.OUT_OF_FRAME,
}
_OPEN_GENES: Final = ("", ".", "-", "NA", "None", "none", "Unknown", "intergenic", "IGR")


def holds_fusions(text: TextFile) -> bool:
    """Whether the header of a text is that of a table of fusions."""
    return find_fusion_dialect(text) is not None


def read_fusions(
    text: TextFile, *, genome: Genome, sample: Asked, issues: Issues
) -> Reading[tuple[Fusion, ...]] | None:
    """Read the fusions of one tumour.

    Args:
        text: The file.
        genome: Tables of the case's assembly.
        sample: The sample that is meant; None where the file holds one.
        issues: Takes the faults: no dialect fits, no such sample, another assembly, places that
            are none.

    Returns:
        One value for each row, none for a file without rows; None after an error was noted. Rows
        of other samples, filtered or unreported by the caller, labelled as artefacts, or without
        any gene are set aside.
    """
    found = find_fusion_dialect(text)
    if found is None:
        _refuse(text, issues)
        return None
    dialect, table = found
    whole = read_delimited(table, issues)
    selected = rows_of_sample(whole, dialect.sample, sample, KIND, issues) if whole else None
    if whole is None or selected is None:
        return None
    mine, others = selected
    before = len(issues.errors)
    frame = _Table(mine, dialect, issues).frame()
    frame = _with_reasons(frame)
    _check_assembly(frame, text.name, genome, issues)
    if len(issues.errors) > before:
        return None
    frame = _without_foreign_places(frame, text.name, genome, issues)
    if len(issues.errors) > before:
        return None
    source = InputFile(
        path=text.name,
        role=_ROLE,
        dialect=_meaning(dialect),
        sha256=text.sha256,
        rows=whole.rows,
    )
    aside: tuple[LedgerEntry, ...] = entries_of(frame, text.name, KIND)
    value = tuple(
        _fusion(row, dialect, f"{text.name} line {row[LINE]}", genome)
        for row in kept(frame).iter_rows(named=True)
    )
    return Reading(value=value, source=source, set_aside=others + aside)


def _meaning(dialect: FusionDialect) -> str:
    order = "upstream gene first" if dialect.ordered else "the order of the genes says nothing"
    return f"{dialect.name}, by its header; {order}"


def _refuse(text: TextFile, issues: Issues) -> None:
    line = next((line for line in text.lines if line.strip()), "nothing")
    issues.error(
        text.name,
        f"not a table of fusions in a known form; the first line reads: {line[:80]!r}",
        expected=", ".join(dialect.name for dialect in DIALECTS),
        remedy="write the columns five_prime_gene and three_prime_gene",
    )


@dataclass(frozen=True)
class _Table:
    """The rows of one sample, as the dialect names them."""

    file: DelimitedFile
    dialect: FusionDialect
    issues: Issues

    def frame(self) -> pl.DataFrame:
        dialect = self.dialect
        genes = self._genes()
        places = [self._place(side) for side in (0, 1)]
        return unmarked(self.file.frame.select(LINE)).with_columns(
            name1=_first_names(genes[0]),
            name2=_first_names(genes[1]),
            gene1=_symbols(genes[0]),
            gene2=_symbols(genes[1]),
            contig1=places[0][0],
            position1=places[0][1],
            contig2=places[1][0],
            position2=places[1][1],
            frame=self.text(dialect.frame),
            support=self._support(),
            confidence=self.text(dialect.confidence),
            filters=self.text(dialect.filters),
            reported=self.text(dialect.reported),
            labels=self.text(dialect.artefacts),
            kept=self.text(dialect.kept),
            lost=self.text(dialect.lost),
            kind=kinds(self.text(dialect.kind)),
            word=self.text(dialect.kind),
            build=self.text(dialect.build),
            status=self.text(dialect.status),
        )

    def name(self, names: Names) -> str | None:
        return find_column(self.file, names, issues=self.issues, required=False) if names else None

    def text(self, names: Names) -> pl.Series:
        """A column; "" where it is missing or says nothing."""
        column = self.name(names)
        if column is None:
            return pl.repeat("", self.file.rows, dtype=pl.String, eager=True)
        cells = self.file.frame[column]
        return cells.set(cells.is_in(list(MISSING)), "")

    def _genes(self) -> tuple[pl.Series, pl.Series]:
        dialect = self.dialect
        if not dialect.pair:
            for names in dialect.genes:
                column = self.name(names)
                if column:
                    refuse_date_symbols(self.file, column, self.issues)
            return self.text(dialect.genes[0]), self.text(dialect.genes[1])
        # Symbols may hold a hyphen themselves; the last one joins the genes.
        whole = self.text(dialect.pair).str.replace(r"(?i)[ -]+fusion$", "")
        parts = whole.str.extract_groups(
            rf"^(?P<first>.*){re.escape(dialect.joint)}(?P<second>.*)$"
        ).struct.unnest()
        first, second = parts["first"].fill_null(whole), parts["second"].fill_null("")
        return first, second.zip_with(second.str.to_lowercase() != "intragenic", first)

    def _place(self, side: int) -> tuple[pl.Series, pl.Series]:
        """Bare contig ("" if not given) and 0-based position."""
        dialect = self.dialect
        if dialect.places[side]:
            parts = self.text(dialect.places[side]).str.extract_groups(_PLACE).struct.unnest()
            contig = parts["contig"].fill_null("")
            return bare_contigs(contig), parts["position"].cast(pl.Int64, strict=False) - 1
        column = self.name(dialect.positions[side])
        empty = pl.repeat(None, self.file.rows, dtype=pl.Int64, eager=True)
        position = read_numbers(self.file, column, self.issues, whole=True) - 1 if column else empty
        contig = self.text(dialect.contigs[side])
        if not contig.len() or not (contig != "").any():
            return contig, empty
        return bare_contigs(contig), position

    def _support(self) -> pl.Series:
        columns = [self.name((name,)) for name in self.dialect.support]
        names = list(dict.fromkeys(name for name in columns if name))
        if not names:
            return pl.repeat(None, self.file.rows, dtype=pl.Int64, eager=True)
        numbers = [pl.col(name).cast(pl.Float64, strict=False) for name in names]
        known = pl.any_horizontal(number.is_not_null() for number in numbers)
        total = pl.sum_horizontal(number.fill_null(0) for number in numbers)
        return self.file.frame.select(
            pl.when(known).then(total).cast(pl.Int64, strict=False)
        ).to_series()


def _first_names(names: pl.Series) -> pl.Series:
    """Of ``SYMBOL^ENSG…`` and ``SYMBOL(distance),SYMBOL(distance)`` the first symbol."""
    return names.str.replace(r"\^.*$", "").str.replace(r"[(,;].*$", "").str.strip_chars()


def _symbols(names: pl.Series) -> pl.Series:
    """Current symbols; "" where no gene is named."""
    return pl.Series(
        ["" if name in _OPEN_GENES else current_symbol(name) for name in _first_names(names)],
        dtype=pl.String,
    )


def _with_reasons(frame: pl.DataFrame) -> pl.DataFrame:
    frame = marked(
        frame, pl.col("reported").str.to_lowercase() == "false", pl.lit("not reported by LINX")
    )
    inherited = pl.col("status").str.to_uppercase() == "GERMLINE"
    frame = marked(frame, inherited, pl.lit("germline"))
    reason = filter_reason("filters")
    frame = marked(frame, reason.is_not_null(), reason)
    labels = (
        pl.col("labels")
        .str.split(",")
        .list.eval(pl.element().filter(pl.element().is_in(list(ARTEFACT_LABELS))))
    )
    words = pl.lit("a likely artefact by its description: ") + labels.list.join(", ")
    frame = marked(frame, labels.list.len() > 0, words)
    nameless = (pl.col("gene1") == "") & (pl.col("gene2") == "")
    return marked(frame, nameless, pl.lit("no gene on either side"))


def _check_assembly(frame: pl.DataFrame, name: str, genome: Genome, issues: Issues) -> None:
    rows = kept(frame)
    placed = rows.filter(pl.col("position1").is_not_null() | pl.col("position2").is_not_null())
    check_builds(placed["build"], f"{name}: column of the assembly", genome, issues)


def _without_foreign_places(
    frame: pl.DataFrame, name: str, genome: Genome, issues: Issues
) -> pl.DataFrame:
    """Places that do not lie in the gene that the row names are not used.

    If most known genes lie elsewhere and the file does not state its assembly, it is another one.
    """
    frame = frame.with_columns(_fit(frame, side, genome).alias(f"fits{side}") for side in (1, 2))
    placed = pl.concat(
        kept(frame).select(
            LINE,
            gene=f"gene{side}",
            contig=f"contig{side}",
            position=f"position{side}",
            fits=f"fits{side}",
        )
        for side in (1, 2)
    ).drop_nulls(["position", "fits"])
    wrong = placed.filter(~pl.col("fits"))
    if wrong.height:
        listed = "; ".join(
            f"line {line}: {gene or 'no gene'} at chr{contig}:{at + 1:,}"
            for line, gene, contig, at, _ in wrong.head(_LISTED).rows()
        )
        what = f"{wrong.height} of {placed.height} breakpoints lie outside their genes: {listed}"
        stated = (frame["build"] != "").any()
        if wrong.height * 2 > placed.height and not stated:
            issues.error(
                name,
                what,
                expected=f"positions of {genome.assembly}, the assembly of the case",
                remedy="state the assembly that the file was made on",
            )
        else:
            issues.warn(name, what, remedy="these breakpoints are not used; the genes are")
    for side in (1, 2):
        used = pl.col(f"fits{side}").fill_null(value=True)
        frame = frame.with_columns(
            pl.when(used).then(f"position{side}").alias(f"position{side}"),
            pl.when(used).then(f"contig{side}").otherwise(pl.lit("")).alias(f"contig{side}"),
        )
    return frame


def _fit(frame: pl.DataFrame, side: int, genome: Genome) -> pl.Series:
    """Whether each place lies in its gene; null where the gene is not known or nothing is given.

    A place beyond the end of its chromosome fits nowhere.
    """
    genes = {gene.symbol: gene.interval for gene in genome.genes.values()}
    lengths = {item.name: item.length_bp for item in genome.chromosomes.values()}
    found: list[bool | None] = []
    for gene, contig, at in frame.select(f"gene{side}", f"contig{side}", f"position{side}").rows():
        interval = genes.get(gene)
        if at is not None and at >= lengths.get(contig, at + 1):
            found.append(False)
        elif at is None or interval is None:
            found.append(None)
        else:
            near = interval.start - _GENE_SLACK_BP <= at < interval.end + _GENE_SLACK_BP
            found.append(contig == interval.contig and near)
    return pl.Series(found, dtype=pl.Boolean)


def _fusion(row: dict[str, object], dialect: FusionDialect, where: str, genome: Genome) -> Fusion:
    text = {key: value for key, value in row.items() if isinstance(value, str)}
    numbers = {key: value for key, value in row.items() if isinstance(value, int)}
    word = text.get("kind")
    joined = "::".join(name or "?" for name in (text["name1"], text["name2"]))
    fusion = Fusion(
        five_prime=text["gene1"],
        three_prime=text["gene2"],
        contig1=text["contig1"],
        position1=numbers.get("position1"),
        contig2=text["contig2"],
        position2=numbers.get("position2"),
        frame=read_frame(text["frame"]),
        ordered=dialect.ordered,
        kind=None if word is None else StructuralKind(word),
        kinase_kept=_kinase_by_domains(text["kept"], text["lost"]),
        support=numbers.get("support"),
        confidence=text["confidence"],
        reported_as=f"{joined} {text['word']}".strip(),
        where=where,
    )
    if fusion.kinase_kept is not None:
        return fusion
    return fusion.model_copy(update={"kinase_kept": _kinase_by_place(fusion, genome)})


def read_frame(word: str) -> Frame:
    """The reading frame that a caller's word states.

    Example:
        >>> read_frame("in-frame"), read_frame("FRAMESHIFT"), read_frame("CDS(truncated)/UTR")
        (<Frame.IN_FRAME: 'in_frame'>, <Frame.OUT_OF_FRAME: 'out_of_frame'>, \
<Frame.UNKNOWN: 'unknown'>)
    """
    return _FRAMES.get(re.sub(r"[^a-z]", "", word.casefold()), Frame.UNKNOWN)


def _kinase_by_domains(kept_domains: str, lost: str) -> bool | None:
    """A kinase among the kept domains, whole or nearly so; False where it stands among the lost."""
    for domain in re.split(r"[;|^~]", kept_domains):
        if _KINASE.search(domain):
            cut = _CUT.search(domain)
            whole = cut is None or int(cut[1]) >= _WHOLE_PERCENT
            if whole and "partial" not in domain.casefold():
                return True
    return False if _KINASE.search(lost) else None


def _kinase_by_place(fusion: Fusion, genome: Genome) -> bool | None:
    """Of ALK as the downstream partner: whether the break lies before the exons of its kinase."""
    if fusion.three_prime != "ALK" or fusion.position2 is None or not fusion.ordered:
        return None
    kinase = genome.regions["ALK_kinase_exons"]
    # ALK is read from the minus strand: what lies upstream has the higher coordinate.
    return fusion.contig2 == kinase.contig and fusion.position2 >= kinase.end - 1
