"""What a text holds, by its content alone: variants, copies, rearrangements, fusions, genes.

File names and suffixes are never looked at, because laboratories rename files. A VCF holds small
variants or structural ones, which is decided by its records; a table is told by the columns of
its header. What is recognised here is then read, or refused with the reason, by its own reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from crestome.model.copy_number import CopyNumberCall
from crestome.model.event import EventKind
from crestome.model.inspection import FileKind
from crestome.model.issue import Issues
from crestome.read import maf_columns
from crestome.read.copy_refusals import refuse_known
from crestome.read.copy_words import copy_number_call
from crestome.read.event_words import event_kind
from crestome.read.fusion_dialects import find_fusion_dialect
from crestome.read.gene_copies import holds_gene_copies
from crestome.read.probe_columns import holds_probe_header
from crestome.read.purity import holds_purity
from crestome.read.segment_dialects import Names, column_names, fold
from crestome.read.segment_header import find_table
from crestome.read.sv_tables import holds_sv_table
from crestome.read.telomere_dialects import find_telomere_dialect
from crestome.read.telomere_measurement import PROGRAM, holds_measurement
from crestome.read.text import TextFile
from crestome.read.vcf_header import read_vcf_header

SHORTEST_STRUCTURAL_BP: Final = 50
"""By convention of the field an insertion or deletion of 50 bases and more is structural."""

_RECORDS_SEEN: Final = 2000
_HEADER_WITHIN_LINES: Final = 2000
_HEADERS_TRIED: Final = 6
_SHOWN_COLUMNS: Final = 6
_SHOWN_MARKS: Final = 3
_VCF_FIRST: Final = "##fileformat=VCF"
_VCF_HEADER: Final = re.compile(r"#CHROM\s+POS\s+ID\s+REF\s+ALT\b")
_VCF_FIELDS: Final = 8
_SV_HEADER: Final = re.compile(
    r"##ALT=<ID=(DEL|DUP|INV|BND|TRA|INS)\b|##INFO=<ID=(MATEID|CHR2|CT|SVTYPE)\b"
)
_NO_SV_ALLELES: Final = ("<NON_REF>", "<*>", "<M>", "<X>")
_SINGLE_END: Final = re.compile(r"\.[ACGTN]+|[ACGTN]+\.", re.IGNORECASE)
_SOURCE: Final = "##source="
_LONGEST_SHOWN: Final = 80
_CASE_KEYS: Final = ("[patient]", "[[sample]]")
_PLACE: Final = r"(?:chr)?(?:\d{1,2}|[XYM]|MT|[A-Z]{2}\d{6}\.\d|Un_\S+|\S+_random)\t-?\d+\t-?\d+"
_BEDPE: Final = re.compile(rf"{_PLACE}\t{_PLACE}(\t|$)")
_SYMBOL: Final = re.compile(r"(?=\S*[A-Za-z])[A-Za-z0-9][A-Za-z0-9.@-]*( promoter)?")
_STATE: Final = re.compile(r"(?i)\t((gain|loss|amp|del|dup|normal|neutral)\w*|[pq]\d+[.\d]*)(\t|$)")
"""A fourth column that names no gene: a state of copy number or a band."""
_BED: Final = re.compile(rf"{_PLACE}\t(?=\S*[A-Za-z])[^\t]+(\t|$)")


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """What a text was taken for.

    Attributes:
        kind: See `FileKind`.
        dialect: Which program or format writes such a file.
        why: What in the content says so.
        caller: The program as the header of a VCF names it; "" elsewhere.
    """

    kind: FileKind
    dialect: str = ""
    why: str
    caller: str = ""


@dataclass(frozen=True)
class _Form:
    """A table that its columns tell from all others; each needed column with its spellings."""

    kind: FileKind
    dialect: str
    needs: tuple[Names, ...]
    unlike: Names = ()

    def found(self, header: dict[str, str]) -> tuple[str, ...]:
        """The columns that speak for it, as the header spells them; () if it is something else."""
        if any(fold(name) in header for name in self.unlike):
            return ()
        found = [
            next((header[fold(name)] for name in names if fold(name) in header), "")
            for names in self.needs
        ]
        return tuple(found) if all(found) else ()


_MAF_EFFECT: Final = (
    "Variant_Classification",
    "Tumor_Seq_Allele2",
    "Tumor_Seq_Allele1",
    "HGVSp_Short",
    "Protein_Change",
    "Amino_Acid_Change",
    "HGVSp",
)
_GENE: Final = ("gene", "Hugo_Symbol", "gene_symbol", "symbol", "genes", "fusion", "feature")
_EVENT: Final = ("type", "event", "event_type", "kind")
_NO_EVENT: Final = ("Tumor_Seq_Allele2", "Reference_Allele", "end", "loc.end", "log2", "seg.mean")
_FORMS: Final = (
    _Form(
        FileKind.STRUCTURAL_VARIANTS,
        "BEDPE",
        (("chrom1", "CHROM_A", "chr1"), ("start1", "START_A"), ("chrom2", "CHROM_B", "chr2")),
    ),
    _Form(FileKind.SMALL_VARIANTS, "ANNOVAR", (("Chr",), ("Start",), ("End",), ("Ref",), ("Alt",))),
    _Form(FileKind.EVENTS, "list of gene-level events", (_GENE, _EVENT), _NO_EVENT),
    _Form(
        FileKind.SMALL_VARIANTS,
        "MAF",
        (("Hugo_Symbol", "Tumor_Sample_Barcode", "Gene_Symbol", "Gene"), _MAF_EFFECT),
    ),
    _Form(
        FileKind.SMALL_VARIANTS,
        "table of variants",
        (maf_columns.CONTIG, maf_columns.START, maf_columns.REFERENCE, maf_columns.ALTERNATIVES),
    ),
)
_ALTERATION: Final = "alteration_type"
_ALTERATIONS: Final = _Form(FileKind.EVENTS, "list of gene-level events", (_GENE, (_ALTERATION,)))


def recognise(text: TextFile) -> Recognition:
    r"""Say what a text holds.

    Args:
        text: The lines, or the first few thousand of them.

    Returns:
        Kind `FileKind.UNKNOWN`, and what the first line reads, where nothing fits.

    Example:
        >>> lines = ["Hugo_Symbol\tVariant_Classification", "ALK\tMissense_Mutation"]
        >>> recognise(TextFile("x.txt", "", lines)).why
        'its header names Hugo_Symbol, Variant_Classification'
    """
    return (
        _case(text)
        or _vcf(text)
        or _telomeres(text)
        or _fusions(text)
        or _named_columns(text, _FORMS)
        or _alterations(text)
        or _copies(text)
        or _without_header(text)
        or Recognition(kind=FileKind.UNKNOWN, why=f"its first line reads: {_first_line(text)}")
    )


def is_vcf(text: TextFile) -> bool:
    """Whether a text begins as a VCF, or has its line of column names."""
    return _first_line(text).startswith(_VCF_FIRST) or any(map(_VCF_HEADER.match, text.lines))


def structural_share(records: list[str]) -> float:
    r"""The share of VCF records that are structural variants.

    A record is one if an allele is symbolic or a breakend, or if it carries ``SVTYPE`` and an
    allele of `SHORTEST_STRUCTURAL_BP` bases. Reference blocks of a genome VCF are none.

    Example:
        >>> structural_share(["1\t5\t.\tA\t<DEL>\t.\t.\t.", "1\t9\t.\tA\tG\t.\t.\t."])
        0.5
    """
    return sum(map(_is_structural, records)) / len(records) if records else 0.0


def _is_structural(record: str) -> bool:
    fields = record.split("\t", _VCF_FIELDS)
    if len(fields) < _VCF_FIELDS:
        return False
    reference, alternatives, info = fields[3], fields[4].split(","), fields[7]
    explicit = [len(reference)]
    for allele in alternatives:
        if allele in _NO_SV_ALLELES:
            continue
        if allele.startswith("<") or "[" in allele or "]" in allele:
            return True
        if _SINGLE_END.fullmatch(allele):
            return True
        explicit.append(len(allele))
    return "SVTYPE=" in info and max(explicit) >= SHORTEST_STRUCTURAL_BP


def _case(text: TextFile) -> Recognition | None:
    lines = map(str.strip, text.lines[:_HEADER_WITHIN_LINES])
    table = next((line for line in lines if line in _CASE_KEYS), None)
    if table is None:
        return None
    return Recognition(kind=FileKind.CASE, dialect="case file", why=f"it has a table {table}")


def _vcf(text: TextFile) -> Recognition | None:
    first = _first_line(text)
    header = next(
        (i for i, line in enumerate(text.lines) if _VCF_HEADER.match(line) is not None), None
    )
    if header is None and not first.startswith(_VCF_FIRST):
        return None
    comments = text.lines[:header]
    records = [] if header is None else text.lines[header + 1 : header + 1 + _RECORDS_SEEN]
    records = [line for line in records if line.strip()]
    kind, why = _small_or_structural(records, comments)
    version = first.removeprefix("##fileformat=") if first.startswith(_VCF_FIRST) else "VCF"
    return Recognition(kind=kind, dialect=version, why=why, caller=_caller(text, header))


def _small_or_structural(records: list[str], comments: list[str]) -> tuple[FileKind, str]:
    if not records:
        declared = any(_SV_HEADER.match(line) for line in comments)
        kind = FileKind.STRUCTURAL_VARIANTS if declared else FileKind.SMALL_VARIANTS
        word = "declares" if declared else "does not declare"
        return kind, f"a VCF without records, whose header {word} structural alleles"
    share = structural_share(records)
    count = round(share * len(records))
    seen = f"{count} of the {'first ' if len(records) == _RECORDS_SEEN else ''}{len(records)}"
    kind = FileKind.STRUCTURAL_VARIANTS if share * 2 >= 1 else FileKind.SMALL_VARIANTS
    return kind, f"a VCF, {seen} records of which are structural variants"


def _caller(text: TextFile, header: int | None) -> str:
    """The programs that a header shows; its line ``##source`` where none of them is known."""
    read = read_vcf_header(text.lines[: (header or 0) + 1], text.name, Issues())
    if read is not None and read.callers:
        return ", ".join(read.callers)
    sources = (line for line in text.lines[:header] if line.startswith(_SOURCE))
    source = next((line.removeprefix(_SOURCE).strip(' "') for line in sources), "")
    # A step of Manta signs for the whole.
    return source.replace("GenerateSVCandidates", "Manta")


