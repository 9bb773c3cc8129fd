"""``crestome experiments``: behaviours that the pathway model must reproduce."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def experiments(
    file: Annotated[Path, typer.Argument(metavar="FILE.yaml", help="Experiments in YAML.")],
    *,
    knowledge: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A folder of curated data, whole or laid over the shipped."
        ),
    ] = None,
) -> None:
    """Run the pathway model on stated behaviours; a line for each; exit 1 if any failed."""
    with reporting_errors():
        from crestome.pipeline.experiments import grade_experiments

        failed = 0
        for line in grade_experiments(file, knowledge_root=knowledge):
            failed = line.failed
            typer.echo(line.text)
    raise typer.Exit(1 if failed else 0)
