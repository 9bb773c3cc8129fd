"""The header of a VCF → samples, extra columns, caller, assembly, and whether it is germline.

A VCF says in its header which program wrote it, on which assembly, and often which of its columns
is the tumour. What a germline caller writes is no list of the tumour's mutations, however much it
looks like one: almost every variant in it was inherited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from crestome.model.genome import Assembly, Genome
from crestome.model.issue import Issues
from crestome.read.contigs import assembly_named

FIXED: Final = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")
FORMAT_COLUMN: Final = len(FIXED)

_FIRST_EXTRA: Final = re.compile(
    r"^(SEQUENCE_CONTEXT|INFO_control.*|ANNOTATION_control|DBSNP|1K_GENOMES|ANNOVAR_FUNCTION|GENE|"
    r"EXONIC_CLASSIFICATION|ANNOVAR_TRANSCRIPTS|CONFIDENCE|)$"
)
"""DKFZ pipelines put columns of their own behind the samples."""
_DKFZ: Final = "ANNOVAR_FUNCTION"
_CALLERS: Final = (
    ("Mutect2", r"ID=Mutect2\b|Mutect2Version|MuTect2"),
    ("MuTect 1", r"##MuTect=|ID=FA,.*Allele fraction of the alternate"),
    ("Strelka", r"##source=strelka|configureStrelka"),
    ("VarScan2", r"##source=VarScan2"),
    ("VarDict", r"ID=STATUS,.*StrongSomatic|##source=VarDict"),
    ("MuSE", r"##MuSE_|##source=MuSE"),
    ("SomaticSniper", r"InputVCFSource=<bam-somaticsniper>|SomaticSniper"),
    ("Pindel", r"pindel"),
    ("CaVEMan", r"CaVEMan"),
    ("SAGE", r"##sageVersion|ID=LPS_RC|ID=maxGermlineRelRawBaseQual"),
    ("PURPLE", r"##purpleVersion|ID=PURPLE_AF"),
    ("DRAGEN", r"##DRAGENCommandLine|##source=DRAGEN"),
    ("freebayes", r"##source=freeBayes"),
    ("Torrent Variant Caller", r"ID=FAO,|tvc "),
    ("LoFreq", r"##source=lofreq"),
    ("HaplotypeCaller", r"ID=HaplotypeCaller"),
    ("UnifiedGenotyper", r"ID=UnifiedGenotyper|##UnifiedGenotyper="),
    ("DeepVariant", r"##DeepVariant_version"),
    ("PCGR input", r"ID=ADT,.*tumor"),
    ("samtools", r"##samtoolsVersion|##bcftools_callVersion"),
)
_GERMLINE: Final = (
    ("its header says ANALYSISTYPE=GERMLINE", r"##ANALYSISTYPE=GERMLINE"),
    ("HaplotypeCaller wrote it", r"GATKCommandLine.*ID=HaplotypeCaller|##HaplotypeCaller="),
    ("GenotypeGVCFs wrote it", r"ID=GenotypeGVCFs"),
    ("DeepVariant wrote it", r"##DeepVariant_version=(?!.*somatic)"),
    ("Strelka's germline workflow wrote it", r"configureStrelkaGermline|strelka germline"),
    ("DRAGEN wrote it without a tumour", r"##DRAGENCommandLine=<ID=dragen,(?!.*--?tumor)"),
    ("Clair3 wrote it", r"##source=Clair3"),
    ("GLnexus joined it", r"##GLnexusVersion"),
    ("it is a gVCF", r"^##GVCFBlock|^##ALT=<ID=NON_REF,"),
)
_SOMATIC: Final = re.compile(
    r"ID=Mutect2\b|MuTect2|^##tumor_sample=|^##ANALYSISTYPE=SOMATIC|--tumor-(fastq|bam|cram)",
    re.MULTILINE,
)
_CONTIG: Final = re.compile(r"^##contig=<.*?\bID=([^,>]+).*?\blength=(\d+)", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"^##(?:reference|assembly|refGenomeVersion|genome)=(.+)$", re.IGNORECASE
)
_BUILD: Final = re.compile(
    r"(?i)(hg19|hg38|grch3[78]|b37|hs37d5|g1k_v37|human_g1k_v37|hg18|hg17|ncbi36|b36|t2t|chm13|"
    r"grcm\d\d|mm10|mm9)"
)


@dataclass(frozen=True, kw_only=True)
class VcfHeader:
    """What stands above the records.

    Attributes:
        name: The file as the case names it.
        meta: The lines that begin with ``##``.
        columns: The names of the header line.
        lines: How many lines stand above the first record.
        samples: The samples, in file order.
        extra: Columns behind the samples, by name.
    """

    name: str
    meta: tuple[str, ...] = field(repr=False)
    columns: tuple[str, ...]
    lines: int
    samples: tuple[str, ...]
    extra: dict[str, int] = field(repr=False)

    @cached_property
    def text(self) -> str:
        """All lines that begin with ``##``."""
        return "\n".join(self.meta)

    @cached_property
    def callers(self) -> tuple[str, ...]:
        """The programs that the header shows, as far as they are known."""
        return tuple(name for name, sign in _CALLERS if re.search(sign, self.text))

    @property
    def is_dkfz(self) -> bool:
        """Whether annotations stand in columns behind the sample."""
        return _DKFZ in self.extra

    def sample_column(self, sample: str) -> int:
        """The column of a sample."""
        return FORMAT_COLUMN + 1 + self.samples.index(sample)


