"""The copy level that the segments at a gene show.

On a scale of copies an amplified gene has more than four times the copies of the rest of its
chromosome. A log2 ratio is read by the cut-off of its platform, and an amplicon must be short and
rise steeply above its chromosome; a long segment must be far higher, because the gain of an arm
can reach the ratio of an amplicon on a compressed array.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.call.gene_level import CopyLevel, CopyLevelRules, GeneLevel
from crestome.call.gene_segment import GeneSegments, Segment
from crestome.call.segment_state import DIPLOID, SegmentState
from crestome.model.call import Finding, Quantity
from crestome.model.copy_number import Platform
from crestome.model.evidence import CaseEvidence

_BP_PER_KB: Final = 1000

_OF_STATE: Final = {
    SegmentState.AMPLIFIED.value: CopyLevel.AMPLIFIED,
    SegmentState.GAIN.value: CopyLevel.GAIN,
    SegmentState.NEUTRAL.value: CopyLevel.NORMAL,
    SegmentState.LOH.value: CopyLevel.NORMAL,
    SegmentState.LOSS.value: CopyLevel.LOSS,
    SegmentState.HOMDEL.value: CopyLevel.HOMDEL,
}


@dataclass(frozen=True, kw_only=True)
class _Height:
    """How high the highest segment is; ``level`` is None where it shows nothing above a gain."""

    level: CopyLevel | None
    focal: bool
    why: str
    rules: tuple[str, ...]
    review: bool = False


def level_of_total(copies: float, baseline: float, rules: CopyLevelRules) -> CopyLevel:
    """The level of a number of copies where nothing but the tumour's baseline is known.

    Args:
        copies: Copies per tumour cell.
        baseline: Copies of most of the genome.
        rules: See `CopyLevelRules`.

    Returns:
        ``indeterminate`` between gain and amplification, where only a reference on the same
        chromosome can decide.
    """
    scaled = copies * DIPLOID / baseline
    step = rules.segment_state.step_copies.value
    ladder = (
        (scaled >= rules.amplified_copies.value, CopyLevel.AMPLIFIED),
        (scaled >= rules.uncertain_copies.value, CopyLevel.INDETERMINATE),
        (copies < rules.segment_state.homdel_copies.value, CopyLevel.HOMDEL),
        (copies <= baseline - step, CopyLevel.LOSS),
        (copies >= baseline + step, CopyLevel.GAIN),
    )
    return next((level for holds, level in ladder if holds), CopyLevel.NORMAL)


def level_of_segments(
    gene: str, evidence: CaseEvidence, found: GeneSegments, rules: CopyLevelRules
) -> GeneLevel | None:
    """The level that the segments at ``gene`` show, and why; None where they show none.

    Args:
        gene: Current HGNC symbol.
        evidence: Uses the platform and the tumour cell fraction.
        found: The segments at the gene.
        rules: See `CopyLevelRules`.
    """
    platform = Platform.UNKNOWN if evidence.copy_number is None else evidence.copy_number.platform
    segment, height = _highest(found, platform, rules)
    if height.level is not None:
        level = height.level
    elif found.lowest.state == SegmentState.HOMDEL:
        segment, level = found.lowest, CopyLevel.HOMDEL
    elif found.main.state == SegmentState.UNKNOWN:
        return None
    else:
        segment, level = found.main, _OF_STATE[found.main.state]
    overstated = level is CopyLevel.AMPLIFIED and height.level is not CopyLevel.AMPLIFIED
    level = CopyLevel.GAIN if overstated else level
    notes = (*_notes(segment, evidence, rules), *([height.why] if height.review else []))
    return GeneLevel(
        gene=gene,
        level=level,
        basis="segments",
        reason=_reason(gene, segment, found, "" if height.review else height.why),
        focal=height.focal if height.level is not None else _is_short(segment, level, rules),
        breakpoint_inside=found.breakpoint_inside,
        needs_review=bool(notes) or overstated,
        notes=notes,
        quantities=_quantities(gene, segment, found),
        findings=(Finding(what=f"segment {segment.place}", where=segment.where),),
        rules=height.rules,
        sources=("ambros-2009", "crestome-conventions", "crestome-validation"),
    )


_ORDER: Final = (None, CopyLevel.GAIN, CopyLevel.INDETERMINATE, CopyLevel.AMPLIFIED)


def _highest(
    found: GeneSegments, platform: Platform, rules: CopyLevelRules
) -> tuple[Segment, _Height]:
    """The segment that speaks most for amplification; one beside the gene only if it says more."""
    candidates = [segment for segment in (found.highest, found.beside) if segment is not None]
    heights = [(segment, _height(segment, found, platform, rules)) for segment in candidates]
    return max(heights, key=lambda item: _ORDER.index(item[1].level))


def _height(
    segment: Segment, found: GeneSegments, platform: Platform, rules: CopyLevelRules
) -> _Height:
    short = segment.width_mb < rules.segment_state.focal_mb.value
    if found.scale == "calls" or segment.relative is None or segment.value is None:
        stated = segment.state == SegmentState.AMPLIFIED
        level = CopyLevel.AMPLIFIED if stated else None
        return _Height(level=level, focal=short, why="The file states the call.", rules=())
    if found.scale == "copies":
        return _height_in_copies(segment, segment.value, found.baseline, short, rules)
    return _height_in_log2(segment, segment.relative, platform, short, rules)


def _height_in_copies(
    segment: Segment, copies: float, baseline: float, short: bool, rules: CopyLevelRules
) -> _Height:
    reference = segment.rest
    if reference is None or reference < rules.segment_state.homdel_copies.value:
        level = level_of_total(copies, baseline, rules)
        cut = rules.amplified_copies.value * baseline / DIPLOID
        uncertain = level is CopyLevel.INDETERMINATE
        return _Height(
            level=level if uncertain or level is CopyLevel.AMPLIFIED else None,
            focal=short,
            why=(
                f"Without a reference on the chromosome, amplified from {cut:g} copies over a "
                f"baseline of {baseline:g}."
            ),
            rules=("copy_level.amplified_copies", "copy_level.uncertain_copies"),
            review=uncertain,
        )
    ratio = copies / reference
    amplified = ratio > rules.amplified_ratio.value
    return _Height(
        level=CopyLevel.AMPLIFIED if amplified else None,
        focal=short,
        why=(
            f"That is {ratio:.2g} times the rest of the chromosome "
            f"(amplified above {rules.amplified_ratio.value:g})."
        ),
        rules=("copy_level.amplified_ratio",),
    )


def _height_in_log2(
    segment: Segment, height: float, platform: Platform, short: bool, rules: CopyLevelRules
) -> _Height:
    step = segment.step
    focal = short and step is not None and step >= rules.focal_step_log2.value
    cut = rules.segment_state.amplified_log2.value[platform.value]
    broad_cut = rules.broad_amplified_log2.value[platform.value]
    name = platform.value.replace("_", " ")
    needed = cut if focal else broad_cut
    kind = "A focal segment" if focal else "A segment that is not focal"
    why = f"{kind} is amplified from {needed:g} on {name}."
    keys = (
        "segment_state.amplified_log2" if focal else "copy_level.broad_amplified_log2",
        "copy_level.focal_step_log2",
    )
    if height >= broad_cut or (focal and height >= cut):
        low = height < rules.uncertain_log2.value
        why = f"{why} So low an amplicon should be confirmed by FISH." if low else why
        return _Height(level=CopyLevel.AMPLIFIED, focal=focal, why=why, rules=keys, review=low)
    if focal and height >= rules.uncertain_log2.value:
        unknown = platform is Platform.UNKNOWN
        level = CopyLevel.INDETERMINATE if unknown else CopyLevel.GAIN
        why = (
            f"A focal segment of this height is amplified on arrays, and on {name} only from "
            f"{cut:g}; FISH would settle it."
        )
        return _Height(level=level, focal=True, why=why, rules=keys, review=True)
    if height >= cut:
        why = (
            f"As high as an amplicon on {name}, but {segment.width_mb:.0f} Mb wide (amplified "
            f"from {broad_cut:g}); FISH would settle it."
        )
        return _Height(level=CopyLevel.GAIN, focal=False, why=why, rules=keys, review=True)
    return _Height(level=None, focal=focal, why=why, rules=keys)


def _is_short(segment: Segment, level: CopyLevel, rules: CopyLevelRules) -> bool:
    return level is not CopyLevel.NORMAL and (segment.width_mb < rules.segment_state.focal_mb.value)


def _reason(gene: str, segment: Segment, found: GeneSegments, why: str) -> str:
    lies = f"{gene} lies in a segment of {segment.width_mb:.2f} Mb"
    if segment.value is None or segment.relative is None:
        return f"{lies} that the file calls {segment.call}."
    if found.scale == "copies":
        level = f"{segment.value:.3g} copies (baseline {found.baseline:g}, {found.basis})"
    else:
        rise = segment.relative if segment.step is None else segment.step
        level = (
            f"log2 {segment.relative:.2f} over the tumour's baseline and {rise:.2f} over the "
            "rest of the chromosome"
        )
    return f"{lies} at {level}. {why}".rstrip()


def _quantities(gene: str, segment: Segment, found: GeneSegments) -> tuple[Quantity, ...]:
    if segment.value is None or segment.relative is None:
        return ()
    if found.scale == "copies":
        return (Quantity(name=f"{gene} copies", value=segment.value, unit="copies"),)
    return (Quantity(name=f"{gene} over baseline", value=segment.relative, unit="log2 ratio"),)


def _notes(segment: Segment, evidence: CaseEvidence, rules: CopyLevelRules) -> tuple[str, ...]:
    notes: list[str] = []
    profile = evidence.copy_number
    purity = evidence.sample.purity
    if profile is not None and profile.purity is not None:
        purity = profile.purity
    minimum = rules.segment_state.minimum_purity.value
    if purity is not None and purity < minimum:
        notes.append(
            f"The tumour cell fraction is {purity:.0%}, below {minimum:.0%}: an amplicon or a "
            "deletion may be missed."
        )
    if segment.gap_bp:
        notes.append(
            f"The segment ends {segment.gap_bp / _BP_PER_KB:.1f} kb outside the gene; the call "
            "assumes that the breakpoint lies between two probes (breakpoint tolerance)."
        )
    return tuple(notes)
