"""``crestome cells``: single cells → scores and states."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crestome.cli.exits import reporting_errors


def cells(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Cells: .h5ad, 10x .h5, or the folder of a 10x matrix."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", help="The table (Parquet); a .json of the same name goes beside it."
        ),
    ],
    malignant: Annotated[
        str | None,
        typer.Option(
            help="Column that says which cells are malignant (of CopyKAT, SCEVAN, numbat, or by "
            "hand); without it no cell has a state."
        ),
    ] = None,
    sample: Annotated[str | None, typer.Option(help="Column that names the sample.")] = None,
    layer: Annotated[
        str | None, typer.Option(help="X, raw or a layer; by default the first that holds counts.")
    ] = None,
    genome: Annotated[
        str | None, typer.Option(help="Genome of a 10x file that holds several.")
    ] = None,
    max_rank: Annotated[
        int | None, typer.Option(min=2, help="The last rank of a gene in a cell; default 1,500.")
    ] = None,
    chunk: Annotated[
        int | None, typer.Option(min=1, help="Cells held in memory at a time; default 10,000.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Threads; default: all processors.")
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
    """Score the adrenergic and mesenchymal state of single cells, in pieces of any file.

    Research use only. Needs the extra cells.
    """
    with reporting_errors():
        from crestome.pipeline.cells import (
            CellRequest,
            cell_document,
            cell_summary,
            write_cells,
        )

        request = CellRequest(
            path=file,
            layer=layer,
            genome=genome,
            sample=sample,
            malignant=malignant,
            max_rank=max_rank,
            chunk_rows=chunk,
            workers=workers,
        )
        result, written = write_cells(request, out, knowledge_root=knowledge, quiet=quiet)
        if json:
            typer.echo(cell_document(result), nl=False)
        if not quiet:
            typer.echo(cell_summary(result), err=True)
            typer.echo(f"Written: {', '.join(str(path) for path in written)}", err=True)
