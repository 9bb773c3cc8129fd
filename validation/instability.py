"""Quantiles of the figures of genome instability in published cohorts.

``python validation/instability.py --data DIR [--write]``

Every tumour goes through the same survey of chromosomes as a user's tumour, without the calls that
its file states. Printed are, by platform, the quantiles at steps of five per cent that
``rules/genome_instability.yaml`` ships; the last line is one JSON object with them and with the
number of tumours, and ``as_shipped`` says whether they are those of the shipped rules. ``--write``
renews the table in ``results``, which names no tumour.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import polars as pl
from chromosomes import Bench, Tumour, find, high_risk

from crestome.call.chromosome_survey import survey_chromosomes
from crestome.call.genome_instability import (
    UNITS,
    GenomeInstabilityRules,
    measure_instability,
)
from crestome.model.copy_number import Platform

RESULTS = Path(__file__).parent / "results" / "instability.tsv"
STEPS = 20
LEAST_TUMOURS = 30


def genomes(bench: Bench, data: Path) -> list[Tumour]:
    """The cohort of whole genomes."""
    path = find(data, "*/target_cgi_segments*.parquet")
    if path is None:
        return []
    frame = pl.read_parquet(path).rename({"chrom": "contig"})
    return [
        Tumour(str(name), bench.evidence(bench.profile(part, Platform.WGS), None), {})
        for (name,), part in frame.partition_by("sample", as_dict=True).items()
    ]


def quantiles(values: list[float]) -> list[float]:
    """Quantiles at equal steps: at each the least value that so many tumours do not exceed."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return [round(ordered[round(last * step / STEPS)], 4) for step in range(STEPS + 1)]


def main() -> None:
    """Measure every tumour, and print the quantiles by platform."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    bench = Bench()
    by_platform: dict[str, list[dict[str, float]]] = {}
    left_out = 0
    for tumour in [
        *high_risk(bench, options.data, with_calls=False),
        *genomes(bench, options.data),
    ]:
        profile = tumour.evidence.copy_number
        surveys = survey_chromosomes(tumour.evidence, bench.rules).values()
        measured = [survey for survey in surveys if survey.covered_bp]
        if profile is None or not measured or bench.segmental(tumour.evidence).flag("noise"):
            left_out += 1
            continue
        by_platform.setdefault(profile.platform.value, []).append(measure_instability(measured))
    tables = {
        platform: {name: quantiles([item[name] for item in figures]) for name in UNITS}
        for platform, figures in sorted(by_platform.items())
        if len(figures) >= LEAST_TUMOURS
    }
    tumours = {platform: len(by_platform[platform]) for platform in tables}
    shipped = bench.knowledge.rules("genome_instability", GenomeInstabilityRules)
    stored = {
        platform: {name: list(values) for name, values in figures.items()}
        for platform, figures in shipped.reference_quantiles.value.items()
    }
    lines = ["platform\ttumours\tfigure\tquantiles"]
    for platform, table in tables.items():
        for name, values in table.items():
            told = " ".join(f"{value:g}" for value in values)
            lines.append(f"{platform}\t{tumours[platform]}\t{name}\t{told}")
    print("\n".join(lines))
    if options.write:
        RESULTS.write_text("\n".join(lines) + "\n")
    figures = {"tumours": tumours, "left_out": left_out, "as_shipped": stored == tables}
    print(json.dumps({"instability": figures | {"quantiles": tables}}))


if __name__ == "__main__":
    main()
