"""How high a gene lies, as far as amplification goes: by copies, or by a log2 ratio.

An amplicon is short and rises steeply over its chromosome. The gain of an arm is long and shallow,
yet in a pure tumour one extra copy already reaches a ratio of 0.58, at which compressed arrays show
true amplicons. A long segment can therefore be read only where the share of tumour cells is known:
what one extra copy explains is a gain, and what lies between that and a fourfold excess is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crestome.call.dilution import DIPLOID, baseline_copies, stated_log2
from crestome.call.gene_level import CopyLevel, CopyLevelRules
from crestome.call.gene_segment import GeneSegments, Segment
from crestome.call.segment_state import SegmentState
from crestome.model.copy_number import Platform
from crestome.model.evidence import CaseEvidence

PLATFORM_WORDS: Final = {
    Platform.SNP_ARRAY: "SNP arrays",
    Platform.ACGH: "array CGH",
    Platform.WGS: "whole genomes",
    Platform.WES: "exomes",
    Platform.PANEL: "panels",
    Platform.FISH: "FISH",
    Platform.UNKNOWN: "a platform that is not stated",
}
"""What stands after "on" in a reason."""

FISH_WOULD_SETTLE: Final = "FISH would settle it."


@dataclass(frozen=True, kw_only=True)
class Height:
    """How high a segment is.

    Attributes:
        level: None where it shows nothing that amplification could be meant by.
        focal: Whether the segment is focal; None where that cannot be seen.
        why: The cut-off that decided, in words.
        rules: The rules that decided.
        review: A person should look.
    """

    level: CopyLevel | None
    focal: bool | None
    why: str = ""
    rules: tuple[str, ...] = ()
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


_ORDER: Final = (None, CopyLevel.GAIN, CopyLevel.INDETERMINATE, CopyLevel.AMPLIFIED)


def measure_height(
    found: GeneSegments, evidence: CaseEvidence, platform: Platform, rules: CopyLevelRules
) -> tuple[Segment, Height]:
    """The segment that speaks most for amplification; one beside the gene only if it says more."""
    candidates = [segment for segment in (found.highest, found.beside) if segment is not None]
    heights = [(it, _height(it, found, evidence, platform, rules)) for it in candidates]
    return max(heights, key=lambda item: _ORDER.index(item[1].level))


def height_without_focus(
    height: float, evidence: CaseEvidence, platform: Platform, rules: CopyLevelRules
) -> Height:
    """Read a log2 ratio of a segment that is not focal, or whose extent is not known.

    Without a stated tumour cell fraction the cut-off of the platform decides, and what lies between
    it and that of focal segments is open. With one, a ratio that one extra copy explains is a gain
    and only a fourfold excess is an amplification.

    Args:
        height: log2 ratio over the tumour's baseline.
        evidence: Uses the tumour cell fraction and the ploidy.
        platform: See `Platform`.
        rules: See `CopyLevelRules`.

    Returns:
        Its level is None below the cut-off of focal segments.

    References:
        ambros-2009, crestome-conventions
    """
    cut = rules.segment_state.amplified_log2.value[platform.value]
    copies = baseline_copies(evidence)
    one_more = stated_log2(copies + 1.0, evidence)
    fourfold = stated_log2(copies * rules.amplified_ratio.value, evidence)
    if one_more is None or fourfold is None:
        return _by_platform(height, cut, platform, rules)
    keys = ("copy_level.amplified_ratio", "segment_state.level_half_width_log2")
    explained = one_more + rules.segment_state.level_half_width_log2.value
    if height < cut:
        level, why = None, ""
    elif height >= max(cut, fourfold):
        level = CopyLevel.AMPLIFIED
        why = f"With the stated tumour cells a fourfold excess lies at {fourfold:.2f}."
    elif height <= explained:
        level = CopyLevel.GAIN
        why = (
            f"Not focal, and with the stated tumour cells one extra copy lies at {one_more:.2f}: "
            f"a gain. {FISH_WOULD_SETTLE}"
        )
    else:
        level = CopyLevel.INDETERMINATE
        why = (
            f"Not focal, and with the stated tumour cells above one extra copy ({one_more:.2f}) "
            f"and below a fourfold excess ({fourfold:.2f}). {FISH_WOULD_SETTLE}"
        )
    review = level in {CopyLevel.GAIN, CopyLevel.INDETERMINATE}
    return Height(level=level, focal=False, why=why, rules=keys, review=review)


def _by_platform(height: float, cut: float, platform: Platform, rules: CopyLevelRules) -> Height:
    broad = rules.broad_amplified_log2.value[platform.value]
    keys = ("copy_level.broad_amplified_log2", "segment_state.amplified_log2")
    name = PLATFORM_WORDS[platform]
    if height >= broad:
        low = height < rules.certain_log2.value
        why = f"Not focal; so counted as amplified from {broad:g} only, on {name}."
        if low:
            why = (
                f"{why} The gain of an arm in a pure tumour can be as high, and the tumour cell "
                f"fraction is not stated. {FISH_WOULD_SETTLE}"
            )
        return Height(level=CopyLevel.AMPLIFIED, focal=False, why=why, rules=keys, review=low)
    if height >= min(cut, broad):
        why = (
            f"As high as an amplicon on {name} ({cut:g}), but not focal (amplified from "
            f"{broad:g}). {FISH_WOULD_SETTLE}"
        )
        return Height(level=CopyLevel.INDETERMINATE, focal=False, why=why, rules=keys, review=True)
    return Height(level=None, focal=False, rules=keys)


def _height(
    segment: Segment,
    found: GeneSegments,
    evidence: CaseEvidence,
    platform: Platform,
    rules: CopyLevelRules,
) -> Height:
    short = segment.width_mb < rules.segment_state.focal_mb.value
    if found.scale == "calls" or segment.relative is None or segment.value is None:
        stated = segment.state == SegmentState.AMPLIFIED
        return Height(level=CopyLevel.AMPLIFIED if stated else None, focal=short)
    if found.scale == "copies":
        return _height_in_copies(segment, segment.value, found.baseline, short, rules)
    step = segment.step
    if short and step is not None and step >= rules.focal_step_log2.value:
        return _height_of_focus(segment.relative, platform, rules)
    return height_without_focus(segment.relative, evidence, platform, rules)


def _height_in_copies(
    segment: Segment, copies: float, baseline: float, short: bool, rules: CopyLevelRules
) -> Height:
    reference = segment.rest
    if reference is None or reference < rules.segment_state.homdel_copies.value:
        level = level_of_total(copies, baseline, rules)
        cut = rules.amplified_copies.value * baseline / DIPLOID
        uncertain = level is CopyLevel.INDETERMINATE
        return Height(
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
    fold = rules.amplified_ratio.value
    return Height(
        level=CopyLevel.AMPLIFIED if ratio > fold else None,
        focal=short,
        why=f"That is {ratio:.2g} times the rest of the chromosome (amplified above {fold:g}).",
        rules=("copy_level.amplified_ratio",),
    )


def _height_of_focus(height: float, platform: Platform, rules: CopyLevelRules) -> Height:
    cut = rules.segment_state.amplified_log2.value[platform.value]
    uncertain = rules.uncertain_log2.value
    name = PLATFORM_WORDS[platform]
    keys = ("segment_state.amplified_log2", "copy_level.focal_step_log2")
    if height >= cut:
        low = height < uncertain
        why = f"A focal segment is amplified from {cut:g} on {name}."
        why = f"{why} So low an amplicon should be confirmed by FISH." if low else why
        return Height(level=CopyLevel.AMPLIFIED, focal=True, why=why, rules=keys, review=low)
    if height >= uncertain:
        unknown = platform is Platform.UNKNOWN
        why = (
            f"A focal segment of this height is amplified on arrays, and on {name} only from "
            f"{cut:g}. {FISH_WOULD_SETTLE}"
        )
        level = CopyLevel.INDETERMINATE if unknown else CopyLevel.GAIN
        return Height(level=level, focal=True, why=why, rules=keys, review=True)
    return Height(level=None, focal=True, rules=keys)
