"""A reference sequence (FASTA) → its contigs and bases, indexed where its owner left no index.

Variants are written against one reference. Another assembly, or another version of it, puts other
bases at their places, and every effect computed from it would be wrong: so lengths of chromosomes
are compared with the assembly of the case, and the reference bases of the variants with the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.read.gene_model import chromosome_of

_INDEX: Final = ".fai"
_BLOCKS: Final = ".gzi"
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, kw_only=True)
class ReferenceSequence:
    """A FASTA that can be asked for bases.

    Attributes:
        path: The file, or a link to it beside an index of our own.
        spellings: Bare name → name in the file.
        lengths: Bare name → bases.
        sequences: How many sequences the file has, chromosomes or not.
    """

    path: Path
    spellings: Mapping[str, str] = field(repr=False)
    lengths: Mapping[str, int] = field(repr=False)
    sequences: int = 0

    def bases(self, places: list[tuple[str, int, int]]) -> list[str]:
        """The bases of stretches of contigs, 0-based and half-open, in capitals."""
        import pysam

        with pysam.FastaFile(str(self.path)) as fasta:
            return [
                fasta.fetch(self.spellings[contig], start, end).upper()
                for contig, start, end in places
            ]


def open_reference(
    path: Path, name: str, *, folder: Path, genome: Genome, issues: Issues
) -> ReferenceSequence | None:
    """Find the contigs of a FASTA; an index that is missing or too old is made elsewhere.

    Args:
        path: The FASTA, plain or bgzipped.
        name: How the case names it.
        folder: An empty folder for an index; nothing is ever written beside the file.
        genome: The tables of the assembly that the case states.
        issues: Takes every fault.

    Returns:
        The reference; None after an error was noted: no FASTA, packed by gzip instead of bgzip,
        chromosomes of another assembly.
    """
    found = _contigs(path, folder)
    if found is None:
        issues.error(
            name,
            "cannot be read as a reference sequence: no FASTA, packed by gzip instead of bgzip, or "
            "with lines of unequal length",
            expected="a FASTA, plain or packed by bgzip",
            remedy="try samtools faidx on it, which says what is wrong",
        )
        return None
    indexed, contigs = found
    named = {chromosome_of(text): text for text in contigs}
    spellings = {bare: named[bare] for bare in genome.chromosomes if bare in named}
    lengths = {bare: contigs[text] for bare, text in spellings.items()}
    if not _fits(lengths, name, genome, issues):
        return None
    return ReferenceSequence(
        path=indexed, spellings=spellings, lengths=lengths, sequences=len(contigs)
    )


def _contigs(path: Path, folder: Path) -> tuple[Path, dict[str, int]] | None:
    """The indexed file with the lengths of its contigs; None where it cannot be indexed."""
    import pysam
    from pysam.utils import SamtoolsError

    spoken = pysam.set_verbosity(0)
    try:
        indexed = path if _is_indexed(path) else _indexed_in(folder, path)
        with pysam.FastaFile(str(indexed)) as fasta:
            return indexed, dict(zip(fasta.references, fasta.lengths, strict=True))
    except (OSError, ValueError, SamtoolsError):
        return None
    finally:
        pysam.set_verbosity(spoken)


def _fits(lengths: Mapping[str, int], name: str, genome: Genome, issues: Issues) -> bool:
    own = {item.name: item.length_bp for item in genome.chromosomes.values()}
    unlike = next((bare for bare, length in lengths.items() if length != own[bare]), None)
    if unlike is not None:
        issues.error(
            name,
            f"chromosome {unlike} has {lengths[unlike]:,} bases",
            expected=f"{own[unlike]:,}, as in {genome.assembly}, the assembly of the case",
            remedy="give the FASTA of the assembly of the case",
        )
    elif not lengths:
        issues.error(
            name,
            "no chromosome among its sequences",
            expected="names such as 2, chr2 or NC_000002.12",
            remedy="give the FASTA of the whole genome",
        )
    return unlike is None and bool(lengths)


def _is_indexed(path: Path) -> bool:
    """Whether the indices that the file needs stand beside it and are not older than it."""
    with path.open("rb") as handle:
        packed = handle.read(len(_GZIP)) == _GZIP
    needed = (_INDEX, _BLOCKS) if packed else (_INDEX,)
    beside = [path.with_name(f"{path.name}{suffix}") for suffix in needed]
    return all(item.is_file() and item.stat().st_mtime >= path.stat().st_mtime for item in beside)


def _indexed_in(folder: Path, path: Path) -> Path:
    import pysam

    link = folder / "reference.fa"
    link.symlink_to(path.resolve())
    pysam.faidx(str(link))
    return link
