"""VCF of any structural-variant caller → one row for each data row.

Read are breakends in brackets, single breakends, symbolic alleles and sequence-resolved deletions
and insertions. Orientation comes from the brackets, else from CT (DELLY), STRANDS (LUMPY, Sniffles
1, Severus), INV3 and INV5 (Manta before 1.6), else from the kind itself; Sniffles 2 writes the
strands of its reads under STRAND, which say nothing on orientation.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import Final

import polars as pl

from crestome.model.issue import Issues
from crestome.model.structural_variant import StructuralKind
from crestome.read.breakend_alt import breakends
from crestome.read.delimited import LINE, DelimitedFile, read_delimited, read_numbers
from crestome.read.reading import Wanted
from crestome.read.sample_names import Asked
from crestome.read.set_aside import REASON, marked, unmarked
from crestome.read.sv_rows import SCHEMA, SvRows, filter_reason, is_kind, kinds, strands_of
from crestome.read.sv_support import info_flag, info_number, info_text, with_support
from crestome.read.text import TextFile
from crestome.read.vcf_samples import choose_columns

_FIXED: Final = ("CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
_SHOWN: Final = 60
_SHORTEST_BP: Final = 50
"""By convention of the field an insertion or deletion of 50 bases and more is structural."""
_CALLERS: Final = (
    "DRAGEN",
    "GRIDSS",
    "ESVEE",
    "PURPLE",
    "DELLY",
    "Sniffles2",
    "Sniffles",
    "cuteSV",
    "Severus",
    "SvABA",
    "SVIM",
    "pbsv",
    "nanomonsv",
    "SAVANA",
    "LUMPY",
    "GenerateSVCandidates",
    "Manta",
)
_PLACE_IN_LIST: Final = "_place"
_TWO_BRACKETS: Final = r"[\[\]].+[\[\]]"
_SEVERAL: Final = "several alternatives in one row"
_UNPLACED: Final = "the place of the second end is not given"
_CONNECTION: Final = {"3to5": "+-", "5to3": "-+", "3to3": "++", "5to5": "--"}


def holds_vcf(text: TextFile) -> bool:
    """Whether a text is a VCF, whole or not."""
    first = next((line for line in text.lines if line.strip()), "")
    return first.startswith(("##fileformat=VCF", "#CHROM\tPOS", "#CHROM POS"))


def vcf_header(text: TextFile) -> list[str]:
    """The header lines of a VCF that begin with ``##``."""
    return [line for line in text.lines if line.startswith("##")]


def read_sv_vcf(text: TextFile, sample: Asked, issues: Issues) -> SvRows | None:
    """Take a VCF of structural variants apart.

    Set aside are rows that the caller filtered, reference rows, small variants, regions of copy
    number without breakpoints, rows with several alternatives, rows whose second place is not
    given, and in a file of several samples those that no read of the tumour supports.

    Args:
        text: The file.
        sample: The tumour; None where the file tells it.
        issues: Takes the faults: no header line, columns that are not those of VCF, no such
            sample, a position that is no number, a file of small variants only.

    Returns:
        The rows; None after an error was noted.
    """
    file = _table(text, issues)
    if file is None:
        return None
    header = vcf_header(text)
    names = [name for name in file.header if name not in {*_FIXED, "FORMAT"}]
    where = f"{text.name}: samples"
    roles = choose_columns(names, header, Wanted(sample=sample), where, issues)
    if roles is None:
        return None
    before = len(issues.errors)
    position = read_numbers(file, "POS", issues, whole=True)
    if len(issues.errors) > before:
        return None
    frame = with_support(file.frame, roles.tumour)
    # The counts of a row are those of its first alternative.
    unknown = pl.when(~pl.col("_split"))
    frame = frame.with_columns(
        unknown.then("support").alias("support"), unknown.then("vaf").alias("vaf")
    )
    frame = _with_words(frame.with_columns(POS=position))
    rows = _with_reasons(_placed(frame), several=len(names) > 1)
    if not _holds_structural(rows, text.name, issues):
        return None
    _warn_of_loss(rows, text.name, issues)
    caller = _caller(header, file)
    told = f"tumour {PurePath(roles.tumour).name}, {roles.reason}" if roles.tumour else "no samples"
    return SvRows(
        frame=rows.select(list(SCHEMA)),
        dialect=f"VCF ({caller}, {told})",
        rows=file.frame[LINE].n_unique(),
    )


