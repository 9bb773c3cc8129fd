"""VCF of any caller and annotator → the small variants of one sample.

Read are the files of Mutect, Mutect2, Strelka, VarScan2, VarDict, MuSE, SomaticSniper, Pindel,
SAGE, DRAGEN, freebayes, Torrent, DKFZ and merged call sets, with the annotation of VEP, SnpEff,
Funcotator, ANNOVAR, PAVE or bcftools csq, or with none. A germline call set is refused unless the
case declares it: read as a tumour, its inherited variants would all become mutations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from crestome.model.assessment import InputFile
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.model.ledger import LedgerEntry
from crestome.model.small_variant import Consequence, Origin, SmallVariants
from crestome.read.contigs import check_ends, check_genes
from crestome.read.delimited import LINE
from crestome.read.effect_prediction import EffectSource
from crestome.read.reading import Reading, Wanted
from crestome.read.set_aside import REASON, entries_of
from crestome.read.text import TextFile
from crestome.read.vcf_annotation import find_annotation
from crestome.read.vcf_header import VcfHeader, check_assembly, germline_sign, read_vcf_header
from crestome.read.vcf_places import places_of
from crestome.read.vcf_record import COLUMNS, TOLD_AT, RecordReader
from crestome.read.vcf_samples import Roles, choose_roles

KIND: Final = "small variants"
_ROLE: Final = "small_variants"
_POSITION: Final = re.compile(r"[0-9]{1,10}")
_LISTED: Final = 5
_REASONS: Final = 8
_FIELDS: Final = 8
_TOLD: Final = re.compile(rf"{TOLD_AT} (\d+) ")
_CODING: Final = (
    Consequence.MISSENSE,
    Consequence.NONSENSE,
    Consequence.FRAMESHIFT,
    Consequence.INFRAME,
    Consequence.SYNONYMOUS,
)
_PAIRED_SIGNS: Final = ("##normal_sample=", "ID=ADC,", "ID=DPC,", "INFO_control")
_ANNOTATIONS: Final = {
    "CSQ": "VEP CSQ",
    "vep": "VEP",
    "ANN": "SnpEff ANN",
    "FUNCOTATION": "Funcotator",
    "BCSQ": "bcftools csq",
    "IMPACT": "PAVE IMPACT",
    "ANNOVAR": "ANNOVAR",
    "DKFZ": "DKFZ columns",
    "": "no annotation",
}


@dataclass(frozen=True, kw_only=True)
class VcfPlan:
    """What is settled before the first record is read.

    Attributes:
        header: The header.
        roles: Which sample is read, and why.
        reader: Reads one record.
        genome: The tables of the assembly.
        effects: What the effects of records without annotation are computed from.
    """

    header: VcfHeader
    roles: Roles
    reader: RecordReader
    genome: Genome
    effects: EffectSource | None = None


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The records of a file that are to be read, and the account of all others.

    Attributes:
        records: 1-based line number and text.
        checksum: Answers the SHA-256 of the file; asked for after the last record.
        passed_over: The account of rows that were never read; asked for after the last record.
        numbered: Whether the numbers are those of lines; an index does not know them.
    """

    records: Iterable[tuple[int, str]]
    checksum: Callable[[], str]
    passed_over: Callable[[], tuple[LedgerEntry, ...]] = tuple
    numbered: bool = True

    def where(self, name: str, number: int, change: tuple[str, int, str, str]) -> str:
        """How a record is named in the report."""
        if self.numbered:
            return f"{name} line {number}"
        contig, position, reference, alternative = change
        return f"{name} at chr{contig}:{position}:{reference}>{alternative}"


def read_vcf(
    text: TextFile, *, genome: Genome, wanted: Wanted, issues: Issues
) -> Reading[SmallVariants] | None:
    """Read the small variants of one sample.

    Set aside, with the reason: records that the caller filtered or calls inherited, structural
    variants, sites that equal the reference, contigs that are no chromosome, alleles that no read
    supports, repeated records. A record with several alleles gives one row for each.

    Args:
        text: The file.
        genome: The tables of the assembly that the case states.
        wanted: The sample, its normal, and whether inherited variants are asked for.
        issues: Takes every fault with its line.

    Returns:
        The variants, 0-based; None after an error was noted: no header, no such sample, roles that
        nothing decides, a germline call set, another assembly, broken records.
    """
    header = read_vcf_header(text.lines, text.name, issues)
    if header is None:
        return None
    first = next(iter(text.lines[header.lines :]), "")
    plan = plan_vcf(header, first, genome, wanted, issues)
    if plan is None:
        return None
    records = (
        (number, line)
        for number, line in enumerate(text.lines[header.lines :], header.lines + 1)
        if line.strip()
    )
    return read_records(plan, Lines(records=records, checksum=lambda: text.sha256), issues)


