"""Which cells carry the chromosomes of a tumour, inferred from their expression.

Cells of a neuroblastoma share gains and losses of whole arms; normal cells have none. An arm is
held against normal cells of the same file. One cell is too noisy for a verdict: a clone must first
be seen in several cells of a sample that share at least two altered arms, and each cell is then
asked whether it carries that clone. Where no clone is seen, nothing is said: a tumour may have no
altered arm, and a cell without one is unverified, not normal.

Kinds of normal cells that are missing from the reference can look altered. This has not been
measured on tumour cells.

References:
    tirosh-2016, infercnvpy, crestome-conventions
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crestome.errors import InputError
from crestome.measure.cell_chunks import CHUNK_ROWS, measure_chunks
from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
from crestome.measure.expression_windows import (
    WindowLayout,
    depths,
    levels,
    window_profiles,
)
from crestome.model.issue import Issues
from crestome.model.single_cell import CellChunk, CellSource, Malignancy

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

_FLOOR: Final = 0.05
"""Added to mean expression (of ten thousand transcripts), so that unseen genes have a logarithm."""
_MAD_TO_SD: Final = 1.4826
_MEDIAN_ERROR: Final = 1.2533
"""Standard error of a median over that of a mean, of normal deviates."""
INFERRED: Final = "copy number inferred from expression, version 1"


@dataclass(frozen=True)
class ArmLevels:
    """How far each arm of each cell lies from normal cells.

    Attributes:
        arms: Arms with enough windows, in the order of the genome.
        z: Distance in standard deviations of the reference, wider for shallower cells.
        altered: Whether that is an alteration, all over the arm.
        normal: Which cells are of the reference.
    """

    arms: tuple[str, ...]
    z: Numbers
    altered: Truths
    normal: Truths


@dataclass(frozen=True)
class Trunk:
    """The altered arms that the cells of a clone share.

    Attributes:
        signs: 1 for an arm gained, -1 for one lost, 0 for all others.
        seeds: Cells that show the clone by themselves.
    """

    signs: Numbers
    seeds: Truths


@dataclass(frozen=True)
class ArmShift:
    """By how much the genes of an arm differ in a group of cells, all together.

    Attributes:
        middle: Median logarithm of the ratio to normal cells, beyond that of all genes.
        error: Its standard error, from the spread of the genes.
    """

    middle: float
    error: float


def infer_malignant(
    source: CellSource,
    layout: WindowLayout,
    rules: ExpressionCopyNumberRules,
    issues: Issues,
    told: Callable[[int], None] = lambda _cells: None,
) -> pl.Series:
    """Say of each cell whether it is of the tumour, by copy number inferred from expression.

    Args:
        source: Cells, some of them with a word under ``reference``.
        layout: Windows over their genes.
        rules: See `ExpressionCopyNumberRules`.
        issues: Takes a note of the clone of each sample, or of its absence.
        told: Takes the number of cells done, for the progress.

    Returns:
        ``normal`` for the cells of the reference, ``malignant`` for those that carry the clone of
        their sample, null for all others.

    Raises:
        InputError: With too few normal cells, genes of known place or arms, or where normal cells
            differ among themselves as tumour cells do from them.

    References:
        tirosh-2016, infercnvpy, crestome-conventions
    """
    codes = _kinds(source)
    _refuse_too_little(source, layout, codes, rules)
    found = measure_arms(source, layout, reference_bounds(source, layout, codes), rules, told)
    asked = _arms_asked(found, rules, source.name)
    column = source.labels["sample"].fill_null("")
    samples = column.unique(maintain_order=True).to_list()
    own = {sample: (column == sample).to_numpy() & ~found.normal for sample in samples}
    guesses = [find_trunk(found, own[sample], asked, rules) for sample in samples]
    groups, kinds = codes.copy(), int(codes.max()) + 1
    for at, guess in enumerate(guesses):
        groups[carriers(found, own[samples[at]], guess, rules)] = kinds + at
    shifts = arm_shifts(source, layout, groups, (kinds, len(samples)))
    words = np.full(len(source), "", object)
    words[found.normal] = Malignancy.NORMAL.value
    for at, guess in enumerate(guesses):
        trunk = confirmed(guess, found.arms, shifts[at], rules)
        carried = carriers(found, own[samples[at]], trunk, rules)
        words[carried] = Malignancy.MALIGNANT.value
        changed = zip(found.arms, trunk.signs, strict=True)
        arms = tuple(f"{arm}{'+' if sign > 0 else '-'}" for arm, sign in changed if sign)
        _tell(f"{source.name}, {samples[at]}", arms, int(carried.sum()), issues)
    return pl.Series("word", words.tolist(), pl.String).replace("", None)


def _kinds(source: CellSource) -> NDArray[np.int64]:
    """The kind of each normal cell, from 0; -1 for all others."""
    reference = source.labels["reference"]
    kinds = reference.drop_nulls().unique(maintain_order=True).to_list()
    numbers = {kind: number for number, kind in enumerate(kinds)}
    return reference.replace_strict(numbers, default=-1, return_dtype=pl.Int64).to_numpy()


def _refuse_too_little(
    source: CellSource,
    layout: WindowLayout,
    codes: NDArray[np.int64],
    rules: ExpressionCopyNumberRules,
) -> None:
    cells = int((codes >= 0).sum())
    faults = []
    if cells < rules.least_reference.value:
        faults.append(
            f"{source.name}: {cells:,} normal cells of the reference; expected at least "
            f"{rules.least_reference.value:,.0f}; name more kinds of normal cells with --reference"
        )
    if layout.genes < rules.least_genes.value:
        faults.append(
            f"{source.name}: {layout.genes:,} genes of known place; expected at least "
            f"{rules.least_genes.value:,.0f}; a panel says nothing of copy number, so give the "
            "whole transcriptome or another source of malignancy"
        )
    if faults:
        raise InputError(*faults)


def reference_bounds(source: CellSource, layout: WindowLayout, codes: NDArray[np.int64]) -> Numbers:
    """The lowest and the highest mean of the kinds of normal cells, at each place."""
    means = place_means(source, layout, codes, lambda values: values)
    return np.stack([means.min(axis=0), means.max(axis=0)])


def place_means(
    source: CellSource,
    layout: WindowLayout,
    codes: NDArray[np.int64],
    scale: Callable[[Numbers], Numbers],
) -> Numbers:
    """Mean of each place over the cells of each code, from 0; cells below 0 are left out."""
    groups = int(codes.max()) + 1
    sums, cells = np.zeros((groups, layout.genes)), np.bincount(codes[codes >= 0], minlength=groups)
    for first in range(0, len(source), CHUNK_ROWS):
        last = min(first + CHUNK_ROWS, len(source))
        if (codes[first:last] < 0).all():
            continue
        chunk = source.read(first, last)
        code = np.repeat(codes[first:last], np.diff(chunk.rows))
        place = layout.places[chunk.columns]
        counted = (code >= 0) & (place >= 0)
        values = scale(levels(chunk, layout)[counted])
        flat = code[counted] * layout.genes + place[counted]
        sums += np.bincount(flat, values, sums.size).reshape(sums.shape)
    return np.asarray(sums / np.maximum(cells, 1)[:, None])


def measure_arms(
    source: CellSource,
    layout: WindowLayout,
    bounds: Numbers,
    rules: ExpressionCopyNumberRules,
    told: Callable[[int], None],
) -> ArmLevels:
    """How far every arm of every cell lies from normal cells."""
    names = [arm for arm in dict.fromkeys(layout.arms)
             if arm and layout.arms.count(arm) >= rules.least_windows.value]  # fmt: skip
    members = [np.flatnonzero(np.array(layout.arms) == arm) for arm in names]

    def work(chunk: CellChunk) -> Numbers:
        profiles = window_profiles(chunk, layout, bounds)
        means = np.stack([profiles[:, own].mean(axis=1) for own in members], axis=1)
        same = [(np.sign(profiles[:, own]) == np.sign(means[:, [at]])).mean(axis=1)
                for at, own in enumerate(members)]  # fmt: skip
        return np.column_stack([means, *same, depths(chunk)])

    held = np.empty((len(source), 2 * len(names) + 1), np.float32)
    for first, numbers in measure_chunks(source.read, (0, len(source)), work):
        held[first : first + len(numbers)] = numbers
        told(first + len(numbers))
    means, same, sums = held[:, : len(names)], held[:, len(names) : -1], held[:, -1]
    normal = source.labels["reference"].is_not_null().to_numpy()
    spread = np.maximum(means[normal].std(axis=0, ddof=1), np.finfo(np.float32).tiny)
    usual = np.median(sums[normal])
    # The noise of a mean of counts goes with one over the root of the depth.
    wider = np.sqrt(np.maximum(1.0, usual / np.maximum(sums, 1.0))) if layout.scaled_sum else 1.0
    z = (means - means[normal].mean(axis=0)) / spread / np.reshape(wider, (-1, 1))
    altered = (np.abs(z) >= rules.arm_z.value) & (same >= rules.arm_windows.value)
    return ArmLevels(tuple(names), z.astype(np.float64), altered, normal)


def find_trunk(
    found: ArmLevels, own: Truths, asked: int, rules: ExpressionCopyNumberRules
) -> Trunk:
    """The arms that the cells of one sample share which have ``asked`` altered arms and more."""
    seeds = own & (found.altered.sum(axis=1) >= asked)
    signs = np.zeros(len(found.arms))
    if seeds.sum() >= rules.least_seeds.value:
        changes = (np.sign(found.z) * found.altered)[seeds]
        signs += (changes == 1).mean(axis=0) >= rules.clone_share.value
        signs -= (changes == -1).mean(axis=0) >= rules.clone_share.value
    return Trunk(signs, seeds)


def carriers(
    found: ArmLevels, own: Truths, trunk: Trunk, rules: ExpressionCopyNumberRules
) -> Truths:
    """The cells that carry a clone: half way to its seeds at least, and beyond all normal cells.

    Half of its arms must point the same way. With too few arms there is no clone to carry.
    """
    number = int(np.abs(trunk.signs).sum())
    if number < rules.least_arms.value:
        return np.zeros(len(own), np.bool_)
    towards = found.z @ trunk.signs / np.sqrt(number)
    half_way = float(np.median(towards[trunk.seeds])) / 2
    bound = max(float(towards[found.normal].max()), rules.clone_z.value, half_way)
    same = (np.sign(found.z) == trunk.signs) & (trunk.signs != 0)
    return np.asarray(own & (towards > bound) & (2 * same.sum(axis=1) >= number))


def arm_shifts(
    source: CellSource, layout: WindowLayout, codes: NDArray[np.int64], numbers: tuple[int, int]
) -> list[dict[str, ArmShift]]:
    """By how much each arm differs in each group of cells, gene by gene.

    Kinds of cells differ in single genes, up and down; a copy more or less moves all genes of an
    arm. So the spread of the genes is what the median of an arm is held against.

    Args:
        source: The cells.
        layout: See `WindowLayout`.
        codes: Group of each cell: kinds of normal cells first, then one group for each sample.
        numbers: How many kinds of normal cells, and how many groups after them.

    Returns:
        For each group after the kinds, the arms; none for a group without a cell.
    """
    kinds, groups = numbers
    means = place_means(source, layout, codes, np.expm1)
    logs = np.log(means + _FLOOR)
    normal = logs[:kinds].mean(axis=0)
    arms = np.array(layout.gene_arms)
    shifts: list[dict[str, ArmShift]] = []
    for group in range(kinds, kinds + groups):
        if not (codes == group).any():
            shifts.append({})
            continue
        seen = (means[group] >= _FLOOR) | (normal >= np.log(2 * _FLOOR))
        ratio = (logs[group] - normal)[seen]
        ratio -= np.median(ratio)
        shifts.append({str(arm): _shift(ratio[arms[seen] == arm]) for arm in np.unique(arms[seen])})
    return shifts


def _shift(ratios: Numbers) -> ArmShift:
    middle = float(np.median(ratios))
    spread = float(np.median(np.abs(ratios - middle))) * _MAD_TO_SD
    return ArmShift(middle, spread * _MEDIAN_ERROR / np.sqrt(len(ratios)))


def confirmed(
    guess: Trunk,
    arms: tuple[str, ...],
    shifts: dict[str, ArmShift],
    rules: ExpressionCopyNumberRules,
) -> Trunk:
    """The arms of a clone that nearly all of their genes bear out."""
    signs = guess.signs.copy()
    for at, arm in enumerate(arms):
        shift = shifts.get(arm, ArmShift(0.0, 1.0))
        moved = shift.middle * signs[at]
        if moved < max(rules.arm_shift.value, rules.arm_shift_z.value * shift.error):
            signs[at] = 0.0
    return Trunk(signs, guess.seeds)


def _arms_asked(found: ArmLevels, rules: ExpressionCopyNumberRules, where: str) -> int:
    """How many altered arms show a clone: as few as normal cells seldom have."""
    numbers = found.altered[found.normal].sum(axis=1)
    for asked in range(int(rules.least_arms.value), int(rules.most_arms.value) + 1):
        if (numbers >= asked).mean() <= rules.reference_share.value:
            return asked
    message = (
        f"{where}: normal cells of the reference have {rules.most_arms.value:.0f} altered arms and "
        "more as often as tumour cells; expected cells that are normal; leave kinds out of "
        "--reference that may be of the tumour"
    )
    raise InputError(message)


def _tell(where: str, arms: tuple[str, ...], cells: int, issues: Issues) -> None:
    if not cells:
        issues.warn(
            where,
            "no clone seen in the copy number inferred from expression, so its cells stay "
            "unverified; a tumour without altered arms looks the same",
            remedy="use the table of a program that looks at alleles too (numbat)",
        )
    else:
        issues.note(
            where,
            f"{cells:,} cells carry {', '.join(arms)} by copy number inferred from expression; "
            "kinds of normal cells that are not in the reference can look altered",
        )