def _table(text: TextFile, issues: Issues) -> DelimitedFile | None:
    index = next((i for i, line in enumerate(text.lines) if line.startswith("#CHROM")), None)
    if index is None:
        issues.error(
            f"{text.name} line {len(text.lines)}",
            "the VCF ends without a line #CHROM",
            expected="#CHROM POS ID REF ALT QUAL FILTER INFO after the lines that begin with ##",
            remedy="the file is cut short; copy or write it again",
        )
        return None
    head = text.lines[index][1:]
    more = head.count("\t") + 1 - len(_FIXED)
    # A row that ends with INFO, as Manta writes its candidates, has no genotypes.
    rows = (
        line + "\t." * more if line.count("\t") + 1 == len(_FIXED) else line
        for line in text.lines[index + 1 :]
    )
    lines = [*text.lines[:index], head, *rows]
    file = read_delimited(replace(text, lines=lines), issues, comment="#")
    if file is None:
        return None
    if file.header[: len(_FIXED)] != _FIXED:
        issues.error(
            f"{text.name} line {index + 1}",
            f"columns {', '.join(file.header[: len(_FIXED)])}",
            expected=" ".join(_FIXED),
            remedy="write the VCF again; these columns are fixed",
        )
        return None
    return replace(file, frame=_one_alternative_each(file.frame))


def _one_alternative_each(frame: pl.DataFrame) -> pl.DataFrame:
    """A row for each partner where a breakend lists several; `_PLACE_IN_LIST` says which."""
    listed = pl.col("ALT").str.split(",")
    all_ends = listed.list.eval(pl.element().str.contains(_TWO_BRACKETS)).list.all()
    several = pl.col("ALT").str.contains(",", literal=True) & all_ends
    alternatives = pl.when(several).then(listed).otherwise(pl.concat_list("ALT"))
    place = pl.int_ranges(0, alternatives.list.len())
    split = frame.with_columns(
        alternatives.alias("ALT"), place.alias(_PLACE_IN_LIST), _split=several
    )
    return split.explode("ALT", _PLACE_IN_LIST)


def _with_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Brackets, the word for the kind, and the kind."""
    symbol = frame["ALT"].str.extract(r"^<([^>]+)>$")
    frame = frame.with_columns(breakends(frame["ALT"])).with_columns(
        symbol=symbol, word=pl.coalesce(symbol, info_text("SVTYPE"), _by_length())
    )
    kind = kinds(frame["word"])
    bracketed = frame["contig2"].is_not_null()
    single = frame["strand1"].is_not_null() & ~bracketed
    # A pair of brackets is no single breakend, whatever SVTYPE says.
    kind = kind.set(bracketed & (kind == StructuralKind.SINGLE.value).fill_null(value=False), None)
    return frame.with_columns(
        kind=kind.set(single, StructuralKind.SINGLE.value),
        bracketed=bracketed,
        single=single,
        named=is_kind(frame["word"]) | bracketed | single,
    )


def _by_length() -> pl.Expr:
    """DEL or INS where the sequence itself is given and long enough to be structural."""
    bases = pl.col("ALT").str.contains(r"^[ACGTNacgtn]+$")
    longer = (
        pl.col("ALT").str.len_bytes().cast(pl.Int64, strict=False) - pl.col("REF").str.len_bytes()
    )
    return (
        pl.when(bases & (longer >= _SHORTEST_BP))
        .then(pl.lit("INS"))
        .when(bases & (longer <= -_SHORTEST_BP))
        .then(pl.lit("DEL"))
    )


def _last_base() -> pl.Expr:
    """The last base of the event, or the other place, counted from 1; null if not given."""
    kind, length = pl.col("kind"), info_number("SVLEN").abs()
    spelt = (kind == StructuralKind.DELETION.value) & pl.col("symbol").is_null()
    deleted = pl.when(spelt).then(pl.col("REF").str.len_bytes().cast(pl.Int64) - 1)
    return (
        pl.when(_is_elsewhere())
        .then(pl.coalesce(info_number("POS2"), info_number("END2"), info_number("END")))
        .when(kind == StructuralKind.INSERTION.value)
        .then(pl.col("POS"))
        .otherwise(pl.coalesce(info_number("END"), pl.col("POS") + pl.coalesce(deleted, length)))
    )


def _is_elsewhere() -> pl.Expr:
    chr2 = info_text("CHR2")
    return chr2.is_not_null() & (chr2 != pl.col("CHROM"))


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """The model's columns: both ends with strands, 0-based."""
    strands = _strands()
    one, two = strands.str.slice(0, 1), strands.str.slice(1, 1)
    # Of a symbolic allele POS is the base before the event and END its last base, so the base
    # beside a break whose kept DNA lies after it is one further on.
    shift = pl.when(_is_elsewhere() | pl.col("bracketed") | pl.col("single")).then(0).otherwise(1)
    paired = ~pl.col("single")
    position2 = _last_base() - 1 + pl.when(two == "-").then(shift).otherwise(0)
    contig2 = pl.coalesce("contig2", info_text("CHR2"), pl.col("CHROM"))
    return frame.with_columns(
        contig1=pl.col("CHROM"),
        position1=pl.col("POS") - 1 + pl.when(one == "-").then(shift).otherwise(0),
        strand1=pl.coalesce("strand1", one),
        contig2=pl.when(paired).then(contig2),
        position2=pl.when(paired).then(pl.coalesce("position2", position2)),
        strand2=pl.when(paired).then(pl.coalesce("strand2", two)),
        gene1=pl.lit(None, pl.String),
        gene2=pl.lit(None, pl.String),
        event=pl.coalesce(info_text("EVENT"), info_text("CLUSTERID")),
        id=pl.col("ID"),
        mate=_mate(),
        slack=_slack(),
    )