def plan_vcf(
    header: VcfHeader, first_record: str, genome: Genome, wanted: Wanted, issues: Issues
) -> VcfPlan | None:
    """Settle assembly, roles and origin; None after an error was noted."""
    before = len(issues.errors)
    check_assembly(header, genome, issues)
    sign = "" if wanted.germline else germline_sign(header)
    if sign:
        _refuse_germline(header.name, sign, issues)
    roles = None if sign else choose_roles(header, wanted, issues)
    if roles is None or len(issues.errors) > before:
        return None
    origin = _origin(header, roles)
    if origin is Origin.UNKNOWN and not wanted.germline:
        issues.note(
            f"{header.name}: samples",
            "no normal beside the tumour: inherited variants are not told from acquired ones",
        )
    reader = RecordReader(
        header=header,
        column=None if roles.tumour is None else header.sample_column(roles.tumour),
        annotation=find_annotation(header, first_record),
        places=places_of(genome),
        germline=wanted.germline,
        origin=origin,
    )
    return VcfPlan(header=header, roles=roles, reader=reader, genome=genome, effects=wanted.effects)


def read_records(plan: VcfPlan, lines: Lines, issues: Issues) -> Reading[SmallVariants] | None:
    """Read the records that are to be read; None after an error was noted."""
    with_effects = _with_effects(plan, lines, issues)
    if with_effects is None:
        return None
    plan, lines = with_effects
    name, before = plan.header.name, len(issues.errors)
    kept: list[tuple[object, ...]] = []
    reasons: list[tuple[int, str]] = []
    faults: list[tuple[int, str]] = []
    seen: dict[tuple[str, int, str, str], int] = {}
    any_other = False
    for number, line in lines.records:
        fields = line.rstrip("\t ").split("\t")
        fault = _fault(fields, plan)
        if fault:
            faults.append((number, fault))
            continue
        record = plan.reader.read(fields)
        any_other |= record.any_other
        reason = record.reason
        if not reason and seen.setdefault(record.key, number) != number:
            reason = "repeats an earlier record"
        if reason:
            reasons.append((number, reason))
        else:
            where = lines.where(name, number, record.key)
            kept += [(*row, where, number) for row in record.rows]
    _note_faults(faults, name, issues)
    if any_other and not plan.reader.germline:
        _refuse_germline(name, "it is a gVCF", issues)
    frame = _frame(kept)
    _check_places(frame, plan, issues)
    if len(issues.errors) > before:
        return None
    _note_annotation(plan, frame, issues)
    _note_told_elsewhere(reasons, frame, name, issues)
    return _reading(plan, lines, frame, reasons)


def _with_effects(plan: VcfPlan, lines: Lines, issues: Issues) -> tuple[VcfPlan, Lines] | None:
    """The plan with computed effects where nothing states any; None after an error was noted.

    The records are read twice then, so they are held; of a large file only those in genes are.
    """
    name, key = plan.header.name, plan.reader.annotation.key
    if plan.effects is None:
        return plan, lines
    if key:
        issues.note(
            f"{name}: effects",
            f"the file is annotated ({_ANNOTATIONS[key]}), so reference_fasta and gene_model are "
            "not used for it",
        )
        return plan, lines
    held = list(lines.records)
    texts = (text for _, text in held)
    predicted = plan.effects.predict(texts, name, plan.genome, issues)
    if predicted is None:
        return None
    reader = replace(plan.reader, predicted=predicted)
    return replace(plan, reader=reader), replace(lines, records=held)


def _reading(
    plan: VcfPlan, lines: Lines, frame: pl.DataFrame, reasons: list[tuple[int, str]]
) -> Reading[SmallVariants]:
    passed_over = lines.passed_over()
    aside = _entries(reasons, plan.header.name)
    if not lines.numbered:
        aside = tuple(entry.model_copy(update={"examples": ()}) for entry in aside)
    return Reading(
        value=SmallVariants(frame.select(*SmallVariants.schema())),
        source=InputFile(
            path=plan.header.name,
            role=_ROLE,
            dialect=_dialect(plan),
            sha256=lines.checksum(),
            rows=frame[LINE].n_unique() + len(reasons) + sum(entry.rows for entry in passed_over),
        ),
        set_aside=(*aside, *passed_over),
    )


def _dialect(plan: VcfPlan) -> str:
    callers = " + ".join(plan.header.callers) or "caller not stated"
    annotation = _ANNOTATIONS[plan.reader.annotation.key]
    if plan.effects is not None and not plan.reader.annotation.key:
        annotation = "no annotation; effects computed by bcftools csq"
    roles = plan.roles
    sample = f"sample {roles.tumour} ({roles.reason})" if roles.tumour else roles.reason
    normal = f", normal {roles.normal}" if roles.normal else ""
    return f"VCF ({callers}; {annotation}; {sample}{normal})"


