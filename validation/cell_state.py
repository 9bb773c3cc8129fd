"""Cell state against published scores, lines and expression tables (V-15 … V-17, M-11).

``python validation/cell_state.py --data DIR [--cells FILE] [--fit] [--write]``

V-15: MYCN by its transcripts in cell lines, pairs of lines of one patient, and the order of lines
by state. V-16: published scores of bulk tumours through the call, without and with purity. V-17:
what a table lacks is said, and nothing is called from it. ``--cells`` takes a file of cells that
are known to be no tumour (blood, for instance): none may come out malignant. M-11: immune gene sets
by MYCN, surface targets and single genes against the frozen reference. ``--fit`` prints the line of
the log ratio over purity that ``rules/signature_scores.yaml`` ships, and the ellipses of
``rules/cell_state.yaml``.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import replace
from pathlib import Path

import expression_levels
import numpy as np
import polars as pl
from mycn import find, read_table, wilson

from crestome.call import cell_state, mycn
from crestome.call.cell_state import CellStateRules
from crestome.call.mycn import MycnRules
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.measure.signature_rules import SignatureRules
from crestome.measure.signature_scores import measure_state
from crestome.model.assay import Assays
from crestome.model.call import Call, Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.expression import StateScores
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.patient import Material, Patient, Sample
from crestome.pipeline.cell_request import CellRequest
from crestome.pipeline.cells import score_cell_file
from crestome.read.expression import ExpressionAsked, read_expression

RESULTS = Path(__file__).parent / "results" / "cell_state.tsv"
CLASSES = {
    "Adrenergic": "ADRN",
    "Slight Adrenergic": "slight_ADRN",
    "Slight Mesenchymal": "slight_MES",
    "Mesenchymal": "MES",
}
MESENCHYMAL_SIDE = {"slight_MES", "MES"}
MESENCHYMAL_LINES = ("SKNAS", "SKNSH", "CHP212")
ADRENERGIC_LINES = ("KELLY", "SIMA", "SHSY5Y", "SKNBE2", "SKNFI")
TOP = 4
PURE = 0.8
Z_95 = 1.959964
Figures = dict[str, object]


class Bench:
    """Rules and an empty case, made once."""

    def __init__(self) -> None:
        self.knowledge: Knowledge = load_knowledge()
        self.states = self.knowledge.rules("cell_state", CellStateRules)
        self.scores = self.knowledge.rules("signature_scores", SignatureRules)
        self.signatures = load_signatures()
        self.nothing = CaseEvidence(
            patient=Patient(id="p"),
            sample=Sample(id="s"),
            genome=self.knowledge.genome(Assembly.GRCH38),
        )

    def state(self, assays: Assays, scores: StateScores | None = None, **sample: object) -> Call:
        """The call of the state."""
        evidence = replace(
            self.nothing,
            assays=assays,
            state_scores=scores,
            sample=self.nothing.sample.model_copy(update=sample),
        )
        return cell_state.MECHANISM.answer(evidence, Calls(), self.states)

    def mycn(self, tpm: float) -> Call:
        """The call of MYCN from the transcripts of a cell line alone."""
        line = self.nothing.sample.model_copy(update={"material": Material.CELL_LINE})
        evidence = replace(self.nothing, sample=line, assays=Assays(mycn_tpm=tpm))
        rules = self.knowledge.rules("mycn", MycnRules)
        return mycn.MECHANISM.answer(evidence, Calls(), rules)

    def measured(self, path: Path, column: str, unit: str) -> StateScores | None:
        """Scores of one column of a table."""
        issues = Issues()
        asked = ExpressionAsked(column=column, sample=column, unit=unit)
        reading = read_expression(path, path.name, asked, issues)
        if reading is None:
            return None
        return measure_state(reading.value, self.signatures, self.scores, None)


def spearman(first: pl.Series, second: pl.Series) -> dict[str, object]:
    """Rank correlation with Fisher's 95 % interval."""
    value = pl.select(pl.corr(first, second, method="spearman")).item()
    half = Z_95 / math.sqrt(len(first) - 3)
    ends = [math.tanh(math.atanh(value) + sign * half) for sign in (-1, 1)]
    return {"value": round(value, 3), "interval_95": [round(end, 3) for end in ends]}


