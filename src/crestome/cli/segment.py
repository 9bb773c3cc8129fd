"""``crestome segment``: probes or bins → segments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def segment(
    probes: Annotated[
        Path,
        typer.Argument(
            metavar="PROBES",
            help="Probes or bins with log2 ratios: a table, CNVkit .cnr, or Parquet. Columns of "
            "weights, B-allele fractions and content of G and C are used where they are there.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", help="The SEG file; a .json of the same name goes beside it."),
    ],
    sample: Annotated[str | None, typer.Option(help="The sample, where the file has more.")] = None,
    assembly: Annotated[
        str | None, typer.Option(help="GRCh37 or GRCh38; by default what the positions fit.")
    ] = None,
    penalty: Annotated[
        str,
        typer.Option(
            help="permissive (joins small steps), learned (from experts' labels of whole arms) or "
            "learned-detailed (from labels of single breakpoints too)."
        ),
    ] = "permissive",
    purity: Annotated[float | None, typer.Option(help="Tumour cell fraction, 0 to 1.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Chromosomes at a time; default: all processors.")
    ] = None,
    knowledge: Annotated[
        Path | None,
        typer.Option(help="Another folder of curated data, laid out as the shipped one."),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the JSON on stdout too.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress and no summary.")
    ] = False,
) -> None:
    """Find the segments of a copy-number signal, and say how well they are measured.

    Research use only. Needs the extra signal.
    """
    with reporting_errors():
        from crestome.pipeline.segment import (
            SegmentRequest,
            assembly_of,
            penalty_of,
            segment_document,
            segment_file,
            segment_summary,
            write_segments,
        )

        request = SegmentRequest(
            path=probes,
            sample=sample,
            assembly=assembly_of(assembly),
            penalty=penalty_of(penalty),
            purity=purity,
            workers=workers,
        )
        result = segment_file(request, knowledge_root=knowledge, quiet=quiet)
        written = write_segments(result, out)
        if json:
            typer.echo(segment_document(result), nl=False)
        if not quiet:
            typer.echo(segment_summary(result), err=True)
            typer.echo(f"Written: {', '.join(str(path) for path in written)}", err=True)
