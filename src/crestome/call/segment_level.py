"""The copy level that the segments at a gene show.

On a scale of copies an amplified gene has more than four times the copies of the rest of its
chromosome. A log2 ratio is read by the cut-off of its platform, and an amplicon must be short and
rise steeply above its chromosome. An amplicon or a homozygous deletion that a few probes carry is
left open, and so is a deep loss of which nobody knows whether one copy or two are gone.
"""

from __future__ import annotations

from typing import Final

from crestome.call.dilution import baseline_copies, expected_log2, stated_log2, stated_purity
from crestome.call.gene_level import CopyLevel, CopyLevelRules, GeneLevel, put_in_doubt
from crestome.call.gene_segment import GeneSegments, Segment
from crestome.call.segment_cut import SegmentCuts, cuts_of_length
from crestome.call.segment_height import PLATFORM_WORDS, Height, measure_height
from crestome.call.segment_state import SegmentState, homdel_log2
from crestome.call.segment_support import (
    BP_PER_KB,
    amplicon_is_thin,
    deletion_is_thin,
    support_in_words,
)
from crestome.model.call import Finding, Quantity
from crestome.model.copy_number import Platform
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import AUTOSOMES

_OF_STATE: Final = {
    SegmentState.AMPLIFIED.value: CopyLevel.AMPLIFIED,
    SegmentState.GAIN.value: CopyLevel.GAIN,
    SegmentState.NEUTRAL.value: CopyLevel.NORMAL,
    SegmentState.LOH.value: CopyLevel.NORMAL,
    SegmentState.LOSS.value: CopyLevel.LOSS,
    SegmentState.HOMDEL.value: CopyLevel.HOMDEL,
}


def level_of_segments(
    gene: str, evidence: CaseEvidence, found: GeneSegments, rules: CopyLevelRules
) -> GeneLevel | None:
    """The level that the segments at ``gene`` show, and why; None where they show none.

    Args:
        gene: Current HGNC symbol.
        evidence: Uses the platform, the tumour cell fraction and the ploidy.
        found: The segments at the gene.
        rules: See `CopyLevelRules`.
    """
    platform = Platform.UNKNOWN if evidence.copy_number is None else evidence.copy_number.platform
    segment, height = measure_height(found, evidence, platform, rules)
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
    if height.level is None:
        height = _height_of_state(segment, level, found, (evidence, platform), rules)
    notes = (*_notes(segment, evidence, rules), *([height.why] if height.review else []))
    result = GeneLevel(
        gene=gene,
        level=level,
        basis="segments",
        reason=_reason(gene, segment, found, "" if height.review else height.why),
        focal=height.focal,
        breakpoint_inside=found.breakpoint_inside,
        needs_review=bool(notes) or overstated,
        notes=notes,
        quantities=_quantities(gene, segment, found),
        findings=(Finding(what=f"segment {segment.place}", where=segment.where),),
        rules=height.rules,
        sources=("ambros-2009", "crestome-conventions", "crestome-validation"),
    )
    return _unless_thin(result, segment, platform, rules)


def _unless_thin(
    level: GeneLevel, segment: Segment, platform: Platform, rules: CopyLevelRules
) -> GeneLevel:
    """An amplicon or a deletion of few probes is open, unless the file itself calls it one."""
    thin = {CopyLevel.AMPLIFIED: amplicon_is_thin, CopyLevel.HOMDEL: deletion_is_thin}
    if level.level not in thin or segment.call == level.level.value:
        return level
    support = rules.segment_state.segment_support
    if not thin[level.level](segment.run_probes, segment.run_bp, platform, support):
        return level
    said = support_in_words(segment.run_probes, segment.run_bp)
    return put_in_doubt(level, f"Only {said} carry it, too little to be told from noise.")