def lines_by_mycn(data: Path, bench: Bench) -> Figures | None:
    """V-15: transcripts of MYCN and status of cell lines."""
    path = find(data, "*/*mycn_tpm*.tsv*")
    if path is None:
        return None
    rows = [
        (float(row["mycn_tpm"]), "non-amplified" not in row["molecular_subtype"])
        for row in read_table(path).iter_rows(named=True)
    ]
    calls = [(bench.mycn(tpm), truth) for tpm, truth in rows]
    decided = [(call.state is CallState.PRESENT, truth) for call, truth in calls
               if call.state is not CallState.INDETERMINATE]  # fmt: skip
    right = sum(found is truth for found, truth in decided)
    return {
        "n": len(rows),
        "decided": len(decided),
        "right": right,
        "right_95": wilson(right, len(decided)),
        "indeterminate": len(rows) - len(decided),
    }


def pairs_of_lines(data: Path, bench: Bench) -> Figures | None:
    """V-15: two lines of one patient have the same state, and MYCN high or low in both."""
    path = find(data, "*/paired_lines_raw_counts*.tsv*")
    if path is None:
        return None
    table = read_table(path)
    first = table.columns[0]
    lines = [column for column in table.columns if column != first]
    scores = {line: bench.measured(path, line, "counts") for line in lines}
    labels = {
        line: bench.state(Assays(), found, material=Material.CELL_LINE).label
        for line, found in scores.items()
    }
    return {
        "n": len(lines),
        "labels": {label: list(labels.values()).count(label) for label in set(labels.values())},
        "ratio_range": [
            round(min(item.ratio for item in scores.values() if item and item.ratio), 3),
            round(max(item.ratio for item in scores.values() if item and item.ratio), 3),
        ],
    }


def order_of_lines(data: Path, bench: Bench) -> Figures | None:
    """V-15: lines of an array, by mean of z-scores; relative values, so no call is made."""
    path = find(data, "expression/*cell*lines*/expression.tsv*")
    if path is None:
        return None
    table = read_table(path)
    first, *lines = table.columns
    means = {}
    for name in ("adrenergic", "mesenchymal"):
        genes = {*bench.signatures[name].genes, *bench.signatures[name].published}
        own = table.filter(pl.col(first).is_in(genes))
        means[name] = {line: own[line].cast(pl.Float64).mean() for line in lines}
    difference = {
        line: float(means["mesenchymal"][line] or 0) - float(means["adrenergic"][line] or 0)  # type: ignore[arg-type]
        for line in lines
    }
    order = sorted(difference, key=lambda line: -difference[line])
    return {
        "n": len(lines),
        "mesenchymal_in_top_four": sum(line in order[:TOP] for line in MESENCHYMAL_LINES),
        "of": sum(line in difference for line in MESENCHYMAL_LINES),
        "adrenergic_below_zero": sum(difference.get(line, 1.0) < 0 for line in ADRENERGIC_LINES),
        "of_adrenergic": sum(line in difference for line in ADRENERGIC_LINES),
        "refused_by_the_reader": bench.measured(path, lines[0], "log2") is None,
    }


def published_scores(data: Path, bench: Bench, *, fit: bool) -> Figures | None:
    """V-16: classes of bulk tumours reproduced, and a mesenchymal side of impure ones refused."""
    path = find(data, "expression/*bulk*scores*/scores.tsv*")
    if path is None:
        return None
    table = read_table(path).with_columns(
        pl.col("mes_score", "adrn_score").cast(pl.Float64),
        pl.col("purity_pct").cast(pl.Float64, strict=False) / 100,
    )
    same, called, refused = 0, 0, 0
    for row in table.iter_rows(named=True):
        assays = Assays(adrenergic_score=row["adrn_score"], mesenchymal_score=row["mes_score"])
        call = bench.state(assays, purity=row["purity_pct"])
        same += call.detail["class"] == CLASSES[row["class"]]
        if call.detail["class"] in MESENCHYMAL_SIDE and row["purity_pct"] is not None:
            called += call.state is CallState.PRESENT
            refused += call.state is CallState.INDETERMINATE
    known = table.drop_nulls("purity_pct")
    if fit:
        print("log_ratio_by_purity", json.dumps(line_over_purity(known)))
        print("reference_clouds", json.dumps(clouds(known)))
    return {
        "n": table.height,
        "classes_reproduced": same,
        "classes_reproduced_95": wilson(same, table.height),
        "mesenchymal_side_of_known_purity": called + refused,
        "called": called,
        "refused": refused,
        "n_with_purity": known.height,
        "spearman_mes_purity": spearman(known["mes_score"], known["purity_pct"]),
        "spearman_ratio_purity": spearman(
            known["adrn_score"] / known["mes_score"], known["purity_pct"]
        ),
        "line_as_shipped": line_over_purity(known) == bench.scores.log_ratio_by_purity.value,
        "clouds_as_shipped": clouds(known) == bench.states.reference_clouds.value,
    }


