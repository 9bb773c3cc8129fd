"""The callers whose VCF a user can name, each with the keys by which its records are read.

A VCF says little about its caller: the fixed columns are the same for all. What differs are the
keys of INFO and FORMAT in which reads are counted and the sides of a breakpoint stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.model.inspection import FileKind
from crestome.read.segment_dialects import Names

FIXED: Final = ("CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")


@dataclass(frozen=True, kw_only=True)
class VcfProgram:
    """One caller.

    Attributes:
        key: What a user calls it, who says whose file it is.
        name: For people.
        kind: Small or structural variants.
        needed: Keys of INFO or FORMAT, or columns behind the samples; of each, one spelling.
    """

    key: str
    name: str
    kind: FileKind
    needed: tuple[Names, ...] = ()


def _small(key: str, name: str, *needed: Names) -> VcfProgram:
    return VcfProgram(key=key, name=name, kind=FileKind.SMALL_VARIANTS, needed=needed)


def _structural(key: str, name: str, *needed: Names) -> VcfProgram:
    return VcfProgram(key=key, name=name, kind=FileKind.STRUCTURAL_VARIANTS, needed=needed)


PROGRAMS: Final = (
    _small("vcf", "VCF of small variants"),
    _small("mutect2", "Mutect2", ("AD",), ("AF", "F1R2", "TLOD")),
    _small("mutect", "MuTect 1", ("AD",), ("FA",)),
    _small("strelka", "Strelka", ("AU", "TAR"), ("TU", "TIR")),
    _small("varscan", "VarScan2", ("RD",), ("AD",), ("FREQ",)),
    _small("vardict", "VarDict", ("VD",), ("AD", "ALD")),
    _small("muse", "MuSE", ("AD",), ("BQ",), ("SS",)),
    _small("somaticsniper", "SomaticSniper", ("BCOUNT",), ("DP4",)),
    _small("pindel", "Pindel", ("AD", "PP")),
    _small("caveman", "CaVEMan", ("FAZ",), ("RAZ",)),
    _small("sage", "SAGE", ("AD",), ("RC_CNT", "RC_QUAL")),
    _small("purple-snv", "PURPLE small variants", ("PURPLE_AF", "PURPLE_VCN", "PURPLE_CN")),
    _small("dragen", "DRAGEN small variants", ("AD",), ("AF",)),
    _small("freebayes", "freebayes", ("AO",), ("RO",)),
    _small("torrent", "Torrent Variant Caller", ("FAO",), ("FRO",)),
    _small("lofreq", "LoFreq", ("AF",), ("DP4",)),
    _small("dkfz", "DKFZ columns", ("ANNOVAR_FUNCTION",), ("GENE",)),
    _structural("sv-vcf", "VCF of structural variants"),
    _structural("manta", "Manta", ("SVTYPE",), ("BND_DEPTH", "SVINSLEN", "INV3", "SOMATICSCORE")),
    _structural("dragen-sv", "DRAGEN structural variants", ("SVTYPE",), ("BND_DEPTH", "SVINSLEN")),
    _structural("gridss", "GRIDSS", ("AS", "ASRP", "RASQ"), ("VF", "BVF", "RP", "SR")),
    _structural("esvee", "ESVEE", ("ASMID", "ASMLNS", "ASMSEG"), ("SF", "DF", "VF")),
    _structural("purple-sv", "PURPLE structural variants", ("PURPLE_AF", "PURPLE_CN")),
    _structural("delly", "DELLY", ("CT",), ("SVMETHOD", "PE")),
    _structural("lumpy", "LUMPY", ("STRANDS",), ("SU",)),
    _structural("sniffles", "Sniffles", ("SVTYPE",), ("RE", "SUPPORT"), ("CHR2", "END")),
    _structural("cutesv", "cuteSV", ("SVTYPE",), ("RE",), ("CILEN",)),
    _structural("severus", "Severus", ("SVTYPE",), ("hVAF", "DETAILED_TYPE")),
    _structural("svaba", "SvABA", ("SVTYPE",), ("SCTG", "EVDNC")),
)
"""Those without ``needed`` are any VCF of their kind."""
