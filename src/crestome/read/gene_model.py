"""A gene model (GFF3) → the coding transcripts of the genes of interest, in one spelling.

The effect of a variant on a protein depends on where the exons of a transcript lie and in which
frame it is read; that is what a gene model states. Ensembl, GENCODE and RefSeq print the same
facts with other words. Only the protein-coding transcripts of genes that crestome asks about are
taken, where they lie on the assembly of the case.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple
from urllib.parse import unquote

from isal import igzip, isal_zlib

from crestome.model.genome import Genome
from crestome.model.issue import Issues
from crestome.read.gene_symbols import current_symbol
from crestome.read.vcf_record import bare_contig

_FIELDS: Final = 9
_GZIP: Final = b"\x1f\x8b"
_TOLD_AT_FIRST: Final = 4
"""Contig, source, kind and start decide for most lines."""
_GENES: Final = frozenset({b"gene", b"protein_coding_gene"})
_TRANSCRIPTS: Final = frozenset({"mRNA", "transcript"})
_PARTS: Final = frozenset({"CDS", "exon", "five_prime_UTR", "three_prime_UTR"})
_BIOTYPES: Final = ("transcript_type", "transcript_biotype", "biotype", "gene_type", "gene_biotype")
"""Where the kind of a transcript or gene stands; GENCODE repeats the gene's with the transcript."""
_CODING: Final = "protein_coding"
_ACCESSION: Final = re.compile(r"^NC_0{4}(0[1-9]|1\d|2[0-4])\.\d+$")
_MITOCHONDRION: Final = "NC_012920"
_KIND_OF_ID: Final = re.compile(r"^(?:gene|transcript|rna)[:-]")
_UNFIT: Final = re.compile(r"[^\w.-]")
_FAULTS: Final[tuple[type[Exception], ...]] = (
    OSError,
    EOFError,
    ValueError,
    struct.error,
    isal_zlib.IsalError,  # type: ignore[assignment]  # its stub calls the class an instance
)


class Feature(NamedTuple):
    """One line of a gene model, 1-based as in the file, with closed ends.

    Attributes:
        contig: Bare name.
        kind: ``gene``, ``mRNA``, ``CDS``, ``exon`` or an untranslated part.
        start: First base.
        end: Last base.
        strand: ``+`` or ``-``.
        phase: Bases before the first whole codon; ``.`` outside coding parts.
        attributes: In the words of Ensembl.
    """

    contig: str
    kind: str
    start: int
    end: int
    strand: str
    phase: str
    attributes: str


@dataclass(frozen=True, kw_only=True)
class GeneModel:
    """The coding transcripts of the genes of interest.

    Attributes:
        features: Genes, transcripts and their parts, in the order of the file.
        genes: The genes that have a coding transcript.
        transcripts: Their identifiers, without version.
        sha256: Checksum of the file.
        rows: Features in the file.
        rows_taken: Those of them that are taken.
    """

    features: tuple[Feature, ...] = field(repr=False)
    genes: frozenset[str]
    transcripts: frozenset[str]
    sha256: str
    rows: int = 0
    rows_taken: int = 0


def read_gene_model(path: Path, name: str, *, genome: Genome, issues: Issues) -> GeneModel | None:
    """Read the coding transcripts of the genes of interest.

    Args:
        path: The GFF3, plain or packed (gzip, bgzip).
        name: How the case names it.
        genome: The tables of the assembly that the case states.
        issues: Takes every fault.

    Returns:
        The transcripts; None after an error was noted: a file that cannot be read, is no GFF3,
        has none of the genes, or has them in other places than the assembly.
    """
    taken = _Taken(genome)
    try:
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
            handle.seek(0)
            for line in _unpacked(handle):
                if not line.startswith(b"#"):
                    taken.take(line)
    except _FAULTS as error:
        issues.error(name, f"cannot be read: {error}", remedy="copy the gene model again")
        return None
    if not _is_fit(taken, name, genome, issues):
        return None
    return GeneModel(
        features=tuple(taken.features),
        genes=frozenset(taken.coding),
        transcripts=frozenset(item.split(".")[0] for item in taken.transcripts.values()),
        sha256=digest,
        rows=taken.lines,
        rows_taken=taken.lines_taken,
    )


def chromosome_of(text: str) -> str:
    """The bare name of a contig of a reference, also of an accession of RefSeq.

    Example:
        >>> chromosome_of("chr2"), chromosome_of("NC_000023.11"), chromosome_of("NT_187361.1")
        ('2', 'X', 'NT_187361.1')
    """
    accession = _ACCESSION.match(text)
    if accession:
        return bare_contig(str(int(accession[1])))
    return "MT" if text.startswith(_MITOCHONDRION) else bare_contig(text)


