"""Compilation of kernels, in the one place that knows the compiler.

A kernel is a plain function of arrays and numbers; compiled, it releases the lock of the
interpreter, so that threads run side by side. The machine code is kept beside the module, or in the
user's cache folder where the package is read-only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(kernel: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel at its first call, for the types it is called with.

    Example:
        >>> @compiled
        ... def twice(x: float) -> float:
        ...     return 2.0 * x
        >>> twice(2.0)
        4.0
    """
    if kernel.__module__ == "__main__" or not _has_file(kernel):
        return cast("Callable[P, R]", numba.njit(nogil=True)(kernel))
    return cast("Callable[P, R]", numba.njit(nogil=True, cache=True)(kernel))


def inlined(kernel: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel into each kernel that calls it, anew for the constants it is called with.

    For the few that are called at every step of a loop; it lengthens compilation.

    Example:
        >>> @inlined
        ... def thrice(x: float) -> float:
        ...     return 3.0 * x
        >>> thrice(2.0)
        6.0
    """
    return cast("Callable[P, R]", numba.njit(nogil=True, inline="always")(kernel))


def _has_file(kernel: Callable[P, R]) -> bool:
    """Whether the kernel stands in a file, as code that is typed in does not."""
    return not kernel.__code__.co_filename.startswith("<")
