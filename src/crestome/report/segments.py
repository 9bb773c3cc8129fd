"""Segments made of probes as a SEG table, as JSON, and in words."""

from __future__ import annotations

import json
from typing import Final

import polars as pl

from crestome.model.signal import SegmentedFile

_DECIMALS: Final = 6


def render_seg(result: SegmentedFile) -> str:
    """The segments as SEG: counted from 1, both ends included."""
    frame = result.signal.segments.frame
    columns = {
        "loc.start": pl.col("start") + 1,
        "loc.end": pl.col("end"),
        "num.mark": pl.col("probes"),
        "seg.mean": pl.col("log2").round(_DECIMALS),
        "seg.median": pl.col("median").round(_DECIMALS),
        "seg.mad": pl.col("mad").round(_DECIMALS),
        "seg.se": pl.col("standard_error").round(_DECIMALS),
    }
    if frame["baf"].count():
        columns["seg.baf"] = pl.col("baf").round(_DECIMALS)
    table = frame.select(
        pl.lit(result.name).alias("ID"), pl.col("contig").alias("chrom"), **columns
    )
    return table.write_csv(separator="\t", null_value="NA")


def render_segment_document(result: SegmentedFile) -> str:
    """Segments, quality and ladder as one JSON document, without a clock."""
    signal = result.signal
    document = {
        "research_use_only": True,
        "crestome_version": result.crestome_version,
        "knowledge_version": result.knowledge_version,
        "input": result.source.model_dump(mode="json"),
        "sample": result.name,
        "assemblies_that_fit": [str(item) for item in result.assemblies],
        "penalty": str(signal.penalty),
        "quality": signal.quality.model_dump(mode="json"),
        "ladder": None if signal.ladder is None else signal.ladder.model_dump(mode="json"),
        "issues": [issue.model_dump(mode="json") for issue in result.issues],
        "segments": signal.segments.frame.with_columns(
            pl.col(pl.Float64).round(_DECIMALS)
        ).to_dicts(),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def render_segment_summary(result: SegmentedFile) -> str:
    """A few lines for the terminal."""
    quality, ladder = result.signal.quality, result.signal.ladder
    measured = (
        f"{quality.probes:,} probes, {len(result.signal.segments)} segments; noise "
        f"{quality.noise:.3f}, waves {quality.waviness:.3f}, {quality.outliers} outlier(s), "
        f"baseline {quality.baseline:+.3f} taken out"
    )
    lines = [measured]
    if not quality.informative:
        lines.append(f"Uninformative, not flat: {quality.why}.")
    else:
        lines.append(
            f"One lost copy shows from a tumour cell fraction of {quality.least_purity:.0%} on."
        )
    if ladder is not None:
        firm = "" if ladder.firm else " (not firm: shown, decides nothing)"
        lines.append(
            f"Ladder: baseline {ladder.baseline_copies} copies, purity {ladder.purity:.2f}, ploidy "
            f"{ladder.ploidy:.2f}{firm}"
        )
    lines += [str(issue) for issue in result.issues]
    return "\n".join([*lines, "Research use only; not a medical device."])