def read_vcf_header(lines: Sequence[str], name: str, issues: Issues) -> VcfHeader | None:
    """Read the lines above the first record.

    Args:
        lines: The file, or its beginning.
        name: The file as the case names it.
        issues: Takes the faults: no line of column names, columns parted by blanks, two samples
            of one name.

    Returns:
        The header; None after an error was noted.
    """
    top = next((i for i, line in enumerate(lines) if line.startswith("#CHROM")), None)
    if top is None or any(line and not line.startswith("#") for line in lines[:top]):
        issues.error(
            name,
            "no line of column names (#CHROM POS ID REF ALT …)",
            expected="a VCF with its whole header",
            remedy="write the file again; its header was lost",
        )
        return None
    columns = tuple(cell.strip() for cell in lines[top].rstrip("\t ").split("\t"))
    if columns[: len(FIXED)] != FIXED:
        blanks = len(lines[top].split()) >= len(FIXED) > len(columns)
        issues.error(
            f"{name} line {top + 1}",
            "columns are parted by blanks" if blanks else f"columns {', '.join(columns[:8])}",
            expected=f"{', '.join(FIXED)} parted by tabs",
            remedy="write the file again with tabs",
        )
        return None
    behind = columns[FORMAT_COLUMN + 1 :]
    count = next((i for i, cell in enumerate(behind) if _FIRST_EXTRA.match(cell)), len(behind))
    samples = behind[:count]
    if len(set(samples)) < len(samples):
        issues.error(
            f"{name} line {top + 1}",
            f"two samples of one name: {', '.join(samples)}",
            expected="each name once",
            remedy="rename the columns",
        )
        return None
    first_extra = FORMAT_COLUMN + 1 + count
    extra = {cell: first_extra + i for i, cell in enumerate(behind[count:]) if cell}
    meta = tuple(line for line in lines[:top] if line.startswith("##"))
    return VcfHeader(
        name=name, meta=meta, columns=columns, lines=top + 1, samples=samples, extra=extra
    )


def germline_sign(header: VcfHeader) -> str:
    r"""Why the file is taken for a germline call set; "" where nothing says so.

    Example:
        >>> lines = ["##ANALYSISTYPE=GERMLINE_SINGLESAMPLE", "\t".join(FIXED)]
        >>> germline_sign(read_vcf_header(lines, "x.vcf", Issues()))
        'its header says ANALYSISTYPE=GERMLINE'
    """
    if _SOMATIC.search(header.text):
        return ""
    return next(
        (why for why, sign in _GERMLINE if re.search(sign, header.text, re.MULTILINE)),
        "",
    )


def check_assembly(header: VcfHeader, genome: Genome, issues: Issues) -> None:
    """Note an error where contig lengths or the reference named are of another assembly.

    The lengths of the contigs decide; the name of the reference is only asked without them, and
    never in a file that was lifted over, which keeps the old name.
    """
    lengths = {chromosome.name: chromosome.length_bp for chromosome in genome.chromosomes.values()}
    stated: list[tuple[str, int]] = []
    for line in header.meta:
        found = _CONTIG.match(line)
        contig = found[1].removeprefix("chr") if found else ""
        if found and contig in lengths:
            stated.append((contig, int(found[2])))
    wrong = [(contig, length) for contig, length in stated if length != lengths[contig]]
    if stated and 2 * len(wrong) > len(stated):
        contig, length = wrong[0]
        issues.error(
            f"{header.name}: header",
            f"chr{contig} has {length:,} bases",
            expected=f"{genome.assembly}, where it has {lengths[contig]:,}",
            remedy="state the assembly that the file was made on (assembly = …)",
        )
    if not stated and "##liftOver" not in header.text:
        _check_reference(header, genome, issues)


def reference_named(header: VcfHeader) -> tuple[str, Assembly | None]:
    """The word in the header that names the reference, and the assembly that it stands for."""
    for line in header.meta:
        found = _REFERENCE.match(line)
        build = _BUILD.findall(found[1]) if found else []
        if build:
            return build[-1], assembly_named(build[-1].replace("human_", ""))
    return "", None


def _check_reference(header: VcfHeader, genome: Genome, issues: Issues) -> None:
    word, assembly = reference_named(header)
    if word and assembly is not genome.assembly:
        issues.error(
            f"{header.name}: header",
            f"made on {word}",
            expected=f"{genome.assembly}, the assembly of the case",
            remedy=f'state assembly = "{assembly}" in the case' if assembly else "lift it over",
        )
