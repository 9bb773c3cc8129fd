"""What changed on each autosome: the whole chromosome, a part of an arm, or nothing.

Whole-chromosome changes come from missegregation and go with favourable, often near-triploid
tumours. A change of a part of a chromosome needs a break, and goes with aggressive disease. The two
look alike on a single arm, so every chromosome is read as a whole first: only what differs from the
rest of its chromosome is segmental. Short pieces are focal changes, and amplicons are neither.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final

from crestome.call.segment_state import (
    SegmentState,
    SegmentStateRules,
    measure_baseline,
    segment_states,
)
from crestome.knowledge.schema import ByKey, Curated, Rules, Threshold, Words
from crestome.model.copy_number import CopyNumberCall
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import BP_PER_MB, Chromosome, Interval


class SegmentalChromosomeRules(Rules):
    """Cut-offs, regions, genes and sentences of the segmental profile.

    Attributes:
        minimum_mb: A change of a part of an arm counts from this length.
        whole_fraction: From this share of the measured chromosome a state is the chromosome's own.
        interrupted_mb: Another state over so much breaks such a change in two.
        step: How far a part must lie beyond its chromosome, by scale (``log2``, ``copies``).
        minimum_coverage: Share of an arm or chromosome that must have been measured.
        joined_gap_mb: In a list of altered segments, neighbours this close are one.
        minimum_purity: Below this tumour cell fraction silence means nothing.
        noisy_breakpoints: From so many changes of state on the median autosome: noise.
        arms_without_sequence: Short arms that no assay measures.
        typical: The typical alterations.
        region_of_typical: Region that a typical alteration must reach.
        named_regions: Regions that are read one by one.
        inrg_11q_region: Region whose loss is the 11q aberration of the INRG.
        region_mb: Lost length inside a region from which it counts as lost.
        covered_fraction: Share of the distal 6q interval that must be lost.
        retained_fraction: 11p counts as retained below this lost share.
        hemizygous_copies: Below so many copies one copy is left.
        candidate_genes: Genes of the regions, by region.
        localised_days: Age from which segmental changes matter in localised disease.
        note_11q_induction: Sentence on 11q loss and induction; each ``note_`` stands beside the
            call where it applies.
        segment_state: See `SegmentStateRules`.
    """

    minimum_mb: Threshold
    whole_fraction: Threshold
    interrupted_mb: Threshold
    step: ByKey
    minimum_coverage: Threshold
    joined_gap_mb: Threshold
    minimum_purity: Threshold
    noisy_breakpoints: Threshold
    arms_without_sequence: Words
    typical: Words
    region_of_typical: Curated[dict[str, str]]
    named_regions: Words
    inrg_11q_region: Curated[str]
    region_mb: Threshold
    covered_fraction: Threshold
    retained_fraction: Threshold
    hemizygous_copies: Threshold
    candidate_genes: Curated[dict[str, tuple[str, ...]]]
    localised_days: Threshold
    note_11q_induction: Curated[str]
    note_11q_with_mycn: Curated[str]
    note_distal_6q: Curated[str]
    note_localised: Curated[str]
    note_arid1a: Curated[str]
    note_candidates: Curated[str]
    segment_state: SegmentStateRules

    @property
    def minimum_bp(self) -> float:
        """`minimum_mb` in bases."""
        return self.minimum_mb.value * BP_PER_MB


class Change(StrEnum):
    """How a piece differs from the tumour's baseline, as far as segmental changes go."""

    LOSS = "loss"
    GAIN = "gain"
    LOH = "loh"
    AMPLIFIED = "amplified"
    """An amplicon; no part of a segmental gain."""
    NONE = ""