def _telomeres(text: TextFile) -> Recognition | None:
    found = find_telomere_dialect(text)
    if found is not None:
        dialect, _ = found
        why = f"its header names {', '.join(dialect.marks[-_SHOWN_MARKS:])}"
        return Recognition(kind=FileKind.TELOMERES, dialect=dialect.program, why=why)
    if holds_measurement(text):
        return Recognition(kind=FileKind.TELOMERES, dialect=PROGRAM, why="its keys are those of it")
    return None


def _fusions(text: TextFile) -> Recognition | None:
    found = find_fusion_dialect(text)
    if found is not None:
        dialect, _ = found
        names = ", ".join(names[0] for names in dialect.marks)
        why = f"its header names {names}"
        return Recognition(kind=FileKind.FUSIONS, dialect=dialect.name, why=why)
    if holds_sv_table(text):
        why = "its header is that of a table of LINX"
        return Recognition(kind=FileKind.STRUCTURAL_VARIANTS, dialect="LINX", why=why)
    return None


def _named_columns(text: TextFile, forms: tuple[_Form, ...]) -> Recognition | None:
    for line in _table_lines(text):
        header = {fold(name): name for name in column_names(line)}
        for form in forms:
            found = form.found(header)
            if found:
                return Recognition(
                    kind=form.kind,
                    dialect=form.dialect,
                    why=f"its header names {', '.join(dict.fromkeys(found))}",
                )
    return None


