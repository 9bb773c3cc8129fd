"""Progress on stderr while work is under way; nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
