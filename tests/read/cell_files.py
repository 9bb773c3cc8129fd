"""Small files of cells, written without any library of the field but h5py."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Literal

import h5py
import numpy as np
import zarr
from numpy.typing import NDArray

from crestome.knowledge.signature import load_gene_names, load_signatures

TEXT = h5py.string_dtype()


def gene_symbols(number: int = 3000) -> list[str]:
    """Symbols: the members of both states first, then other genes."""
    signatures = load_signatures()
    own = [*signatures["adrenergic"].genes, *signatures["mesenchymal"].genes]
    stroma = {gene for name in ("fibroblast", "endothelial", "schwann", "macrophage")
              for gene in signatures[name].genes}  # fmt: skip
    rest = sorted((load_gene_names().coding | stroma) - set(own))
    first = [gene for gene in rest if gene in stroma]
    return [*own, *first, *(gene for gene in rest if gene not in stroma)][:number]


def counts(
    cells: int, genes: int, *, seed: int = 1, raised: slice | None = None
) -> NDArray[np.float32]:
    """Counts of chance, most of them none; some genes raised in the first half of the cells."""
    rng = np.random.default_rng(seed)
    mean = rng.lognormal(-1.5, 1.0, genes)[None, :] * np.ones((cells, 1))
    if raised is not None:
        mean[: cells // 2, raised] *= 8
    return rng.poisson(mean).astype(np.float32)


def write_sparse(group: h5py.Group, matrix: NDArray[np.float32], kind: str = "csr_matrix") -> None:
    """A sparse matrix as anndata stores it."""
    turned = matrix if kind.startswith("csr") else matrix.T
    rows, columns = np.nonzero(turned)
    group.attrs["encoding-type"] = kind
    group.attrs["shape"] = matrix.shape
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=turned.shape[0]))])
    group["data"], group["indices"] = turned[rows, columns], columns.astype(np.int32)
    group["indptr"] = starts.astype(np.int64)


def write_table(handle: h5py.File, name: str, rows: list[str], **columns: list[str]) -> None:
    """A table of cells or genes: its index, and columns of text or categories."""
    group = handle.create_group(name)
    group.attrs["_index"] = "_index"
    group.create_dataset("_index", data=np.array(rows, object), dtype=TEXT)
    for key, values in columns.items():
        if key.startswith("c_"):
            names = sorted({value for value in values if value})
            part = group.create_group(key)
            part.create_dataset("categories", data=np.array(names, object), dtype=TEXT)
            part["codes"] = np.array([names.index(v) if v else -1 for v in values], np.int8)
        else:
            group.create_dataset(key, data=np.array(values, object), dtype=TEXT)


def write_h5ad(
    path: Path,
    matrix: NDArray[np.float32],
    genes: list[str],
    *,
    kind: str = "csr_matrix",
    **columns: list[str],
) -> Path:
    """An AnnData file with one matrix."""
    with h5py.File(path, "w") as handle:
        if kind == "dense":
            handle["X"] = matrix
        else:
            write_sparse(handle.create_group("X"), matrix, kind)
        write_table(handle, "obs", [f"cell{at}" for at in range(len(matrix))], **columns)
        write_table(handle, "var", genes)
    return path


def as_zarr(h5ad: Path, path: Path, version: Literal[2, 3] = 2) -> Path:
    """The same file as zarr: a folder, or an archive of one where the name ends in ``.zip``."""
    zipped = path.suffix == ".zip"
    store = zarr.storage.ZipStore(path, mode="w") if zipped else zarr.storage.LocalStore(path)
    nodes: list[tuple[str, dict[str, object], np.ndarray | None]] = []
    with h5py.File(h5ad) as handle:
        handle.visititems(lambda name, node: nodes.append((name, *_held(node))))
    with warnings.catch_warnings():
        # Of zarr 3: text has no specification yet in version 3, which anndata writes all the same.
        warnings.simplefilter("ignore")
        root = zarr.create_group(store, zarr_format=version)
        for name, attributes, values in nodes:
            if values is None:
                made = root.create_group(name).attrs
            else:
                chunks = tuple(min(500, length) for length in values.shape)
                made = root.create_array(name, data=values, chunks=chunks).attrs
            for key, value in attributes.items():
                made[key] = value  # type: ignore[assignment]
    store.close()
    return path


def _held(node: h5py.Group | h5py.Dataset) -> tuple[dict[str, object], np.ndarray | None]:
    """Attributes and values of a member; no values of a group."""
    attributes = {key: value.tolist() if isinstance(value, np.ndarray) else value
                  for key, value in node.attrs.items()}  # fmt: skip
    if isinstance(node, h5py.Group):
        return attributes, None
    if h5py.check_string_dtype(node.dtype) is not None:
        return attributes, np.array(node.asstr()[()], dtype=np.dtypes.StringDType())
    return attributes, node[()]