_CHANGES: Final = {
    SegmentState.LOSS.value: Change.LOSS,
    SegmentState.HOMDEL.value: Change.LOSS,
    SegmentState.GAIN.value: Change.GAIN,
    SegmentState.AMPLIFIED.value: Change.AMPLIFIED,
    SegmentState.LOH.value: Change.LOH,
    SegmentState.NEUTRAL.value: Change.NONE,
}
_COUNTED: Final = (Change.LOSS, Change.GAIN, Change.LOH)
_DIRECTION: Final = {Change.LOSS: -1.0, Change.GAIN: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A segment, or the part of it that lies on one arm.

    Attributes:
        arm: ``p`` or ``q``.
        start: 0-based start.
        end: End, not included.
        change: See `Change`.
        level: log2 or copies above the baseline; None without a number.
        one_copy: Whether one copy is left of it, as far as the numbers tell.
    """

    arm: str
    start: int
    end: int
    change: Change = Change.NONE
    level: float | None = None
    one_copy: bool = False

    @property
    def length_bp(self) -> int:
        """Number of bases."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Neighbouring pieces of one change on one arm, or a whole chromosome.

    Attributes:
        region: Chromosome with its arm (``11q``), or without for the whole.
        change: See `Change`.
        interval: From the first piece to the last.
        length_bp: Measured bases in it.
        level: Mean log2 or copies above the baseline; None without numbers.
    """

    region: str
    change: Change
    interval: Interval
    length_bp: int
    level: float | None

    @property
    def name(self) -> str:
        """The word for it, such as ``11q_loss``."""
        return f"{self.region}_{self.change.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChromosomeSurvey:
    """One chromosome, read as a whole and then by parts.

    Attributes:
        chromosome: Which.
        arms: The arms that can be measured, by letter.
        pieces: Everything measured, in order.
        whole: The change of the whole chromosome as one stretch; None where there is none.
        parts: The pieces again, where what is the chromosome's own state counts as no change.
        stretches: Segmental changes.
    """

    chromosome: Chromosome
    arms: dict[str, Interval]
    pieces: tuple[Piece, ...]
    whole: Stretch | None
    parts: tuple[Piece, ...]
    stretches: tuple[Stretch, ...]

    @property
    def covered_bp(self) -> int:
        """Measured bases of the arms."""
        return sum(piece.length_bp for piece in self.pieces)

    @property
    def altered_bp(self) -> int:
        """Bases that differ from the baseline in number of copies."""
        unaltered = (Change.NONE, Change.LOH)
        return sum(piece.length_bp for piece in self.pieces if piece.change not in unaltered)

    @property
    def breakpoints(self) -> int:
        """How often the state changes along the chromosome."""
        return sum(a.change is not b.change for a, b in pairwise(self.pieces))

    def measured_fraction(self, interval: Interval) -> float:
        """Share of ``interval`` that was measured."""
        return _overlap_bp(self.pieces, interval) / interval.length_bp

    def part_bp(self, interval: Interval, *changes: Change) -> int:
        """Bases of ``interval`` that are changed, and not by the whole chromosome's change."""
        return _overlap_bp([part for part in self.parts if part.change in changes], interval)

    def left_with_one_copy(self, interval: Interval) -> bool:
        """Whether one lost stretch, of a part or of the whole, covers ``interval``."""
        for one_copy, run in groupby(self.pieces, key=lambda piece: piece.one_copy):
            pieces = list(run)
            if one_copy and pieces[0].start <= interval.start and interval.end <= pieces[-1].end:
                return True
        return False


def survey_chromosomes(
    evidence: CaseEvidence, rules: SegmentalChromosomeRules
) -> dict[str, ChromosomeSurvey]:
    """Read every autosome as a whole and by parts.

    Sex chromosomes are left out: how many of them a tumour began with is known too seldom.

    Args:
        evidence: Uses ``copy_number`` and the sample's ploidy, DNA index and purity.
        rules: See `SegmentalChromosomeRules`.

    Returns:
        One survey per autosome, by its bare name; without pieces where nothing was measured.

    References:
        janoueix-lerosey-2009, schleiermacher-2012, crestome-conventions
    """
    profile = evidence.copy_number
    scale = measure_baseline(evidence, rules.segment_state).scale
    one_copy_below = rules.hemizygous_copies.value if scale == "copies" else math.inf
    segments: dict[str, list[Piece]] = {}
    for row in segment_states(evidence, rules.segment_state).sort("contig", "start").to_dicts():
        if row["state"] != SegmentState.UNKNOWN.value:
            segments.setdefault(row["contig"], []).append(_piece(row, one_copy_below))
    step = rules.step.value.get(scale, math.inf)
    surveys = {}
    for chromosome in evidence.genome.autosomes:
        pieces = segments.get(chromosome.name, [])
        if profile is not None and profile.altered_only:
            pieces = _with_silence(pieces, chromosome, rules.joined_gap_mb.value * BP_PER_MB)
        surveys[chromosome.name] = _survey(chromosome, pieces, step, rules)
    return surveys


def _piece(row: dict[str, str | int | float | None], one_copy_below: float) -> Piece:
    """A segment as a piece; its arm is still open.

    A gain that the file calls a gain stays one, however high: whoever called it saw the amplicon
    beside it.
    """
    state, copies, level = str(row["state"]), row["total_copies"], row["relative"]
    called_gain = row["call"] == CopyNumberCall.GAIN.value
    change = _CHANGES[state]
    copies_fit = not isinstance(copies, float) or copies < one_copy_below
    return Piece(
        arm="",
        start=int(row["start"] or 0),
        end=int(row["end"] or 0),
        change=Change.GAIN if change is Change.AMPLIFIED and called_gain else change,
        level=level if isinstance(level, float) else None,
        one_copy=state == SegmentState.LOSS.value and copies_fit,
    )


def _with_silence(pieces: list[Piece], chromosome: Chromosome, gap_bp: float) -> list[Piece]:
    """The pieces of a list of altered segments, with what lies between them as unaltered."""
    filled: list[Piece] = []
    reached = 0
    for piece in pieces:
        if piece.start - reached >= gap_bp:
            filled.append(Piece(arm="", start=reached, end=piece.start, level=0.0))
        filled.append(piece)
        reached = piece.end
    if chromosome.length_bp - reached >= gap_bp:
        filled.append(Piece(arm="", start=reached, end=chromosome.length_bp, level=0.0))
    return filled


def _survey(
    chromosome: Chromosome, segments: list[Piece], step: float, rules: SegmentalChromosomeRules
) -> ChromosomeSurvey:
    both = {"p": chromosome.p_arm, "q": chromosome.q_arm}
    unmeasured = rules.arms_without_sequence.value
    arms = {arm: place for arm, place in both.items() if chromosome.name + arm not in unmeasured}
    pieces = tuple(
        replace(piece, arm=arm, start=max(piece.start, place.start), end=min(piece.end, place.end))
        for arm, place in arms.items()
        for piece in segments
        if piece.start < place.end and piece.end > place.start
    )
    whole = _whole(chromosome, pieces, sum(place.length_bp for place in arms.values()), rules)
    parts = _beyond(pieces, whole, step, rules.minimum_bp)
    return ChromosomeSurvey(
        chromosome=chromosome,
        arms=arms,
        pieces=pieces,
        whole=whole,
        parts=parts,
        stretches=tuple(_stretches(chromosome.name, parts, rules.minimum_bp)),
    )


def _whole(
    chromosome: Chromosome, pieces: Sequence[Piece], arms_bp: int, rules: SegmentalChromosomeRules
) -> Stretch | None:
    """The change of the whole chromosome.

    An amplicon does not unmake it, nor a short interruption; a long one leaves two parts.
    """
    covered_bp = sum(piece.length_bp for piece in pieces)
    if covered_bp < rules.minimum_coverage.value * arms_bp:
        return None
    for change in _COUNTED:
        alike = (change, Change.AMPLIFIED) if change is Change.GAIN else (change,)
        same_bp = _longest_bp(pieces, alike, rules.interrupted_mb.value * BP_PER_MB)
        if same_bp >= rules.whole_fraction.value * covered_bp:
            own = [piece for piece in pieces if piece.change is change]
            return _stretch(chromosome.name, chromosome.name, own) if own else None
    return None


def _longest_bp(pieces: Sequence[Piece], alike: tuple[Change, ...], gap_bp: float) -> int:
    """Bases of the longest run of one change, with interruptions shorter than ``gap_bp``."""
    longest = run_bp = between = 0
    for same, run in groupby(pieces, key=lambda piece: piece.change in alike):
        length_bp = sum(piece.length_bp for piece in run)
        if same:
            run_bp += between + length_bp
            longest = max(longest, run_bp)
        elif length_bp >= gap_bp:
            run_bp = 0
        between = 0 if same or not run_bp else length_bp
    return longest


def _beyond(
    pieces: Sequence[Piece], whole: Stretch | None, step: float, minimum_bp: float
) -> tuple[Piece, ...]:
    """The pieces, where only what lies a step beyond the rest of its chromosome counts as changed.

    The rest is the least lost, or least gained, other piece of countable length; on a chromosome
    changed as a whole, of its own state: on a gained chromosome 17, 17q is compared with the lower
    17p. A cut-off that happens to fall between two nearly equal pieces makes no segment either.
    """
    own = Change.NONE if whole is None else whole.change
    countable = [
        (piece.change, piece.level)
        for piece in pieces
        if piece.level is not None
        and piece.length_bp >= minimum_bp
        and piece.change is not Change.AMPLIFIED
    ]
    bars = {}
    for change, direction in _DIRECTION.items():
        rest = [direction * level for of, level in countable if (of is change) is (change is own)]
        bars[change] = min(rest, default=math.inf if change is own else -math.inf) + step
    return tuple(
        replace(piece, change=Change.NONE) if _is_own(piece, own, bars) else piece
        for piece in pieces
    )


def _is_own(piece: Piece, own: Change, bars: dict[Change, float]) -> bool:
    """Whether a changed piece is no more than its chromosome's own state."""
    if piece.level is None or piece.change not in _DIRECTION:
        return piece.change is own
    return _DIRECTION[piece.change] * piece.level < bars[piece.change]


def _stretches(contig: str, parts: Sequence[Piece], minimum_bp: float) -> Iterator[Stretch]:
    for (arm, change), run in groupby(parts, key=lambda piece: (piece.arm, piece.change)):
        pieces = list(run)
        countable = sum(piece.length_bp for piece in pieces) >= minimum_bp
        if countable and change in _COUNTED:
            yield _stretch(contig, contig + arm, pieces)


def _stretch(contig: str, region: str, pieces: Sequence[Piece]) -> Stretch:
    numbers = [(piece.level, piece.length_bp) for piece in pieces if piece.level is not None]
    weight = sum(length for _, length in numbers)
    return Stretch(
        region=region,
        change=pieces[0].change,
        interval=Interval(contig=contig, start=pieces[0].start, end=pieces[-1].end),
        length_bp=sum(piece.length_bp for piece in pieces),
        level=sum(level * length for level, length in numbers) / weight if weight else None,
    )


def _overlap_bp(pieces: Sequence[Piece], interval: Interval) -> int:
    """Bases of ``interval`` under the pieces, which lie on its contig and do not overlap."""
    return sum(
        max(0, min(piece.end, interval.end) - max(piece.start, interval.start)) for piece in pieces
    )
