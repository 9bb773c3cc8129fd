"""How fast are gene sets scored in single cells, beside scanpy, pyUCell and decoupler?

Counts of N cells and 20,000 genes are invented (about 1,650 genes seen in a cell, four of five of
them once) and written as ``.h5ad``. Then, in one run on the same machine, each program in a process
of its own and in turns with the others: crestome in memory and from the file, with 2 and 10
signatures and with its 200 control sets; ``scanpy.tl.score_genes`` and pyUCell on the same counts;
and what no program can go below, reading every value once. Kernels are compiled beforehand. Printed
are the least seconds of all turns, of wall and of processor, without loading where that is said,
and the peak of memory; then the ratios, and the largest difference of the scores from those of the
others.

Run: ``python benchmarks/cell_scores.py --python PATH [--cells N] [--turns N] [--folder DIR]`` where
PATH is a Python with scanpy, pyucell and h5py beside what crestome needs. ``cell_scores.md`` holds
the last figures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import h5py
import numpy as np

from crestome.knowledge.load import shipped_root

SOURCE: Final = Path(__file__).parents[1] / "src"
GENES: Final = 20_000
BLOCK: Final = 5_000
SLOW: Final = ("pyUCell", "decoupler")
SLOW_CELLS: Final = 50_000
"""They are linear in the cells; more of them only take longer."""

START: Final = """
import json, os, sys, time
import numpy as np
path, out = sys.argv[1], sys.argv[2]
before = None
def resident(key):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(key))
def report(seconds, processor, scores):
    figures = {"wall": seconds, "processor": processor, "mb": resident("VmHWM")}
    if before is not None:
        figures["over"] = figures["mb"] - before
    if scores is not None:
        np.save(out, np.asarray(scores, float))
    print(json.dumps(figures))
def fresh():
    # What is resident before the work, packages and compiled kernels, is no part of it.
    global before
    open("/proc/self/clear_refs", "w").write("5")
    before = resident("VmRSS")
def timed(work):
    wall, processor = time.perf_counter(), time.process_time()
    scores = work()
    return time.perf_counter() - wall, time.process_time() - processor, scores