def _mate() -> pl.Expr:
    """The mate of this alternative; callers list one for each."""
    names = pl.coalesce(info_text("MATEID"), info_text("PARID")).str.split(",")
    return names.list.get(pl.col(_PLACE_IN_LIST), null_on_oob=True)


def _slack() -> pl.Expr:
    """Bases alike on both sides of a breakend, or the range in which it lies exactly somewhere.

    Of an imprecise break the range says how little is known, not that two records are one.
    """
    bases = info_text("HOMLEN").str.split(",").list.get(0).cast(pl.Int64, strict=False)
    ends = info_text("CIPOS").str.split(",")
    low, high = (ends.list.get(i, null_on_oob=True).cast(pl.Int64, strict=False) for i in (0, 1))
    exact = pl.when(~info_flag("IMPRECISE")).then(high - low)
    return pl.when("bracketed").then(pl.coalesce(bases, exact, 0))


def _strands() -> pl.Expr:
    """Both strands as ``+-``, from what the row says beside brackets."""
    connection = info_text("CT").replace_strict(_CONNECTION, default=None, return_dtype=pl.String)
    lumpy = info_text("STRANDS").str.extract(r"^([+-]{2})")
    cute = pl.when(pl.col("ID").str.starts_with("cuteSV")).then(
        info_text("STRAND").str.extract(r"^([+-]{2})$")
    )
    manta = pl.when(info_flag("INV3")).then(pl.lit("++")).when(info_flag("INV5")).then(pl.lit("--"))
    return pl.coalesce(strands_of(pl.col("kind")), connection, lumpy, manta, cute)


def _with_reasons(frame: pl.DataFrame, *, several: bool) -> pl.DataFrame:
    frame = unmarked(frame)
    frame = marked(frame, pl.col("ALT").is_in([".", "", "<*>", "<NON_REF>"]), _text("no variant"))
    copies = pl.col("word").str.to_uppercase().is_in(["CNV", "CN0", "CN1", "GAIN", "LOSS"])
    frame = marked(frame, copies.fill_null(value=False), _text("copies, no breakpoints"))
    frame = marked(frame, ~pl.col("named"), _text("a small variant"))
    reason = filter_reason("FILTER")
    frame = marked(frame, reason.is_not_null(), reason)
    many = pl.col("ALT").str.contains(r",") & ~pl.col("bracketed")
    frame = marked(frame, many, _text(_SEVERAL))
    lost = ~pl.col("single") & (pl.col("position2").is_null() | pl.col("position1").is_null())
    frame = marked(frame, lost, _text(_UNPLACED))
    somatic = info_flag("SOMATIC")
    if several and frame.select(somatic.any()).item():
        frame = marked(frame, ~somatic, _text("not called somatic"))
    unseen = pl.lit(several) & (pl.col("support") == 0).fill_null(value=False)
    return marked(frame, unseen, _text("no read of the tumour supports it"))


def _text(words: str) -> pl.Expr:
    return pl.lit(words)


def _warn_of_loss(frame: pl.DataFrame, name: str, issues: Issues) -> None:
    """Rows that say something which is not read must not vanish in silence."""
    for reason in (_SEVERAL, _UNPLACED):
        lost = frame.filter(pl.col(REASON) == reason)
        if lost.height:
            issues.warn(
                f"{name} line {lost[LINE][0]}",
                f"{lost.height} row(s) set aside: {reason}",
                expected="one alternative with two places for each row",
            )


def _holds_structural(frame: pl.DataFrame, name: str, issues: Issues) -> bool:
    if frame.is_empty() or frame["named"].any() or not (frame[REASON] == "a small variant").any():
        return True
    issues.error(
        f"{name} line {frame[LINE][0]}",
        "no row is a structural variant",
        expected="breakends, symbolic alleles or rows with SVTYPE",
        remedy="name a file of small variants under small_variants",
    )
    return False


def _caller(header: list[str], file: DelimitedFile) -> str:
    """The caller as ``##source`` names it, else as the first row or the header mention it."""
    source = [line.partition("=")[2].strip() for line in header if line.startswith("##source=")]
    if source:
        return source[0][:_SHOWN].replace("GenerateSVCandidates", "Manta")
    rows = file.frame.head(1)
    first = " ".join(rows.select("ID", "INFO").row(0)) if rows.height else ""
    version = re.search(r"(?i)DELLYv?([\d.]+)", first)
    if version:
        return f"DELLY {version[1]}"
    for text in (first.casefold(), " ".join(header).casefold()):
        found = [name for name in _CALLERS if name.casefold() in text]
        if found:
            return min(found, key=lambda name: text.index(name.casefold()))
    return "caller not named"