def _origin(header: VcfHeader, roles: Roles) -> Origin:
    top = f"{header.text}\n{' '.join(header.columns)}"
    paired = roles.normal is not None or any(sign in top for sign in _PAIRED_SIGNS)
    return Origin.SOMATIC if paired else Origin.UNKNOWN


def _refuse_germline(name: str, sign: str, issues: Issues) -> None:
    issues.error(
        f"{name}: header",
        f"a germline call set: {sign}",
        expected="the somatic variants of a tumour",
        remedy="give the somatic call set, or declare this one with germline = true",
    )


def _fault(fields: list[str], plan: VcfPlan) -> str:
    width = len(plan.header.columns)
    if len(fields) < _FIELDS or (len(fields) != width and not plan.header.extra):
        return f"{len(fields)} field(s) where the header has {width}"
    if not _POSITION.fullmatch(fields[1]):
        return f"position {fields[1]!r}"
    if not fields[3] or not fields[4]:
        return "an empty allele"
    return ""


def _note_faults(faults: list[tuple[int, str]], name: str, issues: Issues) -> None:
    if not faults:
        return
    listed = ", ".join(f"line {number}: {what}" for number, what in faults[:_LISTED])
    more = f" and {len(faults) - _LISTED} more" if len(faults) > _LISTED else ""
    issues.error(
        f"{name} line {faults[0][0]}",
        f"broken record(s): {listed}{more}",
        expected="the fields of the header, a position of 1 or more, both alleles",
        remedy="write the file again; it may have been cut short or edited by hand",
    )


def _frame(kept: list[tuple[object, ...]]) -> pl.DataFrame:
    schema = SmallVariants.schema()
    names = (*COLUMNS, "where", LINE)
    # Column by column: polars takes three times as long over rows.
    columns = dict(zip(names, zip(*kept, strict=True), strict=True)) if kept else None
    return pl.DataFrame(columns, schema={name: schema.get(name, pl.Int64) for name in names})


def _entries(reasons: list[tuple[int, str]], name: str) -> tuple[LedgerEntry, ...]:
    frame = pl.DataFrame(reasons, schema={LINE: pl.Int64, REASON: pl.String}, orient="row")
    for start, many in (
        ("caller's filter ", "caller's filters"),
        ("contig ", "contigs that are no chromosomes"),
        (TOLD_AT, "part of the change that another record tells of (bcftools csq)"),
    ):
        mine = pl.col(REASON).str.starts_with(start)
        if frame.filter(mine)[REASON].n_unique() > _REASONS:
            reason = pl.when(mine).then(pl.lit(many)).otherwise(pl.col(REASON))
            frame = frame.with_columns(reason.alias(REASON))
    return entries_of(frame, name, KIND)


def _check_places(frame: pl.DataFrame, plan: VcfPlan, issues: Issues) -> None:
    check_ends(frame, plan.header.name, plan.genome, issues)
    if plan.reader.annotation.key:
        coding = frame.filter(pl.col("consequence").is_in([item.value for item in _CODING]))
        check_genes(coding, plan.header.name, plan.genome, issues)


def _note_told_elsewhere(
    reasons: list[tuple[int, str]], frame: pl.DataFrame, name: str, issues: Issues
) -> None:
    """Warn where the record that tells of a joint effect is not among those that are kept."""
    told = {int(found[1]) - 1 for _, text in reasons if (found := _TOLD.match(text))}
    lost = sorted(told - set(frame["position"].to_list()))
    if lost:
        listed = ", ".join(f"{position + 1:,}" for position in lost[:_LISTED])
        issues.warn(
            f"{name}: BCSQ",
            f"records point to position(s) {listed} for their effect, where no variant is kept",
            remedy="look at these by hand: their effect is read nowhere",
        )


def _note_annotation(plan: VcfPlan, frame: pl.DataFrame, issues: Issues) -> None:
    annotation, name = plan.reader.annotation, plan.header.name
    unknown = sorted(annotation.unknown)
    if unknown:
        issues.warn(
            f"{name}: {annotation.key}",
            f"unknown consequence(s) {', '.join(map(repr, unknown[:_LISTED]))}",
            expected="terms of the Sequence Ontology, or of ANNOVAR",
            remedy="variants with no other consequence count as of unknown effect",
        )
    if not annotation.key and frame.height and plan.effects is None:
        issues.warn(
            name,
            "the variants carry no annotation: known codons and the TERT promoter are recognised "
            "by position, the effect of all other variants is unknown",
            remedy="give reference_fasta and gene_model, or annotate the file (VEP, SnpEff)",
        )