"""
OWN: Final = """
from pathlib import Path
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.signature import load_signatures
from crestome.measure import cell_contrasts as cc
from crestome.measure import cell_scores as cs
from crestome.measure.cell_chunks import measure_chunks, parts_of
from crestome.measure.signature_rules import SignatureRules
from crestome.model.issue import Issues
from crestome.model.single_cell import CellChunk
from crestome.read.cells import CellsAsked, open_cells
signatures = load_signatures()
rules = load_knowledge().rules("signature_scores", SignatureRules)
number = int(sys.argv[3])
def members_of(source):
    found, coverage = cs.scored_sets(source, signatures, rules)
    defined = {item.signature: item.defined for item in coverage}
    sets = [found[name] for name in ("adrenergic", "mesenchymal")]
    sizes = [defined[name] for name in ("adrenergic", "mesenchymal")]
    if number > 2:
        means = np.arange(len(source.genes), dtype=float)
        for at in range(2):
            more = cs.control_sets(sets[at], means, source.ranked, rules)[: number // 2 - 1]
            sets, sizes = sets + more, sizes + [sizes[at]] * len(more)
    return cs.membership(sets, sizes, source.ranked, 1500), sets
def whole(source):
    return source.read(0, len(source))
def held(source, chunk):
    def read(first, last):
        low, high = chunk.rows[first], chunk.rows[last]
        return CellChunk(chunk.rows[first:last + 1] - low, chunk.columns[low:high],
                         chunk.values[low:high])
    import dataclasses
    return dataclasses.replace(source, read=read)
def scored(source, members):
    rows = (0, len(source))
    work = lambda chunk: cs.score_chunk(chunk, members)
    chunks = measure_chunks(source.read, rows, work, workers=2)
    return np.concatenate([part[:, :2] for _, part in chunks])
"""
PROGRAMS: Final = {
    "read once": START
    + OWN
    + """
import numba
from concurrent.futures import ThreadPoolExecutor
@numba.njit(nogil=True)
def once(columns, values):
    a, b = 0, np.float32(0)
    for at in range(values.size):
        a += columns[at]
        b += values[at]
    return a, b
with open_cells(Path(path), "x", CellsAsked(), Issues()) as source:
    chunk = whole(source)
half = chunk.values.size // 2
parts = [(chunk.columns[:half], chunk.values[:half]), (chunk.columns[half:], chunk.values[half:])]
once(*[part[:1] for part in parts[0]])
with ThreadPoolExecutor(2) as pool:
    list(pool.map(lambda part: once(*part), [(p[0][:9], p[1][:9]) for p in parts]))
    wall, processor, _ = timed(lambda: list(pool.map(lambda part: once(*part), parts)))
report(wall, processor, None)
""",
    "crestome ranks": START
    + OWN
    + """
with open_cells(Path(path), "x", CellsAsked(), Issues()) as source:
    members, _ = members_of(source)
    cs.score_chunk(source.read(0, 10), members)
    inside = held(source, whole(source))
report(*timed(lambda: scored(inside, members)))
""",
    "crestome contrasts": START
    + OWN
    + """
from concurrent.futures import ThreadPoolExecutor
with open_cells(Path(path), "x", CellsAsked(), Issues()) as source:
    _, sets = members_of(source)
    rest = np.setdiff1d(np.arange(len(source.genes)), np.concatenate(sets))
    contrast = cc.contrast_of([(own, rest[at::40]) for at, own in enumerate(sets)],
                              len(source.genes))
    chunk = whole(source)
    small = source.read(0, 10)
cc.contrast_chunk(small, contrast)
sums = np.zeros(len(source.genes))
cs.column_sums(small.rows, small.columns, small.values, sums)
def work():
    # As scanpy does: means of all genes for the bins, then the two scores.
    cs.column_sums(chunk.rows, chunk.columns, chunk.values, sums)
    with ThreadPoolExecutor(2) as pool:
        return np.concatenate(list(pool.map(lambda part: cc.contrast_chunk(part, contrast),
                                            parts_of(chunk, 2))))
report(*timed(work))
""",
    "crestome from the file": START
    + OWN
    + """
with open_cells(Path(path), "x", CellsAsked(), Issues()) as source:
    members, _ = members_of(source)
    cs.score_chunk(source.read(0, 10), members)
def work():
    with open_cells(Path(path), "x", CellsAsked(), Issues()) as source:
        return scored(source, members)
fresh()
report(*timed(work))
""",
    "read_h5ad, then crestome ranks": START
    + OWN
    + """
import anndata
with open_cells(Path(path), "x", CellsAsked(), Issues()) as source:
    members, _ = members_of(source)
    cs.score_chunk(source.read(0, 10), members)
def work():
    matrix = anndata.read_h5ad(path).X
    chunk = CellChunk(matrix.indptr.astype(np.int64), matrix.indices, matrix.data)
    return scored(held(source, chunk), members)
fresh()
report(*timed(work))
""",
    "scanpy score_genes": START
    + """
import warnings
warnings.simplefilter("ignore")
import anndata, scanpy
sys.path.insert(0, sys.argv[4])
from crestome.knowledge.signature import load_signatures
sets = {name: [g for g in load_signatures()[name].genes] for name in ("adrenergic", "mesenchymal")}
cells = anndata.read_h5ad(path)
def work():
    for name, genes in sets.items():
        scanpy.tl.score_genes(cells, [g for g in genes if g in cells.var_names], score_name=name)
    return cells.obs[list(sets)].to_numpy()
report(*timed(work))
""",
    "decoupler": START
    + """
import warnings
warnings.simplefilter("ignore")
import anndata, decoupler, pandas
sys.path.insert(0, sys.argv[4])
from crestome.knowledge.signature import load_signatures
sets = {name: list(load_signatures()[name].genes) for name in ("adrenergic", "mesenchymal")}
net = pandas.DataFrame([(name, gene, 1.0) for name, own in sets.items() for gene in own],
                       columns=["source", "target", "weight"])
cells = anndata.read_h5ad(path)
def work():
    decoupler.mt.zscore(cells, net, bsize=5000, raw=False)
    return cells.obsm["score_zscore"].to_numpy()
report(*timed(work))
""",
    "pyUCell": START
    + """
import warnings
warnings.simplefilter("ignore")
import anndata, pyucell
sys.path.insert(0, sys.argv[4])
from crestome.knowledge.signature import load_signatures
sets = {name: list(load_signatures()[name].genes) for name in ("adrenergic", "mesenchymal")}
cells = anndata.read_h5ad(path)
def work():
    pyucell.compute_ucell_scores(cells, sets, n_jobs=2)
    return cells.obs[[f"{name}_UCell" for name in sets]].to_numpy()
report(*timed(work))
""",
}
RUNS: Final = {
    "read once": ("read once", 2),
    "crestome ranks, 2 signatures": ("crestome ranks", 2),
    "crestome ranks, 10 signatures": ("crestome ranks", 10),
    "crestome ranks, 2 signatures and 200 control sets": ("crestome ranks", 202),
    "crestome contrasts, 2 signatures": ("crestome contrasts", 2),
    "crestome ranks from the file, 2 signatures": ("crestome from the file", 2),
    "read_h5ad, then crestome ranks": ("read_h5ad, then crestome ranks", 2),
    "scanpy.tl.score_genes, 2 signatures": ("scanpy score_genes", 2),
    "pyUCell, 2 signatures, n_jobs = 2": ("pyUCell", 2),
    "decoupler z-scores, 2 signatures, 5,000 cells at a time": ("decoupler", 2),
}
RATIOS: Final = (
    ("pyUCell, 2 signatures, n_jobs = 2", "crestome ranks, 2 signatures", "wall", "at least 40"),
    (
        "scanpy.tl.score_genes, 2 signatures",
        "crestome contrasts, 2 signatures",
        "wall",
        "at least 5; at 200,000 cells 10",
    ),
    ("crestome ranks, 2 signatures", "read once", "wall", "at most 8"),
    (
        "crestome ranks, 10 signatures",
        "crestome ranks, 2 signatures",
        "wall",
        "less than 2",
    ),
    (
        "crestome ranks from the file, 2 signatures",
        "read_h5ad, then crestome ranks",
        "mb",
        "at most 0.25",
    ),
    (
        "crestome ranks from the file, 2 signatures",
        "read_h5ad, then crestome ranks",
        "over",
        "the same without packages and kernels",
    ),
    (
        "decoupler z-scores, 2 signatures, 5,000 cells at a time",
        "crestome ranks, 2 signatures",
        "wall",
        "",
    ),
    (
        "crestome ranks from the file, 2 signatures",
        "read_h5ad, then crestome ranks",
        "wall",
        "at most 1",
    ),
)


def gene_names(chance: np.random.Generator) -> list[str]:
    """Symbols of real genes in an order of chance, and invented ones for the rest."""
    table = shipped_root() / "signatures" / "ranked_genes.tsv"
    real = [line.split("\t")[0] for line in table.read_text("utf-8").splitlines()[1:]]
    names = (real + [f"XX{at}" for at in range(GENES)])[:GENES]
    return [names[at] for at in chance.permutation(GENES)]


def write_table(handle: h5py.File, name: str, rows: list[str]) -> None:
    """A table of AnnData without columns."""
    group = handle.create_group(name)
    group.attrs.update({"_index": "_index", "encoding-type": "dataframe"})
    group.attrs["encoding-version"] = "0.2.0"
    group.attrs["column-order"] = np.array([], dtype="S1")
    index = group.create_dataset(
        "_index", data=np.array(rows, dtype=object), dtype=h5py.string_dtype()
    )
    index.attrs.update({"encoding-type": "string-array", "encoding-version": "0.2.0"})


def write_cells(path: Path, cells: int) -> None:
    """Invented counts, block by block."""
    chance = np.random.default_rng(0)
    mean = np.exp(chance.normal(-3.4, 1.6, GENES))
    mean *= 0.105 / (1 - np.exp(-mean)).mean() * 0.75
    with h5py.File(path, "w") as handle:
        handle.attrs.update({"encoding-type": "anndata", "encoding-version": "0.1.0"})
        matrix = handle.create_group("X")
        matrix.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0"})
        matrix.attrs["shape"] = [cells, GENES]
        parts = {
            key: matrix.create_dataset(key, (0,), maxshape=(None,), dtype=kind, chunks=(1 << 20,))
            for key, kind in (("data", "f4"), ("indices", "i4"))
        }
        starts, total = [0], 0
        for first in range(0, cells, BLOCK):
            size = min(BLOCK, cells - first)
            depth = chance.lognormal(0, 0.35, size)[:, None]
            block = chance.poisson(mean[None, :] * depth).astype(np.float32)
            rows, columns = np.nonzero(block)
            ends = total + np.cumsum(np.bincount(rows, minlength=size))
            for key, values in (("data", block[rows, columns]), ("indices", columns)):
                parts[key].resize((int(ends[-1]),))
                parts[key][total:] = values
            starts += ends.tolist()
            total = int(ends[-1])
        matrix.create_dataset("indptr", data=np.array(starts, np.int64))
        write_table(handle, "obs", [f"c{at}" for at in range(cells)])
        write_table(handle, "var", gene_names(chance))


def run_once(python: str, name: str, path: Path, out: Path) -> dict[str, float]:
    """Figures of one program in a process of its own."""
    program, number = RUNS[name]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "OMP_NUM_THREADS": "2"}
    command = [python, "-c", PROGRAMS[program], str(path), str(out), str(number), str(SOURCE)]
    done = subprocess.run(  # noqa: S603 (our own programs)
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"{name}: not run: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return {}
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def compare(folder: Path, first: str, second: str) -> str:
    """The largest difference of two programs' scores."""
    paths = [folder / f"{name}.npy" for name in (first, second)]
    if not all(path.is_file() for path in paths):
        return "not compared"
    one, other = (np.load(path) for path in paths)
    return f"{np.abs(one - other).max():.1e}"


def measure(python: str, path: Path, cells: int, turns: int) -> dict[str, dict[str, float]]:
    """The least figures of every program, in turns."""
    best: dict[str, dict[str, float]] = {}
    for turn in range(turns):
        for at, name in enumerate(RUNS):
            if name.startswith(SLOW) and (turn or cells > SLOW_CELLS):
                continue
            found = run_once(python, name, path, path.parent / f"{path.stem}_{at}.npy")
            print(turn + 1, name, found, file=sys.stderr)
            for key, value in found.items():
                own = best.setdefault(name, {})
                own[key] = min(own.get(key, value), value)
    return best


def main() -> None:
    """Print the figures, the ratios and the differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--cells", type=int, default=BLOCK * 10)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    path = options.folder / f"cells_{options.cells}.h5ad"
    if not path.is_file():
        write_cells(path, options.cells)
    best = measure(options.python, path, options.cells, options.turns)
    print(f"{path.name}: {path.stat().st_size / 1e6:,.0f} MB, {os.cpu_count()} processors\n")
    print("| program | s wall | s processor | peak MB | MB over what was resident |")
    print("|---|---|---|---|---|")
    for name, own in best.items():
        over = f"{own['over']:,.0f}" if "over" in own else ""
        print(
            f"| {name} | {own['wall']:.2f} | {own['processor']:.2f} | {own['mb']:,.0f} | {over} |"
        )
    print("\n| ratio | of | found | goal |\n|---|---|---|---|")
    for above, below, key, goal in RATIOS:
        if key in best.get(above, {}) and key in best.get(below, {}):
            ratio = best[above][key] / best[below][key]
            print(f"| {above} / {below} | {key} | {ratio:.2f} | {goal} |")
    names = list(RUNS)
    ranks, file, peer = (
        f"{path.stem}_{names.index(name)}" for name in (names[1], names[5], names[8])
    )
    print(f"\nlargest difference from pyUCell: {compare(options.folder, ranks, peer)}")
    print(f"from the file and in memory: {compare(options.folder, ranks, file)}")


if __name__ == "__main__":
    main()
