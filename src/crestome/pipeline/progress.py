"""Progress on stderr while work is under way; nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import TaskID


@contextmanager
def announced_steps(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show the step under way with the time that it takes.

    Nothing is shown when ``quiet`` or when stderr is not a terminal, so logs stay clean.

    Yields:
        A function that takes the name of the step that begins.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=None)
        yield lambda step: progress.update(task, description=step)


@dataclass(frozen=True)
class Share:
    """How much of a file has been read.

    Attributes:
        name: What is shown.
        done_bytes: Read so far.
        total_bytes: Of the whole; None where it is not known.
    """

    name: str
    done_bytes: int
    total_bytes: int | None


@contextmanager
def announced_share(*, quiet: bool) -> Iterator[Callable[[Share], None]]:
    """Show a bar for the share of a file that has been read, with its speed and what remains.

    Nothing is shown when ``quiet`` or when stderr is not a terminal.

    Yields:
        A function that takes the share; another name begins another bar.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _share: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=False),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bars: dict[str, TaskID] = {}

        def show(share: Share) -> None:
            if share.name not in bars:
                bars[share.name] = progress.add_task(share.name, total=share.total_bytes)
            progress.update(bars[share.name], completed=share.done_bytes)

        yield show
