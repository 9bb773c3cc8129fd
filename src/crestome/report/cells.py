"""Scored cells as a JSON document and in words."""

from __future__ import annotations

import json

from crestome.model.single_cell import SampleCells, ScoredCells

_DECIMALS = 4


def render_cell_document(result: ScoredCells) -> str:
    """What is known of the whole file, without a clock; the cells are in the table."""
    document: dict[str, object] = {
        "research_use_only": True,
        **result.source,
        "cells": result.cells,
        "rule": result.rule,
        "method": result.method.value,
        "malignancy": result.malignancy,
        "max_rank": result.max_rank,
        "median_genes": result.median_genes,
        "cliff_fraction": round(result.cliff_fraction, _DECIMALS),
        "warnings": [str(item) for item in result.warnings],
        "coverage": [item.model_dump(mode="json") for item in result.coverage],
        "samples": [item.model_dump(mode="json") for item in result.samples],
        "density": [item.model_dump(mode="json") for item in result.density],
        "issues": [item.model_dump(mode="json") for item in result.issues],
    }
    parts = (f" {json.dumps(key)}: {_lines(value)}" for key, value in document.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: object) -> str:
    """A value in one line, and a list in one for each item: a grid of counts is a long one."""
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    items = (f"  {json.dumps(item, ensure_ascii=False)}" for item in value)
    return "[\n" + ",\n".join(items) + "\n ]"


def render_cell_summary(result: ScoredCells) -> str:
    """A few lines for the terminal."""
    covered = ", ".join(
        f"{item.signature} {item.found} of {item.defined}{'' if item.scored else ' (too few)'}"
        for item in result.coverage
    )
    measured = (
        f"{result.cells:,} cells, {result.median_genes:,.0f} genes in the median cell; "
        f"genes of the signatures found: {covered}"
    )
    lines = [
        measured,
        *(_sample(item) for item in result.samples),
    ]
    if 0 < result.cliff_fraction < 1:
        lines.append(
            f"DEPTH_CLIFF: in {result.cliff_fraction:.1%} of the cells all genes seen once lie "
            f"beyond rank {result.max_rank}, and count as unseen; in the others they count. Scores "
            "of shallow and deep cells differ by that alone; choose --max-rank above the genes of "
            "the deepest cells to compare them."
        )
    lines += [str(issue) for issue in result.issues]
    return "\n".join([*lines, "Research use only; not a medical device."])


def _sample(item: SampleCells) -> str:
    counts = f"{item.malignant:,} malignant, {item.normal:,} normal, {item.unverified:,} unverified"
    if not any(state.cells for state in item.states):
        return f"{item.sample}: {counts}; no malignant cell has a state"
    states = ", ".join(
        f"{state.state} {state.fraction:.1%} ({state.lower:.1%} to {state.upper:.1%})"
        for state in item.states
        if state.fraction is not None
    )
    return f"{item.sample}: {counts}; of the malignant {states}"
