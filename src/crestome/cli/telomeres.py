"""``crestome telomeres``: telomere content from the reads of a tumour."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def telomeres(
    bam: Annotated[Path, typer.Argument(metavar="BAM", help="All reads of the tumour.")],
    control: Annotated[
        Path | None, typer.Option(metavar="BAM", help="All reads of the patient's blood.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write JSON here instead of to stdout.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Threads; all cores by default.")
    ] = None,
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="No summary and no progress.")] = False,
) -> None:
    """Measure telomere content on every read, against reads of the same GC."""
    with reporting_errors():
        from crestome.pipeline.telomeres import compare_telomeres, describe_comparison

        comparison = compare_telomeres(bam, control, threads, quiet=quiet)
        document = comparison.model_dump_json(indent=2)
        if out is None:
            typer.echo(document)
        else:
            out.write_text(document + "\n", encoding="utf-8")
        if not quiet:
            typer.echo(describe_comparison(comparison), err=True)
