"""Errors → one clear report on stderr and the exit status that scripts rely on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import typer

from crestome.errors import CrestomeError, KnowledgeError

INPUT_FAULT: Final = 2
KNOWLEDGE_FAULT: Final = 3


@contextmanager
def reporting_errors(outcome: str = "nothing was written") -> Iterator[None]:
    """Turn an error of crestome into its report and exit status; let bugs through.

    Exit 2: the user's input or request. Exit 3: the curated knowledge.

    Args:
        outcome: What became of the outputs, in words.
    """
    try:
        yield
    except CrestomeError as error:
        knowledge = isinstance(error, KnowledgeError)
        typer.echo(_report(error, outcome, knowledge=knowledge), err=True)
        raise typer.Exit(KNOWLEDGE_FAULT if knowledge else INPUT_FAULT) from None


def _report(error: CrestomeError, outcome: str, *, knowledge: bool) -> str:
    from crestome.report.printable import printable

    count = len(error.faults)
    what = "the curated knowledge" if knowledge else "the input"
    faults = "1 fault" if count == 1 else f"{count} faults"
    lines = [f"crestome: {faults} in {what}; {outcome}."]
    lines += [
        f"  {number}. {printable(fault)}" for number, fault in enumerate(error.faults, start=1)
    ]
    return "\n".join(lines)
