"""Raw signal of a case → evidence that calls can read, before any call is made."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from crestome.knowledge.load import Knowledge
from crestome.model.case import Case
from crestome.model.copy_number import CopyNumberProfile, CopyNumberSegments
from crestome.model.evidence import CaseEvidence
from crestome.model.issue import Issues
from crestome.model.signal import CopyLadder, RawCopyNumber, SegmentedSignal


def measure_case(case: Case, knowledge: Knowledge) -> Case:
    """Segment the probes of every sample that came with probes.

    Raises:
        InputError: If there are too few probes.
        UsageError: If the extra that segments is not installed.
    """
    if all(evidence.raw_copy_number is None for evidence in case.evidence):
        return case
    issues = Issues(list(case.issues))
    evidence = tuple(_measured(item, knowledge, issues) for item in case.evidence)
    return replace(case, evidence=evidence, issues=tuple(issues.items))


def _measured(evidence: CaseEvidence, knowledge: Knowledge, issues: Issues) -> CaseEvidence:
    raw = evidence.raw_copy_number
    if raw is None:
        return evidence
    from crestome.pipeline.segment import segment_signal

    signal = segment_signal(raw.probes, raw.file, knowledge, evidence.sample.purity)
    _say(signal, raw, issues)
    # Out of noise neither a change nor its absence may be called.
    profile = profile_of_signal(signal, raw, evidence) if signal.quality.informative else None
    return replace(evidence, copy_number=profile, raw_copy_number=None)


def profile_of_signal(
    signal: SegmentedSignal, raw: RawCopyNumber, evidence: CaseEvidence
) -> CopyNumberProfile:
    """The segments as a profile: ratios, and copies of both alleles where the ladder is firm."""
    frame = signal.segments.frame
    ladder = signal.ladder if signal.ladder is not None and signal.ladder.firm else None
    nothing = pl.lit(None, pl.Float64)
    sample = evidence.sample
    segments = frame.select(
        "contig",
        "start",
        "end",
        "log2",
        total_copies=nothing if ladder is None else "copies",
        minor_copies=nothing if ladder is None else "minor_copies",
        probes="probes",
        call=pl.lit(""),
        where=pl.concat_str(pl.lit(f"{raw.file}: segment "), pl.int_range(1, pl.len() + 1)),
        cell_fraction=nothing,
    )
    return CopyNumberProfile(
        segments=CopyNumberSegments(segments),
        platform=raw.platform,
        purity=sample.purity if sample.purity is not None or ladder is None else ladder.purity,
        ploidy=sample.ploidy if sample.ploidy is not None or ladder is None else ladder.ploidy,
        file=raw.file,
        from_probes=True,
    )


def _ladder_in_words(ladder: CopyLadder) -> str:
    source = "stated" if ladder.purity_stated else "fitted"
    fit = (
        f"purity {ladder.purity:.2f} ({source}), ploidy {ladder.ploidy:.2f}, "
        f"{ladder.baseline_copies} copies at the baseline; mean distance from whole copies "
        f"{ladder.misfit:.2f}"
    )
    if ladder.firm:
        return f"whole copies fit: {fit}; copies are called from"
    return f"whole copies do not fit firmly, and only ratios are called from: {fit}"


def _say(signal: SegmentedSignal, raw: RawCopyNumber, issues: Issues) -> None:
    quality = signal.quality
    issues.note(
        raw.file,
        f"{quality.probes:,} probes made {len(signal.segments)} segments; noise "
        f"{quality.noise:.3f}, waves {quality.waviness:.3f}; the commonest level of the autosomes, "
        f"{quality.baseline:+.3f}, is the baseline",
    )
    if signal.ladder is not None:
        issues.note(raw.file, _ladder_in_words(signal.ladder))
    if not quality.informative:
        issues.warn(
            raw.file,
            f"uninformative: {quality.why}; nothing is called from it",
            remedy="repeat the assay, give another, or look at the segments with crestome segment",
        )