def clouds(table: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Where pure tumours and others lie on the plane of the scores, as ellipses."""
    groups = {
        "purity of at least 80 %": table.filter(pl.col("purity_pct") >= PURE),
        "purity below 80 %": table.filter(pl.col("purity_pct") < PURE),
    }
    return {name: cloud(group) for name, group in groups.items() if group.height > TOP}


def cloud(table: pl.DataFrame) -> dict[str, float]:
    """Means, spreads, correlation, and how far half and nine tenths of the tumours reach."""
    points = table.select("adrn_score", "mes_score").to_numpy()
    away = points - points.mean(0)
    reach = np.sqrt(((away @ np.linalg.inv(np.cov(points.T))) * away).sum(1))
    spread = points.std(0, ddof=1)
    return {
        "tumours": float(table.height),
        "adrenergic": round(float(points[:, 0].mean()), 4),
        "mesenchymal": round(float(points[:, 1].mean()), 4),
        "adrenergic_sd": round(float(spread[0]), 4),
        "mesenchymal_sd": round(float(spread[1]), 4),
        "correlation": round(float(np.corrcoef(points.T)[0, 1]), 3),
        "half": round(float(np.quantile(reach, 0.5)), 3),
        "nine_tenths": round(float(np.quantile(reach, 0.9)), 3),
    }


def line_over_purity(table: pl.DataFrame) -> dict[str, float]:
    """Least squares of the log ratio over purity, and the spread around the line."""
    purity = table["purity_pct"].to_numpy()
    ratio = np.log(table["adrn_score"].to_numpy() / table["mes_score"].to_numpy())
    slope, intercept = np.polyfit(purity, ratio, 1)
    rest = ratio - intercept - slope * purity
    spread = math.sqrt(float((rest**2).sum()) / (len(rest) - 2))
    numbers = {
        "intercept": float(intercept),
        "slope": float(slope),
        "spread": spread,
        "from": float(purity.min()),
    }
    return {key: round(value, 4) for key, value in numbers.items()}


def coverage(data: Path, bench: Bench) -> Figures | None:
    """V-17: a table with a part of the genes is read, its coverage said, and nothing called."""
    path = find(data, "seqc*/expression*.tsv*")
    if path is None:
        return None
    column = read_table(path).columns[1]
    scores = bench.measured(path, column, "log2")
    if scores is None:
        return {"read": False}
    call = bench.state(Assays(), scores)
    return {
        "n": 1,
        "adrenergic_found": scores.adrenergic.found,
        "mesenchymal_found": scores.mesenchymal.found,
        "warnings": [str(item) for item in scores.warnings],
        "label": call.label,
        "reason": call.reason,
    }


def other_cells(path: Path) -> Figures:
    """V-17: cells that are no tumour, with nothing that says so, have no state."""
    parts: list[pl.DataFrame] = []
    score_cell_file(CellRequest(path=path), parts.append)
    frame = pl.concat(parts)
    wrong = frame["state"].count()
    return {
        "n": frame.height,
        "malignant_mesenchymal": int((frame["state"] == "MES").sum()),
        "with_a_state": wrong,
        "with_a_state_95": wilson(wrong, frame.height),
    }


def main() -> None:
    """Print a table, and one JSON object in the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cells", type=Path, help="cells known to be no tumour")
    parser.add_argument("--fit", action="store_true", help="print the line over purity")
    parser.add_argument("--write", action="store_true", help="renew the table in results/")
    options = parser.parse_args()
    bench = Bench()
    parts = {
        "V-15": {
            "transcripts of MYCN": lines_by_mycn(options.data, bench),
            "pairs of lines": pairs_of_lines(options.data, bench),
            "order of lines": order_of_lines(options.data, bench),
        },
        "V-16": {"published scores": published_scores(options.data, bench, fit=options.fit)},
        "V-17": {
            "coverage": coverage(options.data, bench),
            "other cells": other_cells(options.cells) if options.cells else None,
        },
        "M-11": expression_levels.measure(options.data, bench.knowledge, bench.nothing),
    }
    summary: dict[str, object] = {}
    rows = ["row\tcheck\tfigures"]
    for row, checks in parts.items():
        done = {name: figures for name, figures in checks.items() if figures is not None}
        for name in checks.keys() - done.keys():
            print(f"{row}\t{name}\tnot run: its input is absent")
        for name, figures in done.items():
            rows.append(f"{row}\t{name}\t{json.dumps(figures)}")
            print(rows[-1])
        summary[row] = done or "not run"
    if options.write:
        RESULTS.write_text("\n".join(rows) + "\n", "utf-8")
    print(json.dumps(summary))


if __name__ == "__main__":
    main()
