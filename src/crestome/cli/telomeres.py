"""``crestome telomeres``: telomere content from the reads of a tumour."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def telomeres(
    alignments: Annotated[
        Path, typer.Argument(metavar="BAM", help="All reads of the tumour; BAM or CRAM.")
    ],
    control: Annotated[
        Path | None, typer.Option(metavar="BAM", help="All reads of the patient's blood.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write here, not to stdout; .tsv for a table."
        ),
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(metavar="FASTA", help="The reference of a CRAM.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Threads; all processors by default.")
    ] = None,
    knowledge: Annotated[
        Path | None,
        typer.Option(help="Another folder of curated data, laid out as the shipped one."),
    ] = None,
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="By the index of a BAM; misses some reads.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no summary.")
    ] = False,
) -> None:
    """Measure telomere content on the reads of a whole genome, against reads of the same GC.

    Prints JSON. Research use only. Needs the extra signal.
    """
    with reporting_errors():
        from crestome.pipeline.telomeres import TelomereRequest, compare_telomeres, write_telomeres
        from crestome.report.telomeres import render_telomere_document, render_telomere_summary

        request = TelomereRequest(
            tumour=alignments,
            control=control,
            reference=reference,
            quick=quick,
            threads=threads,
            knowledge=knowledge,
        )
        comparison = compare_telomeres(request, quiet=quiet)
        if out is None:
            typer.echo(render_telomere_document(comparison), nl=False)
        else:
            write_telomeres(comparison, out)
        if not quiet:
            typer.echo(render_telomere_summary(comparison), err=True)
