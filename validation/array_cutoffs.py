"""Cut-offs of loss and gain on SNP arrays, against other assays of the same tumours.

``python validation/array_cutoffs.py --data DIR [--write]``

Some tumours on SNP arrays were measured by whole genomes as well, and some have a clinical status
of 1p and 11q. Every pair of cut-offs is tried on the array; the other assay is the truth. Folds of
tumours choose a pair on the others. Tables name no tumour; the last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import polars as pl
from chromosomes import ARMS, FOLDS, Bench, Counts, Figures, Tumour, compare, find, rows_of

from crestome.call import segmental_chromosome
from crestome.call.chromosome_survey import SegmentalChromosomeRules
from crestome.model.call import Calls
from crestome.model.copy_number import Platform

RESULTS = Path(__file__).parent / "results" / "array_cutoffs.tsv"
PAIRS = ((-0.25, 0.15), (-0.2, 0.12), (-0.15, 0.1), (-0.12, 0.1), (-0.1, 0.1))
"""Loss and gain of long segments; the first are those of short ones."""
CLINICAL = {"1p_loss": "_1p_loh", "11q_loss": "_11q_loh"}
GENOMIC = {
    "1p_loss": "p1Del",
    "3p_loss": "p3Del",
    "4p_loss": "p4Del",
    "11q_loss": "q11Del",
    "17q_gain": "q17Gain",
}
GROUPS = {
    ("high risk", "Amplified"): "HR_MNA",
    ("high risk", "Non-Amplified"): "HR_NA",
    ("low risk", "Non-Amplified"): "LOWINT",
    ("intermediate risk", "Non-Amplified"): "LOWINT",
}


def with_cutoffs(bench: Bench, loss: float, gain: float) -> SegmentalChromosomeRules:
    """The shipped rules with other cut-offs of long segments on SNP arrays."""
    cut = bench.rules.segment_state.segment_cut
    chosen = {"broad_loss_log2": loss, "broad_gain_log2": gain}
    table = {
        name: getattr(cut, name).model_copy(
            update={"value": getattr(cut, name).value | {Platform.SNP_ARRAY.value: value}}
        )
        for name, value in chosen.items()
    }
    state = bench.rules.segment_state.model_copy(
        update={"segment_cut": cut.model_copy(update=table)}
    )
    return bench.rules.model_copy(update={"segment_state": state})


def profiles(bench: Bench, data: Path, pattern: str, platform: Platform) -> dict[str, Tumour]:
    """The tumours of one table of segments, by name."""
    path = find(data, pattern)
    if path is None:
        return {}
    frame = pl.read_parquet(path).rename({"chrom": "contig", "n_probes": "probes"})
    return {
        str(name): Tumour(str(name), bench.evidence(bench.profile(part, platform), None), {})
        for (name,), part in frame.partition_by("sample", as_dict=True).items()
    }


def called(tumour: Tumour, rules: SegmentalChromosomeRules) -> tuple[str, ...]:
    """Segmental changes of one tumour."""
    call = segmental_chromosome.MECHANISM.answer(tumour.evidence, Calls(), rules)
    return tuple(call.texts("sca_any"))


def against(
    arrays: dict[str, Tumour], truth: dict[str, dict[str, bool]], rules: SegmentalChromosomeRules
) -> list[Counts]:
    """Calls on arrays against a truth by tumour and arm; one count per fold."""
    folds = [Counts()] * FOLDS
    for name, status in truth.items():
        tumour = arrays[name]
        met = sum(compare(called(tumour, rules), status).values(), Counts())
        folds[tumour.fold] += met
    return folds


def stated(data: Path, arrays: dict[str, Tumour]) -> dict[str, dict[str, dict[str, bool]]]:
    """What the clinic and another whole-genome pipeline say of the tumours on arrays."""
    truths: dict[str, dict[str, dict[str, bool]]] = {}
    clinical, genomic = find(data, "*/clinical.tsv"), find(data, "*/tumor_molecular.tsv")
    if clinical is not None:
        rows = pl.read_csv(clinical, separator="\t", infer_schema_length=0).to_dicts()
        truths["clinical LOH"] = {
            row["usi"]: {
                arm: row[key] == "yes" for arm, key in CLINICAL.items() if row[key] in {"yes", "no"}
            }
            for row in rows
            if row["usi"] in arrays
        }
    if genomic is not None:
        rows = pl.read_csv(genomic, separator="\t", infer_schema_length=0).to_dicts()
        truths["published genome"] = {
            row["case_id"]: {arm: "Not Detected" not in row[key] for arm, key in GENOMIC.items()}
            for row in rows
            if row["case_id"] in arrays
        }
    return truths


def frequencies(data: Path) -> Figures:
    """How often whole genomes of another cohort show each change, by group."""
    path = find(data, "*/tumor_molecular.tsv")
    if path is None:
        return {}
    table = pl.read_csv(path, separator="\t", infer_schema_length=0)
    counts: dict[str, dict[str, int]] = {}
    for row in table.to_dicts():
        group = GROUPS.get((row["Risk"], row["Mycn_Status"]))
        if group is not None:
            into = counts.setdefault(group, dict.fromkeys(("n", *GENOMIC), 0))
            into["n"] += 1
            for arm, key in GENOMIC.items():
                into[arm] += "Not Detected" not in row[key]
    return {
        group: {"n": into["n"]} | {arm: round(into[arm] / into["n"], 4) for arm in GENOMIC}
        for group, into in sorted(counts.items())
    }


def chosen_by_folds(counts: dict[tuple[float, float], list[Counts]]) -> Figures:
    """What each four of five folds choose, and what that costs on the fifth."""
    held_out, chosen = Counts(), []
    for fold in range(FOLDS):
        others = {
            pair: sum((item for i, item in enumerate(folds) if i != fold), Counts()).f1
            for pair, folds in counts.items()
        }
        best = max(others, key=lambda pair: others[pair])
        chosen.append(f"{best[0]:g}/{best[1]:g}")
        held_out += counts[best][fold]
    return {"chosen": ", ".join(chosen), "held out": held_out.figures()}


def measure(bench: Bench, data: Path) -> dict[str, Figures]:
    """Every truth that is there."""
    arrays = profiles(bench, data, "*/target_snp_segments*.parquet", Platform.SNP_ARRAY)
    genomes = profiles(bench, data, "*/target_cgi_segments*.parquet", Platform.WGS)
    seen = {name: called(genomes[name], bench.rules) for name in sorted(arrays.keys() & genomes)}
    truths = {
        "genome": {name: {arm: arm in s for arm in ARMS.values()} for name, s in seen.items()}
    } | stated(data, arrays)
    summary: dict[str, Figures] = {}
    for truth, by_tumour in truths.items():
        if not by_tumour:
            continue
        counts = {pair: against(arrays, by_tumour, with_cutoffs(bench, *pair)) for pair in PAIRS}
        shipped = sum(against(arrays, by_tumour, bench.rules), Counts())
        summary[truth] = {"tumours": len(by_tumour), "shipped": shipped.figures()} | {
            f"{loss:g}/{gain:g}": sum(folds, Counts()).figures()
            for (loss, gain), folds in counts.items()
        }
        if truth == "genome":
            summary[truth] |= {"folds": chosen_by_folds(counts)}
    published = frequencies(data)
    return summary | ({"frequencies in other genomes": published} if published else {})


def main() -> None:
    """Measure what is there and report what is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the cohorts")
    parser.add_argument("--write", action="store_true", help="renew the committed table")
    options = parser.parse_args()
    bench = Bench()
    summary = measure(bench, options.data)
    lines = ["\t".join(str(value) for value in line) for line in rows_of(summary)]
    print("\n".join(lines))
    if options.write and summary:
        header = f"truth\tpart\tmeasure\tvalue\t# knowledge {bench.knowledge.version}"
        RESULTS.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    print(json.dumps({"array cut-offs": summary or "not run"}))


if __name__ == "__main__":
    main()
