"""What each single source says on the copies of a gene: a gene list, a profile, reported events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from crestome.call.dilution import DIPLOID, stated_ploidy, stated_purity
from crestome.call.gene_level import CopyLevel, CopyLevelRules, GeneLevel
from crestome.call.gene_segment import Survey, find_gene_segments
from crestome.call.segment_cut import short_cuts
from crestome.call.segment_height import PLATFORM_WORDS, height_without_focus, level_of_total
from crestome.call.segment_level import level_of_segments
from crestome.call.segment_state import homdel_log2, measure_baseline
from crestome.model.call import Finding, Quantity
from crestome.model.copy_number import CopyNumberCall, GeneCopyNumber, Platform
from crestome.model.event import EventKind
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB


class Weight(IntEnum):
    """How much a source counts; the lowest number decides."""

    FISH = 0
    RATIO = 1
    COPIES = 2
    SEGMENTS = 3
    LOG2 = 4
    CALL = 5
    EVENT = 6
    SILENCE = 7
    """A list that would have named the gene, had it found something."""


@dataclass(frozen=True)
class Source:
    """One source's verdict.

    Attributes:
        weight: See `Weight`.
        level: What it says.
        bulk: Whether it measured tumour and normal cells together.
    """

    weight: Weight
    level: GeneLevel
    bulk: bool = True


_OF_CALL: Final = {
    CopyNumberCall.AMPLIFIED: CopyLevel.AMPLIFIED,
    CopyNumberCall.GAIN: CopyLevel.GAIN,
    CopyNumberCall.NORMAL: CopyLevel.NORMAL,
    CopyNumberCall.LOH: CopyLevel.NORMAL,
    CopyNumberCall.LOSS: CopyLevel.LOSS,
    CopyNumberCall.HOMDEL: CopyLevel.HOMDEL,
}
_OF_EVENT: Final = {
    EventKind.AMPLIFICATION: CopyLevel.AMPLIFIED,
    EventKind.HOMOZYGOUS_DELETION: CopyLevel.HOMDEL,
    EventKind.DELETION: CopyLevel.LOSS,
    EventKind.LOSS: CopyLevel.LOSS,
    EventKind.GAIN: CopyLevel.GAIN,
}
"""In the order of weight: of several events of a gene the first of these decides."""


def read_statements(gene: str, evidence: CaseEvidence, rules: CopyLevelRules) -> Iterator[Source]:
    """What the laboratory's gene lists say; a number goes before the call beside it."""
    for copies in evidence.copies_of(gene):
        if copies.chr2_ratio is not None:
            fish = copies.platform is Platform.FISH
            weight = Weight.FISH if fish else Weight.RATIO
            yield Source(weight, _of_ratio(copies, rules), bulk=not fish)
        elif copies.total_copies is not None:
            yield Source(Weight.COPIES, _of_copies(copies, evidence, rules))
        elif copies.log2 is not None:
            yield Source(Weight.LOG2, _of_log2(copies, evidence, rules))
        elif copies.call is not None:
            bulk = copies.platform not in {Platform.FISH, Platform.UNKNOWN}
            yield Source(Weight.CALL, _of_call(copies, copies.call), bulk=bulk)


def read_profile(
    gene: str, evidence: CaseEvidence, survey: Survey, rules: CopyLevelRules
) -> Iterator[Source]:
    """What the segments at the gene say; nothing where the profile does not reach it."""
    profile, place = evidence.copy_number, evidence.genome.genes.get(gene)
    if profile is None or place is None:
        return
    tolerance = rules.tolerance_mb.value[profile.platform.value] * BP_PER_MB
    found = find_gene_segments(place.interval, survey, tolerance)
    if found is not None:
        weight = Weight.CALL if found.scale == "calls" else Weight.SEGMENTS
        level = level_of_segments(gene, evidence, found, rules)
        if level is not None:
            yield Source(weight, level)
    elif profile.altered_only:
        yield Source(
            Weight.SILENCE,
            GeneLevel(
                gene=gene,
                level=CopyLevel.NORMAL,
                basis="segments",
                reason=f"No altered segment covers {gene}.",
                focal=False,
                breakpoint_inside=False,
                findings=(Finding(what="list of altered segments", where=profile.file),),
                sources=("crestome-conventions",),
            ),
        )


def read_events(gene: str, evidence: CaseEvidence) -> Iterator[Source]:
    """What a list of reported events says; a list that covers the gene and is silent: normal."""
    events = evidence.events_of(gene)
    for kind, level in _OF_EVENT.items():
        for event in events:
            if event.kind is kind:
                words = event.reported_as or kind.value.replace("_", " ")
                yield Source(
                    Weight.EVENT,
                    GeneLevel(
                        gene=gene,
                        level=level,
                        basis="reported event",
                        reason=f"Reported as {words} of {gene}.",
                        findings=(Finding(what=f"{gene} {words}", where=event.where),),
                        sources=("crestome-conventions",),
                    ),
                    bulk=False,
                )
    if evidence.events is not None and gene in evidence.events_cover:
        yield Source(
            Weight.SILENCE,
            GeneLevel(
                gene=gene,
                level=CopyLevel.NORMAL,
                basis="reported event",
                reason=f"The list of events covers {gene} and reports no change of its copies.",
                sources=("crestome-conventions",),
            ),
        )


