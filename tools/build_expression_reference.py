"""Build ``knowledge/data/expression/*.tsv``: quantiles of single genes in published cohorts.

Only summary figures are written: for each gene and group of tumours the number of tumours and 21
quantiles. The one cohort so far is SEQC (498 primary neuroblastomas, GEO GSE49711 and GSE62564,
public data of `zhang-2015`), as log2 gene index of the AceView pipeline. Its stored matrices hold
genes that go with survival, so that some genes are missing.

Run: ``python tools/build_expression_reference.py --expression FILE --clinical FILE``.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Final

import polars as pl

from crestome.knowledge.signature import Role, load_signatures

TARGET: Final = Path(__file__).parents[1] / "src/crestome/knowledge/data/expression"
NAME: Final = "seqc"
ABOUT: Final = {
    "reference": NAME,
    "pipeline": "aceview",
    "unit": "log2",
    "source": "zhang-2015",
    "tumours": "primary neuroblastomas of all risk groups (SEQC)",
    "licence": "summary figures of public GEO data (GSE49711, GSE62564)",
}
GENES: Final = ("MYCN", "TERT", "TERC", "MDM2", "NF1", "B4GALNT1", "ST8SIA1", "CD276", "GPC2",
                "SLC6A2", "ALK", "L1CAM")  # fmt: skip
PERCENTILES: Final = (1, *range(5, 100, 5), 99)
"""No smallest and no largest value: those would be the figures of one patient."""


def groups_of(clinical: pl.DataFrame) -> dict[str, list[str]]:
    """Samples of each group."""
    named = {
        "all": pl.lit(value=True),
        "mycn_amplified": pl.col("mycn_status") == "1",
        "mycn_not_amplified": pl.col("mycn_status") == "0",
        "high_risk": pl.col("high_risk") == "HR",
    }
    return {
        name: clinical.filter(condition)["sample"].to_list() for name, condition in named.items()
    }


def quantiles(values: list[float]) -> list[str]:
    """Values at `PERCENTILES` of the order."""
    series = pl.Series(values)
    found = [series.quantile(step / 100, "linear") for step in PERCENTILES]
    return [f"{value or 0.0:.2f}" for value in found]


def main() -> None:
    """Write the description, the quantiles, and the checksums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--expression", type=Path, required=True)
    parser.add_argument("--clinical", type=Path, required=True)
    options = parser.parse_args()
    matrix = pl.read_csv(options.expression, separator="\t", infer_schema=False)
    clinical = pl.read_csv(options.clinical, separator="\t", infer_schema=False)
    immune = [item for item in load_signatures().values() if item.role is Role.IMMUNE]
    wanted = dict.fromkeys((*GENES, *(gene for item in immune for gene in item.genes)))
    steps = [f"q{step}" for step in PERCENTILES]
    lines = ["\t".join(("reference", "group", "gene", "n", *steps))]
    for gene in wanted:
        row = matrix.filter(pl.col("gene") == gene)
        if row.is_empty():
            continue
        for group, samples in groups_of(clinical).items():
            own = [float(row[name][0]) for name in samples if name in row.columns]
            lines.append("\t".join((NAME, group, gene, str(len(own)), *quantiles(own))))
    (TARGET / "quantiles.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    about = ["\t".join(ABOUT), "\t".join(ABOUT.values())]
    (TARGET / "references.tsv").write_text("\n".join(about) + "\n", "utf-8")
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in sorted(TARGET.glob("*.tsv"))
    ]
    (TARGET / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")


if __name__ == "__main__":
    main()
