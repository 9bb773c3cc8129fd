"""How often does copy number inferred from expression call the right cells malignant?

No public matrix of neuroblastoma cells is here, so cells are invented: 150 normal cells of two
kinds as the reference, a clone with two arms gained and two lost, and normal cells of kinds that
the reference lacks. Kinds differ in every gene (standard deviation 0.6 of the natural logarithm)
and thirtyfold in 60 genes; a cell has about 6,000 transcripts of 6,000 genes. That real cells
behave so is not shown by this.

With ``--blood FILE``, cells that are no tumour (those that scanpy ships, as ``.h5ad``) are asked
too: every pair of the kinds in ``--kinds COLUMN`` is the reference for all others. They have 673
genes of known place, so that the bound of 5,000 is lowered and windows are of 20 genes.

Run: ``python validation/inferred_copy_number.py [--runs N] [--blood FILE] [--write]``.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from crestome.knowledge.gene_places import load_gene_places
from crestome.knowledge.load import load_knowledge
from crestome.measure.cell_summary import fraction
from crestome.measure.expression_copy_number import infer_malignant
from crestome.measure.expression_copy_number_rules import ExpressionCopyNumberRules
from crestome.measure.expression_windows import lay_windows
from crestome.model.genome import Assembly, Genome
from crestome.model.issue import Issues
from crestome.model.single_cell import CellChunk, CellSource, StateFraction
from crestome.read.cells import CellsAsked, open_cells

RESULTS: Final = Path(__file__).parent / "results" / "inferred_copy_number.tsv"
REFERENCE: Final = (("T cell", 90), ("B cell", 60))
DEPTH: Final = 6000
GAINS: Final = frozenset({"17q", "7q"})
LOSSES: Final = frozenset({"1p", "11q"})
Numbers = NDArray[np.float64]
Group = tuple[str, str | None, Numbers, int]
"""Sample, kind of the reference or None, mean of each gene, cells."""


@dataclass(frozen=True)
class Invented:
    """Invented cells over real places of genes.

    Attributes:
        rules: The shipped rules.
        genome: GRCh38.
        places: Contig and start of every gene.
        genes: Every third gene.
        mean: Their mean expression.
    """

    rules: ExpressionCopyNumberRules = field(
        default_factory=lambda: load_knowledge().rules(
            "expression_copy_number", ExpressionCopyNumberRules
        )
    )
    genome: Genome = field(default_factory=lambda: load_knowledge().genome(Assembly.GRCH38))
    places: dict[str, tuple[str, int]] = field(default_factory=load_gene_places)
    genes: tuple[str, ...] = field(default_factory=lambda: tuple(sorted(load_gene_places())[::3]))

    @property
    def mean(self) -> Numbers:
        """Mean expression of each gene over all kinds."""
        return np.random.default_rng(3).lognormal(-2.0, 1.6, len(self.genes))

    def kind(self, name: str) -> Numbers:
        """Mean expression of one kind of cell."""
        chance = np.random.default_rng(zlib.crc32(name.encode()))
        own = self.mean * chance.lognormal(0, 0.6, len(self.genes))
        own[chance.choice(len(self.genes), 60, replace=False)] *= 30
        return np.asarray(own)

    def with_arms(
        self, mean: Numbers, gains: set[str] | frozenset[str], losses: set[str] | frozenset[str]
    ) -> Numbers:
        """The same with a copy more of some arms and one less of others."""
        factors = np.ones(len(self.genes))
        for at, gene in enumerate(self.genes):
            contig, start = self.places[gene]
            middle = self.genome.chromosomes[contig].centromere_start_bp
            arm = contig + ("p" if start < middle else "q")
            factors[at] = 1.5 if arm in gains else 0.5 if arm in losses else 1.0
        return np.asarray(mean * factors)

    def cells(self, groups: list[Group]) -> CellSource:
        """Counts of groups of cells."""
        chance = np.random.default_rng(8)
        depth = DEPTH / self.mean.sum()
        rows = [
            chance.poisson(mean * depth * chance.lognormal(0, 0.2))
            for _, _, mean, number in groups
            for _ in range(number)
        ]
        matrix = np.array(rows, np.float32)

        def read(first: int, last: int) -> CellChunk:
            cells, columns = np.nonzero(matrix[first:last])
            starts = np.zeros(last - first + 1, np.int64)
            np.cumsum(np.bincount(cells, minlength=last - first), out=starts[1:])
            return CellChunk(starts, columns.astype(np.int32), matrix[first:last][cells, columns])

        each = [(sample, kind) for sample, kind, _, number in groups for _ in range(number)]
        labels = pl.DataFrame(
            {
                "cell": [f"c{at}" for at in range(len(rows))],
                "sample": [sample for sample, _ in each],
                "word": None,
                "reference": [kind for _, kind in each],
            },
            schema=dict.fromkeys(("cell", "sample", "word", "reference"), pl.String),
        )
        return CellSource(
            name="x",
            dialect="",
            genes=self.genes,
            ranked=np.ones(len(self.genes), np.bool_),
            labels=labels,
            counts=True,
            read=read,
        )

    def inferred(
        self,
        source: CellSource,
        issues: Issues | None = None,
        rules: ExpressionCopyNumberRules | None = None,
    ) -> pl.Series:
        """The word of each cell."""
        layout = lay_windows(source, self.places, self.genome, rules or self.rules)
        return infer_malignant(source, layout, rules or self.rules, issues or Issues())


def measured(runs: int) -> tuple[list[StateFraction], Counter[str]]:
    """Cells called malignant by what they are, with Wilson's interval, and how many there are."""
    invented, called, cells = Invented(), Counter[str](), Counter[str]()

    def count(row: str, words: pl.Series) -> None:
        cells[row] += len(words)
        called[row] += words.to_list().count("malignant")

    for run in range(runs):
        normal: list[Group] = [("P", kind, invented.kind(f"{kind} {run}"), number)
                               for kind, number in REFERENCE]  # fmt: skip
        others = [invented.kind(f"other {run} {at}") for at in range(3)]
        tumour = invented.with_arms(invented.kind(f"tumour {run}"), GAINS, LOSSES)
        words = invented.inferred(
            invented.cells(
                [*normal, ("P", None, tumour, 50), ("P", None, others[0], 50),
                 ("P", None, others[1], 30)]
            )
        )  # fmt: skip
        count("cells of the clone", words[150:200])
        count("other normal cells beside a clone", words[200:])
        alone = [(f"S{at}", None, mean, 50) for at, mean in enumerate(others)]
        words = invented.inferred(invented.cells([*normal, *alone]))
        count("normal cells without a clone", words[150:])
    return [fraction(row, called[row], number) for row, number in cells.items()], cells


