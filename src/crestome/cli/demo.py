"""``crestome demo``: the shipped example, end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the report.")] = Path(
        "crestome-demo"
    ),
    knowledge: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A folder of curated data, whole or laid over the shipped."
        ),
    ] = None,
    *,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no summary.")
    ] = False,
) -> None:
    """Assess the example that ships with crestome: an invented relapse with its diagnosis."""
    with reporting_errors():
        from crestome.pipeline.assess import assess_case, summary, write_report
        from crestome.pipeline.demo import example_case

        assessment = assess_case(example_case(), knowledge_root=knowledge, quiet=quiet)
        written = write_report(assessment, out, knowledge_root=knowledge)
        if not quiet:
            typer.echo(summary(assessment), err=True)
            typer.echo(f"\nOpen {written[0]} in a browser.", err=True)
