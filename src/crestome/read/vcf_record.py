"""One record of a VCF → the alleles that the tumour carries, or the reason to set it aside.

A record is kept if its caller passed it as a mutation of this sample. A structural variant, a site
that equals the reference, a call that the caller rejects or names inherited is set aside with that
reason. Alleles are trimmed of the bases that they share, so that one change is written one way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from crestome.model.genome import CONTIGS
from crestome.model.small_variant import Consequence, Origin
from crestome.read.vcf_annotation import Allele, Annotation, Effect, choose_effect
from crestome.read.vcf_counts import Site, count_reads
from crestome.read.vcf_header import FORMAT_COLUMN, VcfHeader
from crestome.read.vcf_places import PlacesOfGenes

_PASSED: Final = ("", ".", "PASS", "pass", "NA")
_BASES: Final = re.compile(r"^[ACGTN]+$", re.IGNORECASE)
_ABSENT: Final = ("<NON_REF>", "<*>", "*", "<X>", "X", ".")
"""Alleles that stand for "any other", for an overlapping deletion, or for none."""
_ANY_OTHER: Final = ("<NON_REF>", "<*>")
_STATUS: Final = {
    "0": "reference by the caller",
    "1": "germline by the caller",
    "3": "loss of heterozygosity of an inherited variant, by the caller",
    "4": "post-transcriptional modification by the caller",
    "Germline": "germline by the caller",
    "LikelyLOH": "loss of heterozygosity of an inherited variant, by the caller",
    "StrongLOH": "loss of heterozygosity of an inherited variant, by the caller",
}
_SOMATIC: Final = {"2", "StrongSomatic", "LikelySomatic"}
STRUCTURAL: Final = "structural variant"
TOLD_AT: Final = "part of the change that is told with the record at position"
_BARE_CONTIG: Final = re.compile(r"^chr_?", re.IGNORECASE)
_ENSEMBL: Final = "ENSG"
"""How the genes of an annotation without symbols begin."""
_MITOCHONDRION: Final = "MT"


class Record(NamedTuple):
    """A record, read.

    Attributes:
        reason: Why it is set aside; "" if it is kept.
        rows: One row for each allele that is kept, in the order of `COLUMNS`.
        any_other: Whether it lists an allele for "any other", as gVCF does.
        key: The change, to find repeated records by.
    """

    reason: str
    rows: tuple[tuple[object, ...], ...] = ()
    any_other: bool = False
    key: tuple[str, int, str, str] = ("", 0, "", "")


COLUMNS: Final = (
    "gene",
    "protein_change",
    "consequence",
    "contig",
    "position",
    "reference",
    "alternative",
    "vaf",
    "depth",
    "origin",
    "phase_group",
)


@dataclass(frozen=True, kw_only=True)
class RecordReader:
    """Reads the records of one file for one sample.

    Attributes:
        header: The header of the file.
        column: The column of the sample; None in a file without samples.
        annotation: How the records are annotated.
        places: Genes and codons by position, for records without annotation.
        germline: Whether inherited variants are asked for.
        origin: What a record is that does not say.
        predicted: Effects that were computed, by contig, 0-based position and trimmed bases, for
            records without annotation.
    """

    header: VcfHeader
    column: int | None
    annotation: Annotation
    places: PlacesOfGenes
    germline: bool
    origin: Origin
    predicted: Mapping[tuple[str, int, str, str], Effect] = field(default_factory=dict)

    def read(self, fields: list[str]) -> Record:
        """Read one record; its fields are complete and its position is a number."""
        contig, reference = bare_contig(fields[0]), fields[3].upper()
        alternatives = tuple(fields[4].split(","))
        key = (contig, int(fields[1]), reference, fields[4])
        sample = self._sample(fields)
        # Most records have one allele of bases, of which nothing more need be asked.
        plain = _BASES.match(fields[4]) is not None
        other = not plain and any(text in _ANY_OTHER for text in alternatives)
        reason = ("" if plain else _shape_reason(alternatives)) or contig_reason(contig)
        reason = reason or filter_reason(fields[6], sample)
        if reason:
            return Record(reason, any_other=other, key=key)
        info = self._info(fields)
        reason = self._status_reason(info, sample)
        told_at = self.annotation.told_at(info)
        if told_at and not reason:
            reason = f"{TOLD_AT} {told_at} (bcftools csq)"
        if reason:
            return Record(reason, any_other=other, key=key)
        rows, reasons = [], []
        for index, text in enumerate(alternatives):
            if text in _ABSENT or not _BASES.match(text) or "N" in text.upper():
                reasons.append("no alternative allele of known bases")
                continue
            allele = Allele(reference, tuple(item.upper() for item in alternatives), index)
            row = self._row(key, allele, info, sample)
            if isinstance(row, str):
                reasons.append(row)
            else:
                rows.append(row)
        return Record("" if rows else reasons[-1], tuple(rows), other, key)

    def _info(self, fields: list[str]) -> Mapping[str, str]:
        info = {}
        for item in fields[7].split(";"):
            key, _, value = item.partition("=")
            info[key] = value
        for name, place in self.header.extra.items():
            if place < len(fields):
                info[name] = fields[place]
        return info

    def _sample(self, fields: list[str]) -> Mapping[str, str]:
        if self.column is None or len(fields) <= self.column:
            return {}
        keys = fields[FORMAT_COLUMN].split(":")
        return dict(zip(keys, fields[self.column].split(":"), strict=False))

    def _status_reason(self, info: Mapping[str, str], sample: Mapping[str, str]) -> str:
        if "TARGETED" in info or "JGT" in sample:
            return "call of a region with several copies in the genome (DRAGEN targeted)"
        if self.germline:
            return ""
        if "germline" in (info.get("RECLASSIFICATION", ""), info.get("ANNOTATION_control", "")):
            return _STATUS["Germline"]
        return _STATUS.get(_status(info, sample), "")

    def _row(
        self,
        key: tuple[str, int, str, str],
        allele: Allele,
        info: Mapping[str, str],
        sample: Mapping[str, str],
    ) -> tuple[object, ...] | str:
        if allele.text == allele.reference:
            return "the alternative allele equals the reference"
        alone = len(self.header.samples) <= 1
        reads = count_reads(
            Site(sample, info, allele.reference, allele.alternatives, allele.which, alone)
        )
        if reads.vaf == 0:
            return "no read supports the variant"
        if (self.germline or reads.vaf is None) and not _is_carried(sample, allele.which):
            return "the sample does not carry the variant"
        position, reference, alternative = trimmed(key[1] - 1, allele.reference, allele.text)
        effect = self._effect((key[0], position, reference, alternative), allele, info)
        return (
            effect.gene,
            effect.protein_change,
            effect.consequence.value,
            key[0],
            position,
            reference,
            alternative,
            reads.vaf,
            reads.depth,
            self._origin(info, sample).value,
            _phase_group(key[0], sample, allele.which),
        )

    def _effect(
        self, change: tuple[str, int, str, str], allele: Allele, info: Mapping[str, str]
    ) -> Effect:
        stated = choose_effect(self.annotation.effects(allele, info), self.places.genes)
        if stated is not None:
            unnamed = stated.gene.startswith(_ENSEMBL)
            gene = self.places.gene_at(change[0], change[1]) if unnamed else ""
            return stated._replace(gene=gene or stated.gene)
        placed = self.places.effect(*change) or Effect("", Consequence.UNKNOWN, "", 0)
        # Known codons and promoters count residues as the literature does, whatever the transcript.
        known = placed.consequence is not Consequence.UNKNOWN
        return placed if known else self.predicted.get(change, placed)

    def _origin(self, info: Mapping[str, str], sample: Mapping[str, str]) -> Origin:
        if self.germline:
            return Origin.GERMLINE
        if "SOMATIC" in info or _status(info, sample) in _SOMATIC:
            return Origin.SOMATIC
        return self.origin


@lru_cache(maxsize=4096)
def bare_contig(text: str) -> str:
    """The bare name of a contig; one that is no chromosome keeps its name.

    Example:
        >>> bare_contig("chr2"), bare_contig("chrM"), bare_contig("GL000220.1")
        ('2', 'MT', 'GL000220.1')
    """
    bare = _BARE_CONTIG.sub("", text).upper()
    bare = {"M": _MITOCHONDRION, "23": "X", "24": "Y"}.get(bare, bare)
    return bare if bare in CONTIGS else text


def trimmed(position: int, reference: str, alternative: str) -> tuple[int, str, str]:
    """The change without shared bases; ``-`` for nothing, as in MAF.

    An insertion keeps the position of the base before it.

    Example:
        >>> trimmed(99, "CG", "CC"), trimmed(99, "GC", "G"), trimmed(99, "G", "GC")
        ((100, 'G', 'C'), (100, 'C', '-'), (99, '-', 'C'))
    """
    while reference and alternative and reference[-1] == alternative[-1]:
        reference, alternative = reference[:-1], alternative[:-1]
    start = 0
    while start < min(len(reference), len(alternative)) and (
        reference[start] == alternative[start]
    ):
        start += 1
    reference, alternative, position = reference[start:], alternative[start:], position + start
    return position - (not reference), reference or "-", alternative or "-"


def _status(info: Mapping[str, str], sample: Mapping[str, str]) -> str:
    for text in (sample.get("SS", ""), info.get("SS", ""), info.get("STATUS", "")):
        if text in _STATUS or text in _SOMATIC:
            return text
    return ""


def _shape_reason(alternatives: tuple[str, ...]) -> str:
    if all(text in _ANY_OTHER for text in alternatives):
        return "reference block of a gVCF"
    if all(text in _ABSENT for text in alternatives):
        return "site without a variant"
    if any(
        ("[" in text or "]" in text or (text[0] == "<" and text not in _ABSENT))
        or (len(text) > 1 and "." in (text[0], text[-1]))
        for text in alternatives
        if text
    ):
        return STRUCTURAL
    return ""


def contig_reason(contig: str) -> str:
    """Why a contig is set aside; "" for a chromosome."""
    return "" if contig in CONTIGS else f"contig {contig} is no chromosome"


def filter_reason(text: str, sample: Mapping[str, str]) -> str:
    """Why the caller rejects a record, or the sample in it; "" where it passes."""
    words = [word for word in text.split(";") if word not in _PASSED]
    if not words and "FT" not in sample:
        return ""
    if words:
        return f"caller's filter {', '.join(sorted(words))}"
    own = [word for word in re.split(r"[;,]", sample.get("FT", "")) if word not in _PASSED]
    return f"caller's filter of the sample {', '.join(sorted(own))}" if own else ""


def _is_carried(sample: Mapping[str, str], which: int) -> bool:
    """By the genotype; a caller that writes none reports what it found."""
    return "GT" not in sample or str(which + 1) in re.split(r"[/|]", sample["GT"])


def _phase_group(contig: str, sample: Mapping[str, str], which: int) -> str:
    """The haplotype, from the phasing of Mutect2 (PID, PGT) or a phase set (PS)."""
    for name, genotype in (("PID", "PGT"), ("PS", "GT")):
        group, alleles = sample.get(name, "."), sample.get(genotype, "").split("|")
        if group != "." and len(alleles) > 1:
            wanted = "1" if name == "PID" else str(which + 1)
            if alleles.count(wanted) == 1:
                return f"{contig}:{group}:{alleles.index(wanted)}"
    return ""