def _alterations(text: TextFile) -> Recognition | None:
    """A gene beside ``alteration_type``: events, unless all its words are states of copy number."""
    found = _named_columns(text, (_ALTERATIONS,))
    if found is None:
        return None
    rows = _table_lines(text, _RECORDS_SEEN)
    header = next(row for row in rows if _column(row, _ALTERATION) is not None)
    at, separator = _column(header, _ALTERATION) or 0, "\t" if "\t" in header else ","
    words = {cell.strip() for row in rows for cell in row.split(separator)[at : at + 1]} - {""}
    copies = {
        word
        for word in words
        if copy_number_call(word, deletion=CopyNumberCall.LOSS) is not None
        or event_kind(word)[0] is EventKind.OTHER
    }
    return found if words - copies else None


def _column(header: str, name: str) -> int | None:
    names = [fold(cell) for cell in column_names(header)]
    return names.index(fold(name)) if fold(name) in names else None


def _copies(text: TextFile) -> Recognition | None:
    table = find_table(text)
    if table is not None:
        header = next(line for line in table.text.lines if line.strip())
        columns = ", ".join(column_names(header)[:_SHOWN_COLUMNS])
        why = (
            "no header; by the values of its columns"
            if table.shift
            else f"its header names {columns} …"
        )
        dialect = table.dialect.name
    elif holds_gene_copies(text):
        dialect, why = "copies or states of single genes", "its header names a gene and its state"
    elif holds_purity(text):
        dialect, why = "purity and ploidy", "it states the purity of a tumour"
    elif holds_probe_header(text):
        dialect, why = "probes or bins, to be segmented", "its header names single places"
    elif refuse_known(text, Issues()):
        dialect, why = "a table beside the segments", "by the names in its header"
    else:
        return None
    return Recognition(kind=FileKind.COPY_NUMBER, dialect=dialect, why=why)


def _without_header(text: TextFile) -> Recognition | None:
    lines = [line for line in islice(text.lines, _RECORDS_SEEN) if line.strip()]
    body = [line for line in lines if not line.startswith(("#", "track", "browser"))]
    if not body or any(line.startswith("#") and "\t" in line for line in lines):
        return None
    if all(_BEDPE.match(line) for line in body):
        why = "no header; each line has two places with contig, start and end"
        return Recognition(kind=FileKind.STRUCTURAL_VARIANTS, dialect="BEDPE", why=why)
    if all(_BED.match(line) and not _STATE.search(line) for line in body):
        why = "no header; each line has a contig, a start, an end and a name"
        return Recognition(kind=FileKind.GENES_SEQUENCED, dialect="BED of targets", why=why)
    if all(_SYMBOL.fullmatch(part.strip()) for line in body for part in line.split(",")):
        why = "each line is a gene symbol"
        return Recognition(kind=FileKind.GENES_SEQUENCED, dialect="list of genes", why=why)
    return None


def _table_lines(text: TextFile, most: int = _HEADERS_TRIED) -> Iterator[str]:
    """Lines that may be the header of a table: not empty, and not the metadata of a VCF."""
    lines = (line for line in text.lines[:_HEADER_WITHIN_LINES] if line.strip())
    return islice((line for line in lines if not line.startswith("##")), most)


def _first_line(text: TextFile) -> str:
    line = next((line.strip() for line in text.lines if line.strip()), "nothing")
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + " …"
