"""``crestome assess``: one patient, any number of samples."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def assess(
    case: Annotated[
        Path,
        typer.Argument(
            metavar="CASE.toml",
            help="The case: one TOML file that names the patient's samples and their files.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="Folder for index.html, assessment.json and ledger.tsv."),
    ],
    knowledge: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A folder of curated data, whole or laid over the shipped."
        ),
    ] = None,
    dialect: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[FILE=]NAME",
            help="Read a file of the case, or all files of that kind, as of this program, "
            "whatever they look like; may be repeated. crestome inspect --dialects lists the "
            "names.",
        ),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the JSON on stdout too.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no summary.")
    ] = False,
) -> None:
    """Assess one patient: what drives the tumour, what fits, what is unknown.

    Research use only.
    """
    with reporting_errors():
        from crestome.pipeline.assess import assess_case, write_report

        assessment = assess_case(
            case, knowledge_root=knowledge, quiet=quiet, dialects=dialect or ()
        )
        written = write_report(assessment, out, knowledge_root=knowledge)
        if json:
            typer.echo(assessment.model_dump_json())
        if not quiet:
            from crestome.pipeline.assess import summary

            typer.echo(summary(assessment), err=True)
            typer.echo(f"\nWritten: {', '.join(str(path) for path in written)}", err=True)