def asked_blood(path: Path, column: str) -> tuple[StateFraction, int]:
    """Normal cells called malignant, over all pairs of kinds with enough cells as the reference."""
    row, called, cells = "blood cells, pairs of kinds as the reference", 0, 0
    shipped = Invented()
    changes = {"least_genes": 100.0, "window_genes": 20.0, "window_step": 2.0}
    rules = shipped.rules.model_copy(
        update={
            key: getattr(shipped.rules, key).model_copy(update={"value": value})
            for key, value in changes.items()
        }
    )
    with open_cells(path, path.name, CellsAsked(sample=column), Issues()) as source:
        kinds = source.labels["sample"].unique().sort().to_list()
    for pair in combinations(kinds, 2):
        asked = CellsAsked(reference=(column, pair))
        with open_cells(path, path.name, asked, Issues()) as source:
            others = source.labels["reference"].null_count()
            if len(source) - others >= rules.least_reference.value:
                words = shipped.inferred(source, None, rules)
                called += words.to_list().count("malignant")
                cells += others
    return fraction(row, called, cells), cells


def main() -> None:
    """Print a table, and one JSON object in the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--write", action="store_true", help="renew the table in results/")
    parser.add_argument("--blood", type=Path, help="cells that are no tumour, as .h5ad")
    parser.add_argument("--kinds", default="bulk_labels", help="their column of kinds")
    options = parser.parse_args()
    figures, cells = measured(options.runs)
    if options.blood is not None:
        found, number = asked_blood(options.blood, options.kinds)
        figures.append(found)
        cells[found.state] = number
    rows = ["cells\tasked\tcalled malignant\tlower 95 %\tupper 95 %"]
    rows += [
        f"{own.state}\t{cells[own.state]}\t{own.cells}\t{own.lower or 0:.4f}\t{own.upper or 0:.4f}"
        for own in figures
    ]
    print("\n".join(rows))
    if options.write:
        RESULTS.write_text("\n".join(rows) + "\n", "utf-8")
    print(json.dumps({own.state: own.model_dump(mode="json") for own in figures}))


if __name__ == "__main__":
    main()
