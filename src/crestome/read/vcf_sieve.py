"""A VCF too large to be held → only the records that a question concerns, sieved while unpacked.

The calls of a whole genome are half a million records, of which some thousand lie in genes that
crestome asks about. Chromosome and position stand first in each line, so all others are passed
over before anything in them is read; they are counted, and the ledger says so. Where the burden of
mutations is asked for, records that the annotator marks as changing a protein are read as well.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crestome.model.genome import Genome, Interval
from crestome.model.issue import Issues
from crestome.model.ledger import Fate, LedgerEntry
from crestome.model.small_variant import SmallVariants
from crestome.read.checksum import checksum_meanwhile
from crestome.read.collector import collector_paused
from crestome.read.reading import Reading, Wanted
from crestome.read.unpacking import FAULTS, chunks_of, is_packed, line_blocks, unpacked
from crestome.read.vcf import KIND, Lines, plan_vcf, read_records
from crestome.read.vcf_header import VcfHeader, read_vcf_header
from crestome.read.vcf_index import TabixIndex, read_tabix_index, records_within
from crestome.read.vcf_places import intervals_of_interest

LARGE_PLAIN_BYTES: Final = 64 << 20
LARGE_PACKED_BYTES: Final = 16 << 20
"""From these sizes on a VCF is sieved; below, every record is read."""

PASSED_OVER: Final = "outside the genes that any call looks at; passed over in a large file"

_TOP_BYTES: Final = 1 << 16
_FLANK_BP: Final = 5000
"""As far as annotators look for what lies upstream of a gene."""
_HEAD_BYTES: Final = 6
"""The first bytes of a line that are looked up, beside ``chr``: contig, tab, leading digits."""
_PREFIX: Final = re.compile(r"chr_?", re.IGNORECASE)
_NUMBERED: Final = {"X": ("23",), "Y": ("24",)}
_PLACE_BYTES: Final = 64
_MOST_DIGITS: Final = 9
_MARKERS: Final = {
    "CSQ": (b"|HIGH|", b"|MODERATE|"),
    "ANN": (b"|HIGH|", b"|MODERATE|"),
    "vep": (b"|HIGH|", b"|MODERATE|"),
}
_WORDS: Final = (
    b"nonsynonymous", b"stopgain", b"stoploss", b"frameshift", b"splicing", b"missense",
    b"stop_gained", b"splice_acceptor", b"splice_donor", b"inframe", b"MISSENSE", b"NONSENSE",
    b"FRAME_SHIFT", b"IN_FRAME", b"SPLICE_SITE",
)  # fmt: skip


def first_lines(path: Path) -> list[str]:
    """The first lines of a file, unpacked; nothing where it cannot be read."""
    try:
        # A pipe would keep the reader waiting for ever.
        if not path.is_file():
            return []
        with path.open("rb") as handle:
            top = unpacked(handle).read(_TOP_BYTES)
    except FAULTS:
        return []
    return top.decode("utf-8-sig", errors="replace").splitlines()


def is_large(path: Path) -> bool:
    """Whether a file is sieved rather than read whole."""
    with path.open("rb") as handle:
        packed = is_packed(handle)
    return path.stat().st_size > (LARGE_PACKED_BYTES if packed else LARGE_PLAIN_BYTES)


def read_large_vcf(
    path: Path, name: str, *, genome: Genome, wanted: Wanted, issues: Issues
) -> Reading[SmallVariants] | None:
    """Read the variants in genes of interest, and all coding ones where they are asked for.

    Args:
        path: Where the file is.
        name: How the case names it.
        genome: The tables of the assembly that the case states.
        wanted: The sample, and whether coding variants outside the genes are needed.
        issues: Takes every fault: those of `read_vcf`, and a file that is cut short.

    Returns:
        As `read_vcf`; rows that were passed over stand in the account with one reason.
    """
    top = _top_of(path, name, issues)
    header = read_vcf_header(top, name, issues) if top else None
    if header is None:
        return None
    plan = plan_vcf(header, top[-1], genome, wanted, issues)
    if plan is None:
        return None
    places = intervals_of_interest(genome, _FLANK_BP)
    index = None if wanted.coding else read_tabix_index(path)
    stream: IndexedFile | SievedFile
    if index is not None:
        by_contig = places_by_contig(places)
        stream = IndexedFile(path=path, name=name, index=index, places=by_contig, issues=issues)
    else:
        markers = _MARKERS.get(plan.reader.annotation.key, _WORDS) if wanted.coding else ()
        sieve = sieve_of(places, top[-1], markers)
        stream = SievedFile(path=path, name=name, header=header, sieve=sieve, issues=issues)
    with checksum_meanwhile(path) as checksum, collector_paused():
        lines = Lines(
            records=stream,
            checksum=checksum,
            passed_over=stream.passed_over,
            numbered=index is None,
        )
        return read_records(plan, lines, issues)


@dataclass(frozen=True, kw_only=True)
class Sieve:
    """Finds the lines that are to be read in a block of lines.

    Most lines are dismissed by their first bytes alone: contig and leading digits.

    Attributes:
        places: Start and end of the places of interest on each contig, as the file spells it,
            sorted and disjoint.
        heads: The first bytes of every line that may lie in one.
        width: How many bytes those are.
        markers: Words anywhere in a line that is to be read too.
    """

    places: Mapping[bytes, list[tuple[int, int]]]
    heads: frozenset[bytes]
    width: int
    markers: tuple[bytes, ...] = ()

    def starts(self, block: bytes) -> tuple[list[int], int]:
        """Where the lines begin that are to be read, and how many lines there are.

        The block begins and ends with a line end.
        """
        found: list[int] = []
        heads, find, width = self.heads, block.find, self.width
        lines, at = -1, 0
        while at >= 0:
            lines += 1
            start = at + 1
            if block[start : start + width] in heads and self._is_wanted(block, start):
                found.append(start)
            at = find(b"\n", start)
        if not self.markers:
            return found, lines
        return sorted({*found, *self._marked(block)}), lines

    def _marked(self, block: bytes) -> Iterator[int]:
        """Where lines begin that hold a marker."""
        for marker in self.markers:
            at = block.find(marker)
            while at >= 0:
                yield block.rfind(b"\n", 0, at) + 1
                at = block.find(marker, block.find(b"\n", at))

    def _is_wanted(self, block: bytes, start: int) -> bool:
        contig, _, rest = block[start : start + _PLACE_BYTES].partition(b"\t")
        digits = rest.partition(b"\t")[0]
        if not digits.isdigit():
            return True  # for the reader to complain of
        places = self.places[contig]
        before = bisect_right(places, (int(digits) - 1, 1 << 60))
        return before > 0 and int(digits) - 1 < places[before - 1][1]


def sieve_of(intervals: list[Interval], first_record: str, markers: tuple[bytes, ...]) -> Sieve:
    r"""The sieve for places, in the spelling of contigs that the first record shows.

    Example:
        >>> sieve = sieve_of([Interval(contig="2", start=29_400_000, end=29_401_000)], "chr1", ())
        >>> sieve.starts(b"\nchr2\t29400500\t.\nchr2\t29500500\t.\n")
        ([1], 2)
    """
    prefix = _PREFIX.match(first_record)
    spelt = prefix[0] if prefix else ""
    places = places_by_contig(intervals)
    spelt_places = {
        f"{spelt}{name}".encode(): found
        for contig, found in places.items()
        for name in (contig, *_NUMBERED.get(contig, ()))
    }
    width = len(spelt) + _HEAD_BYTES
    heads = {
        contig + b"\t" + digits.encode()
        for contig, found in spelt_places.items()
        for start, end in found
        for digits in _leading_digits(start + 1, end, width - len(contig) - 1)
    }
    return Sieve(places=spelt_places, heads=frozenset(heads), width=width, markers=markers)


def _leading_digits(first: int, last: int, count: int) -> Iterator[str]:
    """The first digits of the numbers from ``first`` to ``last``, of those that have more.

    Positions of fewer digits lie within the unsequenced end of a chromosome.
    """
    for digits in range(count + 1, _MOST_DIGITS + 1):
        low, high = max(first, 10 ** (digits - 1)), min(last, 10**digits - 1)
        if low <= high:
            step = 10 ** (digits - count)
            yield from map(str, range(low // step, high // step + 1))


@dataclass(kw_only=True)
class SievedFile:
    """The lines of a file that are to be read, with their numbers; counts the others.

    Attributes:
        path: Where the file is.
        name: How the case names it.
        header: Its header.
        sieve: Which lines are to be read.
        issues: Takes an error where the file is cut short or holds an endless line.
        lines: Lines seen so far.
        found: Records found so far.
    """

    path: Path
    name: str
    header: VcfHeader
    sieve: Sieve
    issues: Issues
    lines: int = 0
    found: int = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        try:
            with self.path.open("rb") as handle:
                for block in line_blocks(chunks_of(unpacked(handle))):
                    at, number = 0, self.lines
                    starts, lines = self.sieve.starts(block)
                    for start in starts:
                        number += block.count(b"\n", at, start)
                        at = start
                        if block[start : start + 1] != b"#":
                            self.found += 1
                            end = block.find(b"\n", start)
                            yield number, block[start:end].decode("utf-8", errors="replace")
                    self.lines += lines
        except FAULTS as error:
            _note_corrupt(error, self.name, self.issues)

    def passed_over(self) -> tuple[LedgerEntry, ...]:
        """The account of the rows that were not read; asked for after all lines were."""
        return _passed_over(self.name, self.lines - self.header.lines - self.found)


@dataclass(kw_only=True)
class IndexedFile:
    """The records in places of interest, found through the index; numbered as they come.

    Attributes:
        path: Where the file is.
        name: How the case names it.
        index: Its index.
        places: Start and end of the places of interest on each contig.
        issues: Takes an error where file and index do not fit.
        found: Records found so far.
    """

    path: Path
    name: str
    index: TabixIndex
    places: Mapping[str, list[tuple[int, int]]]
    issues: Issues
    found: int = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        try:
            for record in records_within(self.path, self.index, self.places):
                self.found += 1
                yield self.found, record
        except FAULTS as error:
            _note_corrupt(error, self.name, self.issues)

    def passed_over(self) -> tuple[LedgerEntry, ...]:
        """The account of the rows that were not read, by the counts of the index."""
        return _passed_over(self.name, self.index.records - self.found)


def _note_corrupt(error: Exception, name: str, issues: Issues) -> None:
    issues.error(
        name,
        f"the file is cut short or corrupt ({error})",
        expected="a whole file, and an index made from it",
        remedy="copy it again, and compare the checksum with its sender's",
    )


def _passed_over(name: str, rows: int) -> tuple[LedgerEntry, ...]:
    entry = LedgerEntry(file=name, kind=KIND, fate=Fate.NOT_RELEVANT, reason=PASSED_OVER, rows=rows)
    return (entry,) if rows else ()


def places_by_contig(intervals: list[Interval]) -> dict[str, list[tuple[int, int]]]:
    """Start and end on each contig, sorted, with overlapping ones joined.

    Example:
        >>> two = [Interval(contig="2", start=10, end=20), Interval(contig="2", start=15, end=30)]
        >>> places_by_contig(two)
        {'2': [(10, 30)]}
    """
    joined: dict[str, list[tuple[int, int]]] = {}
    for item in sorted(intervals, key=lambda item: (item.contig, item.start)):
        places = joined.setdefault(item.contig, [])
        if places and item.start <= places[-1][1]:
            places[-1] = (places[-1][0], max(places[-1][1], item.end))
        else:
            places.append((item.start, item.end))
    return joined


def _top_of(path: Path, name: str, issues: Issues) -> list[str]:
    """The header and the first record."""
    lines: list[str] = []
    try:
        with path.open("rb") as handle:
            for block in line_blocks(chunks_of(unpacked(handle))):
                for line in block[1:-1].decode("utf-8", errors="replace").split("\n"):
                    lines.append(line)
                    if not line.startswith("#"):
                        return lines
    except FAULTS as error:
        issues.error(name, f"cannot be read: {error}", remedy="copy the file again")
        return []
    return lines