class _Taken:
    """What has been taken from the lines so far; a parent stands before its parts.

    Attributes:
        features: The lines taken.
        coding: Genes of which a coding part was taken.
        transcripts: Identifier in the file → identifier of the transcript.
        misplaced: Genes of interest whose line lies elsewhere than on the assembly.
        lines: Lines that have columns.
        lines_taken: Those of them that are taken.
    """

    def __init__(self, genome: Genome) -> None:
        self.features: list[Feature] = []
        self.coding: set[str] = set()
        self.transcripts: dict[str, str] = {}
        self.misplaced: set[str] = set()
        self.lines = self.lines_taken = 0
        self._genome = genome
        self._genes: dict[str, str] = {}
        self._gene_of: dict[str, str] = {}
        self._contigs: dict[bytes, str] = {}
        self._within: tuple[bytes, int] = (b"", 0)

    def take(self, line: bytes) -> None:
        """Take a line if it is a gene of interest or part of one."""
        first = line.split(b"\t", _TOLD_AT_FIRST)
        if len(first) <= _TOLD_AT_FIRST:
            return
        self.lines += 1
        contig, reach = self._within
        is_gene = first[2] in _GENES
        if not is_gene and (first[0] != contig or int(first[3]) > reach):
            return
        cells = line.rstrip(b"\r\n").split(b"\t")
        kind = cells[2].decode("latin-1")
        if len(cells) != _FIELDS:
            message = f"{kind} at {cells[3].decode('latin-1')} has not {_FIELDS} columns"
            raise ValueError(message)
        before = len(self.features)
        if is_gene:
            self._take_gene(cells)
        elif kind in _TRANSCRIPTS:
            self._take_transcript(cells)
        elif kind in _PARTS:
            self._take_part(kind, cells)
        self.lines_taken += len(self.features) > before

    def _take_gene(self, cells: list[bytes]) -> None:
        facts = _facts(cells[8])
        named = facts.get("gene_name") or facts.get("Name") or facts.get("gene") or ""
        gene = self._genome.genes.get(current_symbol(named))
        if gene is None or not _is_coding(facts) or "ID" not in facts:
            return
        start, end = int(cells[3]), int(cells[4])
        place = gene.interval
        contig = self._contigs.setdefault(cells[0], chromosome_of(cells[0].decode("latin-1")))
        if contig != place.contig:
            return  # the copy on the other sex chromosome, or on a patch
        if end <= place.start or start > place.end:
            self.misplaced.add(gene.symbol)
            return
        before, reach = self._within
        self._within = (cells[0], max(end, reach) if before == cells[0] else end)
        own = _plain(facts["ID"])
        self._genes[facts["ID"]] = own
        self._gene_of[facts["ID"]] = gene.symbol
        words = f"ID=gene:{own};biotype={_CODING};Name={gene.symbol}"
        self._add("gene", cells, words)

    def _take_transcript(self, cells: list[bytes]) -> None:
        facts = _facts(cells[8])
        parent = facts.get("Parent", "")
        if parent not in self._genes or not _is_coding(facts) or "ID" not in facts:
            return
        own = _plain(facts.get("transcript_id") or facts["ID"])
        self.transcripts[facts["ID"]] = own
        self._gene_of[facts["ID"]] = self._gene_of[parent]
        words = f"ID=transcript:{own};Parent=gene:{self._genes[parent]};biotype={_CODING}"
        self._add("mRNA", cells, words)

    def _take_part(self, kind: str, cells: list[bytes]) -> None:
        for parent in _facts(cells[8]).get("Parent", "").split(","):
            if parent in self.transcripts:
                self._add(kind, cells, f"Parent=transcript:{self.transcripts[parent]}")
                if kind == "CDS":
                    self.coding.add(self._gene_of[parent])

    def _add(self, kind: str, cells: list[bytes], attributes: str) -> None:
        phase = cells[7].decode("latin-1") if kind == "CDS" else "."
        if int(cells[3]) > int(cells[4]) or cells[6] not in {b"+", b"-"}:
            message = f"{kind} at {cells[3].decode('latin-1')} without a length or a strand"
            raise ValueError(message)
        if kind == "CDS" and phase not in {"0", "1", "2"}:
            message = f"CDS at {cells[3].decode('latin-1')} without a phase"
            raise ValueError(message)
        contig = self._contigs[cells[0]]
        strand = cells[6].decode("latin-1")
        self.features.append(
            Feature(contig, kind, int(cells[3]), int(cells[4]), strand, phase, attributes)
        )


def _is_fit(taken: _Taken, name: str, genome: Genome, issues: Issues) -> bool:
    if taken.coding and len(taken.misplaced) <= len(taken.coding):
        return True
    if taken.misplaced:
        listed = min(taken.misplaced)
        issues.error(
            name,
            f"{len(taken.misplaced)} genes lie elsewhere than on {genome.assembly}, such as "
            f"{listed}",
            expected=f"a gene model of {genome.assembly}, where {listed} is "
            f"{genome.gene(listed).interval}",
            remedy="give the gene model of the assembly of the case",
        )
    else:
        found = f"{taken.lines} features" if taken.lines else "no line of columns"
        issues.error(
            name,
            f"{found}, and no coding transcript of a gene that crestome asks about",
            expected="a GFF3 of Ensembl, GENCODE or RefSeq with gene, mRNA or transcript, and CDS",
            remedy="give the GFF3 of the whole genome; a GTF is another format",
        )
    return False


def _unpacked(handle: BinaryIO) -> Iterator[bytes]:
    magic = handle.read(len(_GZIP))
    handle.seek(0)
    if magic == _GZIP:
        return iter(igzip.IGzipFile(fileobj=handle))  # type: ignore[no-untyped-call]
    return iter(handle)


def _facts(text: bytes) -> Mapping[str, str]:
    """The attributes of a line.

    Example:
        >>> _facts(b"ID=gene:ENSG1; Name=ALK")
        {'ID': 'gene:ENSG1', 'Name': 'ALK'}
    """
    pairs = (item.partition("=") for item in text.decode("utf-8", errors="replace").split(";"))
    return {key.strip(): unquote(value.strip()) for key, _, value in pairs if value}


def _is_coding(facts: Mapping[str, str]) -> bool:
    """Whether a gene or transcript is said to be coding; RefSeq says it of genes alone."""
    return next((facts[name] for name in _BIOTYPES if name in facts), _CODING) == _CODING


def _plain(identifier: str) -> str:
    """An identifier without the word for its kind, in letters that every program takes."""
    return _UNFIT.sub("_", _KIND_OF_ID.sub("", identifier))
