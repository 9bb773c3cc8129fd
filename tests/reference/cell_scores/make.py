"""Scores of pyUCell and scanpy on invented counts; run with a Python that has both.

Run: ``python make.py`` beside this file; it writes ``counts.tsv`` and ``scores.tsv``.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
SETS = {"a": [f"g{at}" for at in range(0, 60, 3)], "b": [f"g{at}" for at in range(1, 200, 11)]}
MAX_RANK = 40


def main() -> None:
    """Write what the peers say."""
    import anndata
    import numpy as np
    import pandas as pd
    import pyucell
    import scanpy
    from scanpy.tools import _score_genes
    from scipy import sparse

    rng = np.random.default_rng(5)
    counts = rng.poisson(
        rng.lognormal(-1.2, 1.3, 240)[None, :] * rng.lognormal(0, 0.5, 30)[:, None]
    )
    genes = [f"g{at}" for at in range(counts.shape[1])]
    cells = anndata.AnnData(sparse.csr_matrix(counts.astype(np.float32)))
    cells.var_names = genes
    columns: dict[str, object] = {}
    control_rows = []
    for name, members in SETS.items():
        scanpy.tl.score_genes(cells, members, score_name=name, ctrl_size=10, n_bins=5)
        np.random.seed(0)  # noqa: NPY002 (the seed that scanpy sets)
        _, pool, subset = _score_genes._check_score_genes_args(
            cells, members, None, use_raw=False, layer=None
        )
        controls = pd.Index([], dtype="string")
        for part in _score_genes._score_genes_bins(
            pd.Index(members), pool, ctrl_as_ref=True, ctrl_size=10, n_bins=5, get_subset=subset
        ):
            controls = controls.union(part)
        control_rows.append(f"{name}\t{' '.join(controls)}")
        columns[f"score_genes_{name}"] = cells.obs[name].to_numpy()
    pyucell.compute_ucell_scores(
        cells, SETS | {"lacking": ["g1", "g2", "x", "y"]}, max_rank=MAX_RANK, n_jobs=1
    )
    for name in ("a", "b", "lacking"):
        columns[f"ucell_{name}"] = cells.obs[f"{name}_UCell"].to_numpy()
    pd.DataFrame(counts).to_csv(HERE / "counts.tsv", sep="\t", header=False, index=False)
    pd.DataFrame(columns).to_csv(HERE / "scores.tsv", sep="\t", index=False)
    (HERE / "controls.tsv").write_text("\n".join(control_rows) + "\n")


if __name__ == "__main__":
    main()
