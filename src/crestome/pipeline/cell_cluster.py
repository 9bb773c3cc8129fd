"""Cells scored by the workers of a Dask scheduler, which read the file themselves.

Cells are independent once it is planned what is scored in them, so that the result is the same
wherever they are scored. The workers must see the file under the same path, and have the same
version of crestome.
"""

from __future__ import annotations

import importlib.util
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from crestome.errors import InputError, UsageError
from crestome.model.cell_method import CellMethod
from crestome.model.issue import Issues
from crestome.pipeline.versions import package_version

if TYPE_CHECKING:
    import polars as pl
    from distributed import Client, Future

    from crestome.measure.cell_state import CellPlan, CellWish
    from crestome.pipeline.cell_request import CellRequest

PIECE_ROWS: Final = 50_000
"""Cells of one task at most; its scores travel at once."""
_ADDRESS: Final = re.compile(r"((tcp|tls|ucx|ws|wss)://)?(\[[0-9a-fA-F:]+\]|[^\s/:]+):\d+")
_SECONDS_TO_CONNECT: Final = 15
_AHEAD: Final = 2
"""Tasks for each thread that are under way or wait to be fetched, so that memory is bounded."""


def score_on_cluster(
    request: CellRequest, plan: CellPlan, wish: CellWish, cells: int
) -> Iterator[tuple[int, pl.DataFrame]]:
    """Scores of all cells of a file, in its order, made by the workers of a scheduler.

    Args:
        request: The file, and the address of the scheduler.
        plan: See `CellPlan`.
        wish: See `CellWish`; a task uses one thread.
        cells: Cells of the file.

    Yields:
        The first row of a piece, and the scores of its cells.

    Raises:
        InputError: If the workers cannot read the file, or not all of it.
        UsageError: If the extra is not installed, nothing answers at the address, it has no worker
            or one of another version, or workers are lost.
    """
    if importlib.util.find_spec("distributed") is None:
        message = (
            "--scheduler needs the extra cluster, which is not installed; "
            'pip install "crestome[cluster]"'
        )
        raise UsageError(message)
    address = request.scheduler or ""
    _refuse_address(address)
    with _connected(address) as client, _told_lost(request):
        threads = _refuse_other_versions(client, address)
        rows = max(wish.chunk_rows, min(PIECE_ROWS, -(-cells // (_AHEAD * threads))))
        pieces = deque((first, min(first + rows, cells)) for first in range(0, cells, rows))
        held = client.scatter(plan, broadcast=True)
        waiting: deque[tuple[int, Future[pl.DataFrame]]] = deque()
        while pieces or waiting:
            while pieces and len(waiting) < _AHEAD * threads:
                between = pieces.popleft()
                future = client.submit(score_piece, request, held, between, wish, pure=False)
                waiting.append((between[0], future))
            first, future = waiting.popleft()
            yield first, _fetched(future, request)


def score_piece(
    request: CellRequest, plan: CellPlan, between: tuple[int, int], wish: CellWish
) -> pl.DataFrame:
    """What a worker does: scores of the cells between two rows of the file."""
    import polars as pl

    from crestome.measure.cell_state import CellWish, score_rows
    from crestome.read.cells import CellsAsked, open_cells

    ranks = request.method is CellMethod.RANKS
    asked = CellsAsked(layer=request.layer, genome=request.genome, ranks=ranks)
    alone = CellWish(chunk_rows=wish.chunk_rows, workers=1)
    with open_cells(request.path, str(request.path), asked, Issues()) as source:
        return pl.concat(part for _, part in score_rows(source.read, between, plan, alone))


def _refuse_address(address: str) -> None:
    """Refuse what is no address at once, rather than when nothing has answered for long.

    Raises:
        UsageError: With an address that is one.
    """
    if not _ADDRESS.fullmatch(address):
        message = (
            f"--scheduler {address or repr(address)}: is no address; expected the address of a "
            "Dask scheduler with its port, such as tcp://host:8786; correct it, or leave it out"
        )
        raise UsageError(message)


@contextmanager
def _told_lost(request: CellRequest) -> Iterator[None]:
    """Say so where the scheduler goes away while cells are scored.

    Raises:
        UsageError: Instead of what the library raises.
    """
    try:
        yield
    except (CancelledError, OSError, TimeoutError) as error:
        message = (
            f"--scheduler {request.scheduler}: lost while {request.path} was scored "
            f"({type(error).__name__}); expected a scheduler that stays; start it again and repeat "
            "the command"
        )
        raise UsageError(message) from None


def _connected(address: str) -> Client:
    from distributed import Client

    try:
        return Client(  # type: ignore[no-untyped-call]
            address, timeout=_SECONDS_TO_CONNECT, set_as_default=False
        )
    except (OSError, TimeoutError, ValueError) as error:
        message = (
            f"--scheduler {address}: nothing answers ({str(error).splitlines()[0]}); expected the "
            "address of a Dask scheduler, such as tcp://host:8786; start dask scheduler and dask "
            "worker, or leave it out"
        )
        raise UsageError(message) from None


def _refuse_other_versions(client: Client, address: str) -> int:
    """The threads of all workers.

    Raises:
        UsageError: If there are none, or some have another version of crestome.
    """
    found: dict[str, str] = client.run(_version_here)
    others = {worker: version for worker, version in found.items() if version != package_version()}
    if not found or others:
        what = (
            "no worker"
            if not found
            else "crestome " + ", ".join(f"{v} at {w}" for w, v in sorted(others.items()))
        )
        message = (
            f"--scheduler {address}: {what}; expected workers with crestome {package_version()}; "
            "start them in the environment of this command"
        )
        raise UsageError(message)
    threads: dict[str, int] = client.nthreads()  # type: ignore[no-untyped-call]
    return sum(threads.values())


def _version_here() -> str:
    """The version of crestome on a worker; "none" without it."""
    try:
        from crestome.pipeline.versions import package_version as version
    except ImportError:
        return "none"
    return version()


def _fetched(future: Future[pl.DataFrame], request: CellRequest) -> pl.DataFrame:
    from distributed.scheduler import KilledWorker

    try:
        scores: pl.DataFrame = future.result()
    except KilledWorker:
        message = (
            f"--scheduler {request.scheduler}: workers were lost while they scored {request.path}; "
            "expected workers that stay; give them more memory, or a smaller --chunk"
        )
        raise UsageError(message) from None
    except InputError as error:
        raise InputError(*(f"on a worker: {fault}" for fault in error.faults)) from None
    return scores
