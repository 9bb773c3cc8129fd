"""Where cells lie: an HDF5 file, or a zarr folder or archive; both are groups of named arrays.

A zarr array whose pieces are partly absent reads as zeros there, so that a folder copied by half
looks like cells without expression. What must not be taken for zeros is held against the number of
pieces that it should have.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol, TypeAlias, TypeGuard, cast

import h5py
import numpy as np
from numpy.typing import NDArray

from crestome.errors import FormatError, InputError

READ_FAULTS: Final = (
    OSError, RuntimeError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile
)  # fmt: skip
"""What the libraries raise when a part of a file cannot be read."""
_MARKS: Final = (".zgroup", "zarr.json", ".zattrs")


class Array(Protocol):
    """Numbers or text in one shape."""

    @property
    def attrs(self) -> Mapping[str, object]:
        """What is said of it."""

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of its values."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its extent."""

    def __getitem__(self, key: object, /) -> NDArray[np.generic]:
        """Some of its values."""


class Group(Protocol):
    """Arrays and groups by name."""

    @property
    def attrs(self) -> Mapping[str, object]:
        """What is said of it."""

    def __getitem__(self, key: str, /) -> Array | Group:
        """A member."""

    def get(self, key: str, /) -> Array | Group | None:
        """A member; None where there is none."""

    def __contains__(self, key: object, /) -> bool:
        """Whether there is such a member."""

    def __iter__(self) -> Iterator[str]:
        """The names of its members."""


Node: TypeAlias = Array | Group


def is_array(node: object) -> TypeGuard[Array]:
    """Whether a member is an array."""
    return hasattr(node, "dtype")


def is_group(node: object) -> TypeGuard[Group]:
    """Whether a member is a group."""
    return node is not None and not is_array(node)


def members(group: Group, name: str) -> Collection[str]:
    """The names inside a member; none inside an array."""
    node = group.get(name)
    return list(node) if is_group(node) else ()


def array(group: Group, name: str) -> Array:
    """A member that must be an array.

    Raises:
        FormatError: If it is absent or a group.
    """
    node = group.get(name)
    if is_array(node):
        return node
    message = (
        f"no array {name!r}; expected one, as anndata and Cell Ranger write it; write the file "
        "again with a current program"
    )
    raise FormatError(message)


@contextmanager
def open_store(path: Path, name: str) -> Iterator[Group]:
    """Open a file, a zarr folder or a zipped one.

    Raises:
        InputError: If it is none of them, or cut.
    """
    if is_zarr(path):
        with _open_zarr(path, name) as group:
            yield group
        return
    try:
        handle = h5py.File(path, "r")
    except (OSError, RuntimeError) as error:
        message = (
            f"{name}: cannot be opened as HDF5 ({str(error).splitlines()[0]}); expected .h5ad, "
            ".zarr, a 10x .h5 file or a 10x folder; check the path, or copy the file again if it "
            "is cut"
        )
        raise InputError(message) from None
    with handle:
        yield cast("Group", handle)


def is_zarr(path: Path) -> bool:
    """Whether a path is a zarr folder, or an archive of one."""
    if path.is_dir():
        return path.suffix == ".zarr" or any((path / mark).is_file() for mark in _MARKS)
    return path.suffix == ".zip" and path.is_file()


@contextmanager
def _open_zarr(path: Path, name: str) -> Iterator[Group]:
    import zarr
    from zarr.storage import LocalStore, ZipStore

    store: LocalStore | ZipStore | None = None
    try:
        store = LocalStore(path, read_only=True) if path.is_dir() else ZipStore(path, mode="r")
        group = zarr.open_group(store, mode="r")
    except READ_FAULTS as error:
        message = (
            f"{name}: cannot be opened as zarr ({_first_line(error)}); expected the folder that "
            "anndata wrote, or that folder zipped; copy it again if it is cut"
        )
        raise InputError(message) from None
    try:
        yield cast("Group", group)
    finally:
        store.close()


def missing_pieces(node: Array) -> int:
    """How many pieces of a zarr array are absent; 0 for HDF5, which tells of them itself."""
    there, all_of_them = (getattr(node, key, 0) for key in ("nchunks_initialized", "nchunks"))
    return int(all_of_them) - int(there)


def damaged(place: str, error: Exception) -> FormatError:
    """The fault of a part that cannot be read."""
    return FormatError(
        f"{place}: cannot be read ({_first_line(error)}); expected a whole file; copy or write it "
        "again"
    )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
