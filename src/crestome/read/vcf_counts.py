"""The sample column of a VCF → the allele fraction of one allele, whoever called it.

Every caller counts reads under names of its own. Counts are taken before fractions, and counts of
all alleles before a depth that also counts reads of no allele. A genotype says nothing of the
fraction: ``0/1`` in a tumour may be a clone of five percent, so it never becomes one half.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

_PERCENT: Final = 100.0
_MOST_READS: Final = 2.0**53
_BASES: Final = "ACGT"
_STRANDS: Final = 4
"""Counts in DP4: reference and alternative, each on both strands."""


class ReadCounts(NamedTuple):
    """Fraction and depth; None where the file does not say."""

    vaf: float | None
    depth: int | None


class Site(NamedTuple):
    """One allele of one record and all that is known of its reads.

    Attributes:
        sample: FORMAT key to value, of the sample that is read.
        info: INFO key to value.
        reference: Reference allele.
        alternatives: All alternative alleles of the record.
        which: Which of them is meant.
        alone: Whether the file has no other sample, so that INFO speaks of this one.
    """

    sample: Mapping[str, str]
    info: Mapping[str, str]
    reference: str
    alternatives: tuple[str, ...]
    which: int
    alone: bool

    @property
    def alternative(self) -> str:
        """The allele that is meant."""
        return self.alternatives[self.which]


Counted = tuple[float, float]
"""Reads with the allele, and reads of all alleles."""


def count_reads(site: Site) -> ReadCounts:
    """The allele fraction and the depth of one allele.

    Example:
        >>> count_reads(Site({"AD": "29,27", "DP": "56"}, {}, "C", ("A",), 0, False))
        ReadCounts(vaf=0.48214285714285715, depth=56)
        >>> count_reads(Site({"GT": "0/1"}, {}, "C", ("A",), 0, False))
        ReadCounts(vaf=None, depth=None)
    """
    stated = (_number(site.sample[key]) for key in _DEPTHS if key in site.sample)
    depth = next((number for number in stated if number), None)
    for rule in _RULES:
        counted = rule(site)
        if counted is not None and 0 <= counted[0] <= counted[1] and counted[1] > 0:
            return ReadCounts(counted[0] / counted[1], int(depth or counted[1]))
    if depth is None and site.alone:
        depth = _number(site.info.get("TDP") or site.info.get("DP", ""))
    return ReadCounts(_stated(site), None if depth is None else int(depth))


_DEPTHS: Final = ("DP", "DPT", "NR")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    # Neither NaN nor infinity, and nothing that no longer counts single reads.
    return number if abs(number) <= _MOST_READS else None


def _numbers(site: Site, key: str) -> list[float | None]:
    text = site.sample.get(key, "")
    return [_number(part) for part in text.split(",")] if text else []


def _sum(values: list[float | None]) -> float:
    return sum(value for value in values if value is not None)


def _by_allele(site: Site) -> Counted | None:
    """AD (ADT of PCGR): one count for the reference and one for each alternative."""
    for key in ("AD", "ADT"):
        counts = _numbers(site, key)
        if len(counts) != len(site.alternatives) + 1:
            continue
        mine = counts[site.which + 1]
        if mine is None:
            continue
        if counts[0] is not None:
            return mine, _sum(counts)
        depth = _number(site.sample.get("DP", ""))
        return None if depth is None else (mine, depth)
    return None


def _by_varscan(site: Site) -> Counted | None:
    """RD and AD, where AD holds the alternative only."""
    reference, counts = _numbers(site, "RD"), _numbers(site, "AD")
    if len(reference) != 1 or len(counts) != len(site.alternatives):
        return None
    mine, other = counts[site.which], reference[0]
    return None if mine is None or other is None else (mine, other + _sum(counts))


def _by_observations(site: Site) -> Counted | None:
    """AO and RO of freebayes and Torrent; AO over DP where RO is not given."""
    counts, reference = _numbers(site, "AO"), _number(site.sample.get("RO", ""))
    if len(counts) != len(site.alternatives) or (mine := counts[site.which]) is None:
        return None
    if reference is not None:
        return mine, reference + _sum(counts)
    depth = _number(site.sample.get("DP", ""))
    return None if depth is None else (mine, depth)


def _by_base(site: Site, count: Callable[[str], float | None]) -> Counted | None:
    """Counts of single bases: the alleles' own, without the other bases."""
    alleles = (site.reference, *site.alternatives)
    if site.reference not in _BASES or site.alternative not in _BASES:
        return None
    counts = [count(base) if base in _BASES else 0.0 for base in alleles]
    mine = counts[site.which + 1]
    return None if mine is None or counts[0] is None else (mine, _sum(counts))


