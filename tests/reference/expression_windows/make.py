"""Windows of infercnvpy over invented values; run with a Python that has it.

Run: ``python make.py`` beside this file; it writes the three tables.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Write values, places, and what infercnvpy makes of them."""
    import anndata
    import infercnvpy
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(11)
    cells, genes = 40, 420
    mean = rng.lognormal(-1.0, 1.2, genes)
    kinds = np.array(["a"] * 10 + ["b"] * 10 + ["c"] * 20)
    shift = {kind: rng.lognormal(0, 0.4, genes) for kind in "abc"}
    counts = rng.poisson(np.stack([mean * shift[kind] for kind in kinds]))
    levels = np.log1p(counts / counts.sum(axis=1, keepdims=True) * 5000)
    levels[25:, 40:140] *= 1.5
    levels = np.round(levels, 6)
    contigs = np.repeat(["chr1", "chr2", "chr3"], [210, 150, 60])
    starts = rng.permutation(genes) * 1000
    order = rng.permutation(genes)
    var = pd.DataFrame(
        {"chromosome": contigs[order], "start": starts[order], "end": starts[order] + 500},
        index=[f"g{at}" for at in range(genes)],
    )
    data = anndata.AnnData(
        levels, obs=pd.DataFrame({"kind": kinds}, index=[f"c{at}" for at in range(cells)]), var=var
    )
    infercnvpy.tl.infercnv(
        data, reference_key="kind", reference_cat=["a", "b"], dynamic_threshold=None, n_jobs=1
    )
    np.savetxt(HERE / "levels.tsv", levels, fmt="%.6f", delimiter="\t")
    np.savetxt(HERE / "profiles.tsv", data.obsm["X_cnv"].toarray(), fmt="%.12g", delimiter="\t")
    var["chromosome"] = var["chromosome"].str.removeprefix("chr")
    var[["chromosome", "start"]].to_csv(HERE / "places.tsv", sep="\t", header=False)


if __name__ == "__main__":
    main()