def _height_of_state(
    segment: Segment,
    level: CopyLevel,
    found: GeneSegments,
    seen_by: tuple[CaseEvidence, Platform],
    rules: CopyLevelRules,
) -> Height:
    """Why a segment has its state where that is no matter of amplification."""
    short = segment.width_mb < rules.segment_state.focal_mb.value
    focal = level is not CopyLevel.NORMAL and short
    if found.scale == "calls":
        return Height(level=level, focal=focal)
    if found.scale == "copies":
        return _height_of_copies(segment, level, rules, focal=focal)
    evidence, platform = seen_by
    if segment.call and segment.call != SegmentState.AMPLIFIED.value:
        height = Height(level=level, focal=focal, why=f"The file calls it {segment.call}.")
    else:
        cut = cuts_of_length(
            segment.place.length_bp, evidence, platform, rules.segment_state.segment_cut
        )
        height = _height_of_ratio(level, cut, (evidence, platform), rules, focal=focal)
    if level is CopyLevel.LOSS and _two_may_be_lost(segment, evidence, platform, rules):
        why = (
            "The ratio is that of a loss, and two lost copies would fit as well: the tumour cell "
            "fraction, or another assay, would tell."
        )
        return Height(level=level, focal=focal, why=why, rules=height.rules, review=True)
    return height


def _height_of_copies(
    segment: Segment, level: CopyLevel, rules: CopyLevelRules, *, focal: bool
) -> Height:
    cuts = rules.segment_state
    if level is CopyLevel.HOMDEL:
        why = f"Fewer than {cuts.homdel_copies.value:g} copies are a homozygous deletion."
        return Height(level=level, focal=focal, why=why, rules=("segment_state.homdel_copies",))
    why = f"A loss or a gain is {cuts.step_copies.value:g} copies or more off the baseline."
    keys = ["segment_state.step_copies"]
    if level is CopyLevel.GAIN and segment.rest and segment.value:
        ratio, fold = segment.value / segment.rest, rules.amplified_ratio.value
        why = (
            f"{why} It has {_times(ratio)} rest of the chromosome (amplified above {fold:g}-fold)."
        )
        keys.append("copy_level.amplified_ratio")
    return Height(level=level, focal=focal, why=why, rules=tuple(keys))


def _times(ratio: float) -> str:
    words = f"{ratio:.2g}"
    return "as many as the" if words == "1" else f"{words} times the copies of the"


def _height_of_ratio(
    level: CopyLevel,
    cut: SegmentCuts,
    seen_by: tuple[CaseEvidence, Platform],
    rules: CopyLevelRules,
    *,
    focal: bool,
) -> Height:
    evidence, platform = seen_by
    name, (lost, gained) = PLATFORM_WORDS[platform], cut.rules
    fixed = rules.segment_state.homdel_log2.value[platform.value]
    deletion = homdel_log2(evidence, platform, rules.segment_state)
    by_cells = deletion != fixed if level is CopyLevel.HOMDEL else cut.by_cells
    where = f"{' with the stated tumour cells' if by_cells else ''} on {name}."
    why, key = {
        CopyLevel.HOMDEL: (
            f"A homozygous deletion lies at {deletion:.3g} or below{where}",
            "segment_state.homdel_log2",
        ),
        CopyLevel.LOSS: (f"A loss lies at {cut.loss:.2g} or below{where}", lost),
        CopyLevel.GAIN: (f"A gain lies at {cut.gain:.2g} or above{where}", gained),
    }.get(level, (f"A loss lies at {cut.loss:.2g}, a gain at {cut.gain:.2g}{where}", gained))
    return Height(level=level, focal=focal, why=why, rules=(key,))


def _two_may_be_lost(
    segment: Segment, evidence: CaseEvidence, platform: Platform, rules: CopyLevelRules
) -> bool:
    """Whether a loss is deeper than the loss of one copy to one can be."""
    cuts = rules.segment_state
    if (
        segment.relative is None
        or platform.value not in cuts.uncompressed.value
        or segment.place.contig not in AUTOSOMES
    ):
        return False
    remnant = stated_log2(cuts.homdel_copies.value, evidence)
    if remnant is None:
        remnant = expected_log2(1.0, 1.0, baseline_copies(evidence))
    return segment.relative < remnant


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
    purity = stated_purity(evidence)
    minimum = rules.segment_state.minimum_purity.value
    if purity is not None and purity < minimum:
        notes.append(
            f"The tumour cell fraction is {purity:.0%}, below {minimum:.0%}: an amplicon or a "
            "deletion may be missed."
        )
    if segment.gap_bp:
        notes.append(
            f"The segment ends {segment.gap_bp / BP_PER_KB:.1f} kb outside the gene; the call "
            "assumes that the breakpoint lies between two probes (breakpoint tolerance)."
        )
    return tuple(notes)