def _by_strelka_base(site: Site) -> Counted | None:
    """AU, CU, GU, TU: the first of two tiers."""
    return _by_base(site, lambda base: (_numbers(site, f"{base}U") or [None])[0])


def _by_strelka_indel(site: Site) -> Counted | None:
    """TAR and TIR: reads against the indel and for it, the first of two tiers."""
    against, mine = _numbers(site, "TAR"), _numbers(site, "TIR")
    if not against or not mine or against[0] is None or mine[0] is None:
        return None
    return mine[0], mine[0] + against[0]


def _by_strand(site: Site) -> Counted | None:
    """DP4: forward and reverse reads of the reference, then of the alternative."""
    if len(site.alternatives) > 1:
        return None
    text = site.sample.get("DP4") or (site.info.get("DP4", "") if site.alone else "")
    counts = [_number(part) for part in text.split(",")]
    if len(counts) != _STRANDS or None in counts:
        return None
    return _sum(counts[2:]), _sum(counts)


def _by_base_count(site: Site) -> Counted | None:
    """BCOUNT of SomaticSniper: A, C, G and T."""
    counts = _numbers(site, "BCOUNT")
    if len(counts) != len(_BASES):
        return None
    return _by_base(site, lambda base: counts[_BASES.index(base)])


def _by_caveman(site: Site) -> Counted | None:
    """FAZ … RTZ of CaVEMan: each base on each strand."""

    def count(base: str) -> float | None:
        strands = [_number(site.sample.get(f"{strand}{base}Z", "")) for strand in "FR"]
        return None if None in strands else _sum(strands)

    return _by_base(site, count)


def _by_two(mine: tuple[str, ...], depth: tuple[str, ...]) -> Callable[[Site], Counted | None]:
    """Reads with the allele over all reads, each the sum of the keys named."""

    def rule(site: Site) -> Counted | None:
        many = [_numbers(site, key) for key in mine]
        place = [
            counts[site.which] if len(counts) == len(site.alternatives) else None for counts in many
        ]
        depths = [(_numbers(site, key) or [None])[-1] for key in depth]
        return None if None in place or None in depths else (_sum(place), _sum(depths))

    return rule


_RULES: Final[tuple[Callable[[Site], Counted | None], ...]] = (
    _by_allele,
    _by_varscan,
    _by_observations,
    _by_strelka_base,
    _by_strelka_indel,
    _by_strand,
    _by_base_count,
    _by_caveman,
    _by_two(("PU", "NU"), ("PR", "NR")),
    _by_two(("NV",), ("NR",)),
    _by_two(("VD",), ("DP",)),
    _by_two(("AD",), ("DP",)),
)
_FRACTIONS: Final = ("AF", "FREQ", "FA", "VAF", "PM")


def _stated(site: Site) -> float | None:
    """The fraction that the caller printed; a printed 0 is no measurement."""
    texts = [site.sample.get(key, "") for key in _FRACTIONS] + [site.info.get("TVAF", "")]
    if not site.sample and site.alone:
        texts.append(site.info.get("AF", ""))
    for text in texts:
        parts = text.split(",")
        part = parts[site.which] if len(parts) == len(site.alternatives) else ""
        value = _number(part.removesuffix("%"))
        if value is not None and part.endswith("%"):
            value /= _PERCENT
        if value is not None and 0 < value <= 1:
            return value
    return None
