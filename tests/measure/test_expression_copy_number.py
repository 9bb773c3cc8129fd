"""Malignant cells by copy number inferred from their expression."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from measure.test_cell_scores import source_of
from numpy.typing import NDArray

from crestome.errors import InputError
from crestome.knowledge.gene_places import load_gene_places
from crestome.knowledge.load import load_knowledge
from crestome.measure.expression_copy_number import infer_malignant
from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
from crestome.measure.expression_windows import lay_windows
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.single_cell import CellChunk, CellSource

KNOWLEDGE = load_knowledge()
RULES = KNOWLEDGE.rules("expression_copy_number", ExpressionCopyNumberRules)
GENOME = KNOWLEDGE.genome(Assembly.GRCH38)
PLACES = load_gene_places()
GENES = sorted(PLACES)[::3]
MEAN = np.random.default_rng(3).lognormal(-2.0, 1.6, len(GENES))
NORMAL = (("T cell", 90), ("B cell", 60))


def kind_of(name: str) -> NDArray[np.float64]:
    """Mean expression of a kind of cell: every gene its own way, and a few of its own alone."""
    rng = np.random.default_rng(sum(map(ord, name)))
    own = MEAN * rng.lognormal(0, 0.6, len(GENES))
    own[rng.choice(len(GENES), 60, replace=False)] *= 30
    return np.asarray(own)


def with_arms(mean: NDArray[np.float64], gains: set[str], losses: set[str]) -> NDArray[np.float64]:
    """The same with half as much or twice as little from whole arms."""
    factors = np.ones(len(GENES))
    for at, gene in enumerate(GENES):
        contig, start = PLACES[gene]
        if contig in ("X", "Y", "MT"):
            continue
        chromosome = GENOME.chromosomes[contig]
        arm = contig + ("p" if start < chromosome.centromere_start_bp else "q")
        factors[at] = 1.5 if arm in gains else 0.5 if arm in losses else 1.0
    return np.asarray(mean * factors)


def cells_of(groups: list[tuple[str, str | None, NDArray[np.float64], int]]) -> CellSource:
    """Counts of groups of cells: sample, kind of the reference or None, mean, number."""
    rng = np.random.default_rng(8)
    depth = 6000 / MEAN.sum()
    rows = [rng.poisson(mean * depth * rng.lognormal(0, 0.2))
            for _, _, mean, number in groups for _ in range(number)]  # fmt: skip
    source = source_of(np.array(rows, np.float32), [*GENES])
    samples = [sample for sample, _, _, number in groups for _ in range(number)]
    kinds = [kind for _, kind, _, number in groups for _ in range(number)]
    labels = source.labels.with_columns(
        sample=pl.Series(samples), reference=pl.Series(kinds, dtype=pl.String)
    )
    return replace(source, labels=labels)


def inferred(
    source: CellSource, rules: ExpressionCopyNumberRules = RULES
) -> tuple[pl.Series, list[str]]:
    issues = Issues()
    layout = lay_windows(source, PLACES, GENOME, rules)
    words = infer_malignant(source, layout, rules, issues)
    return words, [str(item) for item in issues.items]


REFERENCE = [("P1", kind, kind_of(kind), number) for kind, number in NORMAL]
TUMOUR = with_arms(kind_of("tumour"), {"17q", "7q", "7p"}, {"1p", "11q", "3p"})


def test_cells_of_a_clone_are_found_and_other_kinds_of_normal_cells_are_not() -> None:
    source = cells_of(
        [
            *REFERENCE,
            ("P1", None, TUMOUR, 60),
            ("P1", None, kind_of("fibroblast"), 60),
            ("P1", None, kind_of("macrophage"), 60),
        ]
    )
    words, said = inferred(source)
    assert words[:150].to_list() == ["normal"] * 150
    assert words[150:210].to_list().count("malignant") >= 57
    assert words[210:].null_count() == 120
    arms = said[0].split("carry ")[1].split(" by ")[0].split(", ")
    assert {"17q+", "1p-", "11q-"} <= set(arms) <= {"7p+", "7q+", "17q+", "1p-", "3p-", "11q-"}


def test_where_no_cell_is_altered_none_is_malignant_and_that_is_told() -> None:
    source = cells_of(
        [*REFERENCE, ("P1", None, kind_of("fibroblast"), 80), ("P1", None, kind_of("monocyte"), 80)]
    )
    words, said = inferred(source)
    assert words[150:].null_count() == 160
    assert "no clone seen" in said[0]
    assert "a tumour without altered arms looks the same" in said[0]


def test_a_clone_is_of_its_sample() -> None:
    source = cells_of(
        [*REFERENCE, ("P1", None, TUMOUR, 40), ("P2", None, kind_of("fibroblast"), 40)]
    )
    words, said = inferred(source)
    assert words[190:].null_count() == 40
    assert "P1: " in said[0]
    assert "P2: no clone seen" in said[1]


def test_another_sample_in_the_file_changes_no_verdict() -> None:
    alone, _ = inferred(cells_of([*REFERENCE, ("P1", None, TUMOUR, 40)]))
    among, _ = inferred(cells_of([*REFERENCE, ("P1", None, TUMOUR, 40), ("P2", None, TUMOUR, 30)]))
    assert among[:190].equals(alone)


def test_one_altered_arm_is_no_clone() -> None:
    one = with_arms(kind_of("tumour"), {"17q"}, set())
    words, said = inferred(cells_of([*REFERENCE, ("P1", None, one, 60)]))
    assert words[150:].null_count() == 60
    assert "no clone seen" in said[0]


def test_too_few_normal_cells_and_too_few_genes_are_refused_together() -> None:
    source = cells_of([("P1", "T cell", kind_of("T cell"), 20), ("P1", None, TUMOUR, 20)])
    few = replace(source, genes=tuple(g if at % 2 else None for at, g in enumerate(source.genes)))
    with pytest.raises(InputError) as error:
        inferred(few)
    assert len(error.value.faults) == 2
    assert "20 normal cells of the reference; expected at least 100" in error.value.faults[0]
    assert "genes of known place; expected at least 5,000" in error.value.faults[1]


def test_a_reference_that_holds_the_tumour_is_refused() -> None:
    source = cells_of([*REFERENCE, ("P1", "tumour", TUMOUR, 20), ("P1", None, TUMOUR, 30)])
    never = RULES.model_copy(
        update={"reference_share": RULES.reference_share.model_copy(update={"value": -1.0})}
    )
    with pytest.raises(InputError, match="leave kinds out of --reference"):
        inferred(source, never)


def test_values_that_are_logarithms_are_taken_as_they_are() -> None:
    source = cells_of([*REFERENCE, ("P1", None, TUMOUR, 40)])
    counted, _ = inferred(source)

    def read(first: int, last: int) -> CellChunk:
        chunk = source.read(first, last)
        sums = np.add.reduceat(chunk.values, chunk.rows[:-1])
        scaled = np.log1p(chunk.values * np.repeat(10_000 / sums, np.diff(chunk.rows)))
        return replace(chunk, values=scaled.astype(np.float32))

    logarithms, _ = inferred(replace(source, counts=False, read=read))
    same = logarithms.fill_null("") == counted.fill_null("")
    assert same.sum() > 0.95 * len(same)
