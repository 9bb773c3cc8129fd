"""``crestome inspect``: what crestome sees in a file, before a case names it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def inspect(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Files of a laboratory or of callers, plain or not."),
    ] = None,
    dialect: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Read them as this, whatever they look like: a kind (copy number, fusions, "
            "telomeres …) or a program (sequenza, manta, arriba …); --dialects lists all.",
        ),
    ] = None,
    tumour: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The sample that is meant, as the file spells it."),
    ] = None,
    normal: Annotated[
        str | None, typer.Option(metavar="NAME", help="The matched normal sample of a VCF.")
    ] = None,
    *,
    dialects: Annotated[
        bool, typer.Option("--dialects", help="List the names that --dialect takes, and exit.")
    ] = False,
    germline: Annotated[
        bool, typer.Option("--germline", help="The small variants are those of blood or saliva.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what files hold, of which program, assembly and sample, and what would be used.

    Exit status 2 if a case could not name one of them as it is.
    """
    with reporting_errors():
        from crestome.errors import UsageError
        from crestome.pipeline.inspect import (
            inspect_files,
            refuse_unusable,
            show_dialects,
            show_inspections,
        )
        from crestome.read.reading import Wanted

        if dialects:
            typer.echo(show_dialects())
            return
        if not files:
            message = "inspect: no file given; name one or more, or ask for --dialects"
            raise UsageError(message)
        wanted = Wanted(sample=tumour, normal=normal, germline=germline)
        inspections = inspect_files(files, dialect, wanted)
        typer.echo(show_inspections(inspections, as_json=json))
        refuse_unusable(inspections)
