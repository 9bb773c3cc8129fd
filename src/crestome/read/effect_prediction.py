"""Variants that nobody annotated → their effects, by the consequence caller of bcftools.

What a change of bases does to a protein follows from the reference sequence and the gene model:
the bases say the residue, the exons say the frame. bcftools computes it; here its input is cut to
the genes of interest and its answer is read. Each variant is looked at by itself. Two changes in
one codon of one molecule act together, which a list of variants does not tell; they are named.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from crestome.model.assessment import InputFile
from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.model.small_variant import Consequence
from crestome.read.consequence_program import ask_bcftools
from crestome.read.gene_model import GeneModel, read_gene_model
from crestome.read.reference_sequence import ReferenceSequence, open_reference
from crestome.read.vcf_annotation import BCSQ, Allele, Effect, choose_effect
from crestome.read.vcf_record import bare_contig, trimmed

Change = tuple[str, int, str, str]
"""Bare contig, 0-based position, reference and alternative without shared bases."""

_LISTED: Final = 3
_ALLELES_AT: Final = 5
_MOST_BASES: Final = 1000
"""Longer alleles are structural variants to the caller."""
_BASES: Final = re.compile(r"^[ACGT]+$")
_SUBSTITUTION: Final = re.compile(r"^([A-Z]\d+)[A-Z*]$")
_COMPLAINT: Final = re.compile(r"(?:Error|Warning):? ?(.*transcript.*)", re.IGNORECASE)


_IDLE: Final = ("unknown phase", "warnings were suppressed")
"""Words of bcftools 1.24 about exons, which have no phase and need none."""


class FileRead(NamedTuple):
    """One of the two files, once it was read: for the inputs of the report, and their account."""

    source: InputFile
    entries: tuple[LedgerEntry, ...]


class Candidate(NamedTuple):
    """An allele as a file writes it.

    Attributes:
        contig: Bare name.
        position: 1-based.
        reference: With the bases that it shares with the alternative.
        alternative: Likewise.
    """

    contig: str
    position: int
    reference: str
    alternative: str

    @property
    def change(self) -> Change:
        """The change by which a variant is known."""
        return (self.contig, *trimmed(self.position - 1, self.reference, self.alternative))


@dataclass(kw_only=True)
class EffectSource:
    """The two files that effects are computed from; the gene model is read once.

    Attributes:
        reference: Path of the FASTA, and how the case names it.
        gene_model: Path of the GFF3, and how the case names it.
        files_read: Both files, after effects were computed from them.
    """

    reference: tuple[Path, str]
    gene_model: tuple[Path, str]
    files_read: tuple[FileRead, ...] = ()
    _read: list[GeneModel | None] = field(default_factory=list, repr=False)
    _is_refused: bool = False

    def model(self, genome: Genome, issues: Issues) -> GeneModel | None:
        """The gene model; its faults are noted at the first asking."""
        if not self._read:
            path, name = self.gene_model
            self._read.append(read_gene_model(path, name, genome=genome, issues=issues))
        return self._read[0]

    def predict(
        self, records: Iterable[str], name: str, genome: Genome, issues: Issues
    ) -> Mapping[Change, Effect] | None:
        """The effects of the variants inside the genes of interest.

        Args:
            records: Lines of a VCF; broken ones are left to their reader.
            name: The VCF as the case names it.
            genome: The tables of the assembly that the case states.
            issues: Takes every fault, and how the effects were found.

        Returns:
            The effect of each change that lies in a coding transcript; None after an error was
            noted: pysam is missing, a file cannot be read or is of another assembly, the variants
            state other reference bases than the sequence has.
        """
        if self._is_refused:
            return None  # its faults have been noted for an earlier sample
        if not _has_pysam(name, issues):
            return None
        model = self.model(genome, issues)
        with tempfile.TemporaryDirectory(prefix="crestome-") as folder:
            path, shown = self.reference
            reference = open_reference(
                path, shown, folder=Path(folder), genome=genome, issues=issues
            )
            if model is None or reference is None:
                self._is_refused = True
                return None
            candidates = _candidates(records, genome, reference)
            fitting = _with_fitting_bases(candidates, reference, (name, shown), issues)
            if fitting is None:
                return None
            found = _called(fitting, model, reference, Path(folder), (name, issues))
            self.files_read = self.files_read or self._account(model, reference)
        if found is None:
            return None
        self._note(found, fitting, model, (name, issues))
        _warn_of_genes(fitting, model, (name, self.gene_model[1]), genome, issues)
        _warn_of_one_codon(found, name, issues)
        return found

    def _account(self, model: GeneModel, reference: ReferenceSequence) -> tuple[FileRead, ...]:
        path, shown = self.reference
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        named, other = len(reference.spellings), reference.sequences - len(reference.spellings)
        fasta = InputFile(
            path=shown,
            role="reference_fasta",
            dialect="FASTA; a row is a sequence",
            sha256=digest,
            rows=reference.sequences,
        )
        gff3 = InputFile(
            path=self.gene_model[1],
            role="gene_model",
            dialect="GFF3; a row is a feature",
            sha256=model.sha256,
            rows=model.rows,
        )
        taken, left = model.rows_taken, model.rows - model.rows_taken
        return (
            _file_read(fasta, ("a chromosome", named), ("no chromosome", other)),
            _file_read(
                gff3,
                ("of a coding transcript of a gene of interest", taken),
                ("of another gene or transcript", left),
            ),
        )

    def _note(
        self,
        found: Mapping[Change, Effect],
        candidates: list[Candidate],
        model: GeneModel,
        report: tuple[str, Issues],
    ) -> None:
        from pysam.version import __bcftools_version__ as version

        name, issues = report
        issues.note(
            f"{name}: effects",
            f"of {len(candidates)} alleles in genes of interest, {len(found)} have an effect by "
            f"bcftools csq {version}, from {self.reference[1]} and {self.gene_model[1]} "
            f"(sha256 {model.sha256[:12]} …), each allele by itself; the effects of variants "
            "elsewhere stay unknown",
        )


def _file_read(source: InputFile, used: tuple[str, int], left: tuple[str, int]) -> FileRead:
    """The file, and its rows by what became of them."""
    kind = source.role.replace("_", " ")
    return FileRead(
        source,
        tuple(
            LedgerEntry(file=source.path, kind=kind, fate=fate, reason=reason, rows=rows)
            for fate, (reason, rows) in ((Fate.USED, used), (Fate.NOT_RELEVANT, left))
            if rows
        ),
    )


def _has_pysam(name: str, issues: Issues) -> bool:
    try:
        import pysam.bcftools  # noqa: F401  # whether it is installed is the question
    except ImportError:
        issues.error(
            f"{name}: effects",
            "reference_fasta and gene_model are read through pysam, which is not installed",
            remedy="pip install pysam (Linux and macOS), or give an annotated file",
        )
        return False
    return True


def _candidates(
    records: Iterable[str], genome: Genome, reference: ReferenceSequence
) -> list[Candidate]:
    """Alleles of known bases inside genes of interest, on contigs of the reference, in order."""
    extents: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for gene in genome.genes.values():
        place = gene.interval
        if place.contig in reference.spellings:
            extents[place.contig].append((place.start, place.end))
    found: set[Candidate] = set()
    for line in records:
        cells = line.split("\t", _ALLELES_AT)
        if len(cells) <= _ALLELES_AT or not (cells[1].isascii() and cells[1].isdigit()):
            continue
        contig, start = bare_contig(cells[0]), int(cells[1]) - 1
        end, before = start + len(cells[3]), cells[3].upper()
        if not any(start < to and end > since for since, to in extents.get(contig, ())):
            continue
        found.update(
            Candidate(contig, start + 1, before, after)
            for after in cells[4].upper().split(",")
            if after != before and _is_small(before) and _is_small(after)
        )
    return sorted(found)


def _is_small(bases: str) -> bool:
    return len(bases) <= _MOST_BASES and _BASES.match(bases) is not None


def _with_fitting_bases(
    candidates: list[Candidate],
    reference: ReferenceSequence,
    names: tuple[str, str],
    issues: Issues,
) -> list[Candidate] | None:
    """The candidates whose reference bases the sequence has; None after an error was noted.

    Where the sequence has an ambiguous base, nothing can be computed and nothing is wrong.
    """
    own = reference.bases(
        [(item.contig, item.position - 1, item.position - 1 + len(item.reference))
         for item in candidates]
    )  # fmt: skip
    pairs = list(zip(candidates, own, strict=True))
    unlike = [
        (item, bases) for item, bases in pairs if _BASES.match(bases) and bases != item.reference
    ]
    unlike += [(item, bases) for item, bases in pairs if len(bases) < len(item.reference)]
    if not unlike:
        return [item for item, bases in pairs if bases == item.reference]
    shown = ", ".join(
        f"chr{item.contig}:{item.position:,} {item.reference} where the sequence has {bases!r}"
        for item, bases in unlike[:_LISTED]
    )
    issues.error(
        names[0],
        f"{len(unlike)} of {len(candidates)} alleles in genes of interest state another reference "
        f"than {names[1]}: {shown}",
        expected="the reference that the variants were called on",
        remedy="give the FASTA of that reference and assembly as reference_fasta",
    )
    return None


def _called(
    candidates: list[Candidate],
    model: GeneModel,
    reference: ReferenceSequence,
    folder: Path,
    report: tuple[str, Issues],
) -> dict[Change, Effect] | None:
    """The answer of bcftools csq; None after an error was noted."""
    name, issues = report
    variants, features = folder / "variants.vcf", folder / "genes.gff3"
    variants.write_text(_vcf(candidates, reference), "utf-8")
    features.write_text(_gff3(model, reference), "utf-8")
    answer = ask_bcftools(reference.path, features, variants)
    if answer.records is None:
        last = answer.said.splitlines()[-1].strip()
        issues.error(
            f"{name}: effects",
            f"bcftools csq failed: {last}",
            expected="a gene model and a reference sequence that fit each other",
            remedy="give the GFF3 and the FASTA of one release, or annotate the file elsewhere",
        )
        return None
    _warn_of_complaints(answer.said, name, issues)
    return _effects(answer.records, model)


def _vcf(candidates: list[Candidate], reference: ReferenceSequence) -> str:
    lines = ["##fileformat=VCFv4.2"]
    lines += [
        f"##contig=<ID={spelt},length={reference.lengths[bare]}>"
        for bare, spelt in reference.spellings.items()
    ]
    lines.append("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO")
    lines += [
        f"{reference.spellings[item.contig]}\t{item.position}\t{item.contig}\t"
        f"{item.reference}\t{item.alternative}\t.\t.\t."
        for item in candidates
    ]
    return "\n".join([*lines, ""])


def _gff3(model: GeneModel, reference: ReferenceSequence) -> str:
    lines = [
        f"{reference.spellings[item.contig]}\t.\t{item.kind}\t{item.start}\t{item.end}\t.\t"
        f"{item.strand}\t{item.phase}\t{item.attributes}"
        for item in model.features
        if item.contig in reference.spellings
    ]
    return "\n".join(["##gff-version 3", *lines, ""])


def _effects(records: Iterable[str], model: GeneModel) -> dict[Change, Effect]:
    found: dict[Change, Effect] = {}
    for line in records:
        _, position, contig, before, after, _, _, info = line.split("\t")
        allele = Allele(before, (after,), 0)
        stated = dict([info.partition("=")[::2]])
        effect = choose_effect(BCSQ.effects(allele, stated), model.genes)
        if effect is not None:
            found[Candidate(contig, int(position), before, after).change] = effect
    return found


def _warn_of_complaints(said: str, name: str, issues: Issues) -> None:
    lines = [line for line in said.splitlines() if not any(word in line for word in _IDLE)]
    complaints = [item[1].strip() for item in map(_COMPLAINT.search, lines) if item]
    if complaints:
        more = f" and {len(complaints) - _LISTED} more" if len(complaints) > _LISTED else ""
        issues.warn(
            f"{name}: effects",
            f"bcftools csq on the gene model: {'; '.join(complaints[:_LISTED])}{more}",
            remedy="effects on these transcripts may be missing; another release may mend it",
        )


def _warn_of_genes(
    candidates: list[Candidate],
    model: GeneModel,
    names: tuple[str, str],
    genome: Genome,
    issues: Issues,
) -> None:
    hit: dict[str, int] = defaultdict(int)
    for gene in genome.genes.values():
        place = gene.interval
        inside = [
            item
            for item in candidates
            if item.contig == place.contig and place.start < item.position <= place.end
        ]
        if inside and gene.symbol not in model.genes:
            hit[gene.symbol] = len(inside)
    if hit:
        issues.warn(
            f"{names[0]}: effects",
            f"{names[1]} has no coding transcript of {', '.join(sorted(hit))}; the effects of "
            f"{sum(hit.values())} allele(s) there stay unknown, but for known codons",
            remedy="give the gene model of the whole genome",
        )


def _warn_of_one_codon(found: Mapping[Change, Effect], name: str, issues: Issues) -> None:
    residues: dict[tuple[str, str], set[str]] = defaultdict(set)
    for effect in found.values():
        stated = _SUBSTITUTION.match(effect.protein_change)
        if stated and effect.consequence in {Consequence.MISSENSE, Consequence.NONSENSE}:
            residues[effect.gene, stated[1]].add(effect.protein_change)
    shared = [
        f"{gene} {' and '.join(sorted(changes))}"
        for (gene, _), changes in residues.items()
        if len(changes) > 1
    ]
    if shared:
        issues.warn(
            f"{name}: effects",
            f"several changes of one codon: {', '.join(sorted(shared))}",
            remedy="if they lie on one molecule, their joint effect is another; look at the reads",
        )
