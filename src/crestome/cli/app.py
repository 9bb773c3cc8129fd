"""The ``crestome`` command and its subcommands.

Nothing but typer is imported before a subcommand is chosen, so that help answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from crestome.cli import (
    assess,
    cases,
    cells,
    demo,
    experiments,
    explain,
    inspect,
    knowledge,
    segment,
    simulate,
    telomeres,
)

app = typer.Typer(
    name="crestome",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "What drives a neuroblastoma, how it escapes, what fits it, what will not work and why, "
        "and which test would settle the rest. Research use only; not a medical device."
    ),
)
app.command("assess")(assess.assess)
app.command("demo")(demo.demo)
app.command("inspect")(inspect.inspect)
app.command("segment")(segment.segment)
app.command("cells")(cells.cells)
app.command("explain")(explain.explain)
app.command("telomeres")(telomeres.telomeres)
app.command("cases")(cases.cases)
app.command("simulate")(simulate.simulate)
app.command("screen")(simulate.screen)
app.command("experiments")(experiments.experiments)
app.add_typer(knowledge.app, name="knowledge")


@app.callback(invoke_without_command=True)
def _version(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print versions and exit.")] = False,
) -> None:
    if version:
        from crestome.pipeline.versions import versions

        typer.echo(versions())
        raise typer.Exit
