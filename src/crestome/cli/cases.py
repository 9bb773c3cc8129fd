"""``crestome cases``: worked cases with their expected answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def cases(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="Worked cases in YAML.")],
    *,
    medium: Annotated[
        bool, typer.Option("--medium", help="Also let items of medium confidence decide.")
    ] = False,
    knowledge: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A folder of curated data, whole or laid over the shipped."
        ),
    ] = None,
) -> None:
    """Run worked cases and print a line for each graded item; exit 1 if any failed."""
    with reporting_errors():
        from crestome.pipeline.cases import grade_file

        failed = 0
        for line in grade_file(file, medium=medium, knowledge_root=knowledge):
            failed = line.failed
            typer.echo(line.text)
    raise typer.Exit(1 if failed else 0)