def _of_ratio(copies: GeneCopyNumber, rules: CopyLevelRules) -> GeneLevel:
    ratio = copies.chr2_ratio or 0.0
    amplified, gained = rules.amplified_ratio.value, rules.gained_ratio.value
    lost, deleted = rules.lost_ratio.value, rules.homdel_ratio.value
    ladder = (
        (ratio > amplified, CopyLevel.AMPLIFIED, f"amplified above {amplified:g}"),
        (
            ratio >= gained,
            CopyLevel.GAIN,
            f"gained from {gained:g}, amplified above {amplified:g}",
        ),
        (ratio < deleted, CopyLevel.HOMDEL, f"homozygous deletion below {deleted:g}"),
        (ratio <= lost, CopyLevel.LOSS, f"lost up to {lost:g}"),
        (True, CopyLevel.NORMAL, f"lost up to {lost:g}, gained from {gained:g}"),
    )
    level, cut = next((level, cut) for holds, level, cut in ladder if holds)
    fish = copies.platform is Platform.FISH
    many = "as many copies as" if ratio == 1.0 else f"{ratio:g} times the copies of"
    keys = ("amplified_ratio", "gained_ratio", "lost_ratio", "homdel_ratio")
    return GeneLevel(
        gene=copies.gene,
        level=level,
        basis="fish" if fish else "gene list",
        reason=f"{copies.gene} has {many} its chromosome's reference ({cut}).",
        quantities=(Quantity(name=f"{copies.gene} ratio", value=ratio, unit="fold"),),
        findings=(Finding(what=f"{copies.gene} ratio {ratio:g}", where=copies.where),),
        rules=tuple(f"copy_level.{key}" for key in keys),
        sources=("ambros-2009", "crestome-conventions"),
    )


def _of_copies(copies: GeneCopyNumber, evidence: CaseEvidence, rules: CopyLevelRules) -> GeneLevel:
    number = copies.total_copies or 0.0
    baseline, basis = _baseline(evidence, rules)
    purity = stated_purity(evidence)
    impure = purity is not None and purity < rules.segment_state.minimum_purity.value
    level = level_of_total(number, baseline, rules)
    return GeneLevel(
        gene=copies.gene,
        level=level,
        basis="gene list",
        reason=(
            f"{copies.gene} has {number:g} copies over a baseline of {baseline:g} ({basis})."
            + (" The tumour cell fraction is too low to trust them." if impure else "")
        ),
        needs_review=impure or level is CopyLevel.INDETERMINATE,
        quantities=(Quantity(name=f"{copies.gene} copies", value=number, unit="copies"),),
        findings=(Finding(what=f"{copies.gene} {number:g} copies", where=copies.where),),
        rules=("copy_level.amplified_copies", "copy_level.uncertain_copies"),
        sources=("crestome-conventions",),
    )


def _of_log2(copies: GeneCopyNumber, evidence: CaseEvidence, rules: CopyLevelRules) -> GeneLevel:
    """Without segments focality cannot be seen, so that a ratio is read as if it were not focal."""
    ratio, cuts, platform = copies.log2 or 0.0, rules.segment_state, copies.platform
    high = height_without_focus(ratio, evidence, platform, rules)
    suspicious = ratio >= rules.uncertain_log2.value and high.level is None
    short = short_cuts(platform, cuts.segment_cut)
    gain, loss = short.gain, short.loss
    deletion = homdel_log2(evidence, platform, cuts)
    ladder = (
        (high.level is not None, high.level, high.why),
        (
            suspicious,
            CopyLevel.INDETERMINATE,
            f"A focal amplicon can be as low (from {rules.uncertain_log2.value:g}).",
        ),
        (ratio >= gain, CopyLevel.GAIN, f"A gain lies at {gain:g} or above"),
        (
            ratio <= deletion,
            CopyLevel.HOMDEL,
            f"A homozygous deletion lies at {deletion:.3g} or below",
        ),
        (ratio <= loss, CopyLevel.LOSS, f"A loss lies at {loss:g} or below"),
        (True, CopyLevel.NORMAL, f"A loss lies at {loss:g}, a gain at {gain:g}"),
    )
    level, cut = next((level, cut) for holds, level, cut in ladder if holds and level is not None)
    cut = cut if cut.endswith(".") else f"{cut} on {PLATFORM_WORDS[platform]}."
    return GeneLevel(
        gene=copies.gene,
        level=level,
        basis="gene list",
        reason=f"{copies.gene} has a log2 ratio of {ratio:g}; its segment is not known. {cut}",
        needs_review=high.review or suspicious,
        quantities=(Quantity(name=f"{copies.gene} ratio", value=ratio, unit="log2 ratio"),),
        findings=(Finding(what=f"{copies.gene} log2 {ratio:g}", where=copies.where),),
        rules=("copy_level.broad_amplified_log2", "copy_level.uncertain_log2"),
        sources=("crestome-conventions", "crestome-validation"),
    )


def _of_call(copies: GeneCopyNumber, call: CopyNumberCall) -> GeneLevel:
    return GeneLevel(
        gene=copies.gene,
        level=_OF_CALL[call],
        basis="gene list",
        reason=f"The laboratory calls {copies.gene} {call.value}.",
        findings=(Finding(what=f"{copies.gene} {call.value}", where=copies.where),),
        sources=("crestome-conventions",),
    )


def _baseline(evidence: CaseEvidence, rules: CopyLevelRules) -> tuple[float, str]:
    baseline = measure_baseline(evidence, rules.segment_state)
    if baseline.scale == "copies":
        return baseline.value, baseline.basis
    return stated_ploidy(evidence) or (DIPLOID, "assumed diploid")
