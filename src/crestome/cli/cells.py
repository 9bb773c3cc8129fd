"""``crestome cells``: single cells → scores and states."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crestome.cli.exits import reporting_errors
from crestome.model.cell_method import CellMethod

if TYPE_CHECKING:
    from crestome.pipeline.cell_request import CellRequest


def cells(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Cells: .h5ad, .zarr, 10x .h5, or the folder of a 10x matrix; or a manifest of "
            "samples, .toml.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            help="The table (Parquet); a .svg and a .json go beside it. Of a manifest the "
            "folder for both of every sample.",
        ),
    ],
    malignant: Annotated[
        str | None,
        typer.Option(
            help="Column that says which cells are malignant; without it, or one of the next two, "
            "no cell has a state."
        ),
    ] = None,
    malignant_table: Annotated[
        Path | None,
        typer.Option(help="Table of CopyKAT, numbat, SCEVAN or infercnvpy that says it."),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN=WORD,WORD",
            help="Normal cells, against which copy number is inferred from expression.",
        ),
    ] = None,
    sample: Annotated[str | None, typer.Option(help="Column that names the sample.")] = None,
    layer: Annotated[
        str | None, typer.Option(help="X, raw or a layer; by default the first that holds counts.")
    ] = None,
    genome: Annotated[
        str | None, typer.Option(help="Genome of a 10x file that holds several.")
    ] = None,
    method: Annotated[
        CellMethod,
        typer.Option(
            help="By the ranks of the genes, or by their mean less that of control genes (values "
            "as they stand)."
        ),
    ] = CellMethod.RANKS,
    max_rank: Annotated[
        int | None, typer.Option(min=2, help="The last rank of a gene in a cell; default 1,500.")
    ] = None,
    chunk: Annotated[
        int | None, typer.Option(min=1, help="Cells held in memory at a time; default 1,000.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Threads; default: all processors.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Dask scheduler whose workers score, such as tcp://host:8786; needs the extra "
            "cluster.",
        ),
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
    manifest = file.suffix == ".toml"
    kept = "samples without a fault are written" if manifest else "nothing was written"
    with reporting_errors(kept):
        from crestome.pipeline.cell_request import CellRequest

        request = CellRequest(
            path=file,
            layer=layer,
            genome=genome,
            sample=sample,
            malignant=malignant,
            malignant_table=malignant_table,
            reference=reference,
            method=method,
            max_rank=max_rank,
            chunk_rows=chunk,
            workers=workers,
            scheduler=scheduler,
        )
        write = _write_samples if manifest else _write_file
        write(request, out, knowledge, told=not quiet, json=json)


def _write_file(
    request: CellRequest, out: Path, knowledge: Path | None, *, told: bool, json: bool
) -> None:
    from crestome.pipeline.cell_output import cell_document, cell_summary, write_cells

    result, written = write_cells(request, out, knowledge_root=knowledge, quiet=not told)
    if json:
        typer.echo(cell_document(result), nl=False)
    if told:
        typer.echo(cell_summary(result), err=True)
        typer.echo(f"Written: {', '.join(str(path) for path in written)}", err=True)


def _write_samples(
    request: CellRequest, out: Path, knowledge: Path | None, *, told: bool, json: bool
) -> None:
    from crestome.pipeline.cell_cohort import write_cohort

    def tell(line: str) -> None:
        if told:
            typer.echo(line, err=True)

    done = write_cohort(request, out, knowledge_root=knowledge, quiet=not told, told=tell)
    if json:
        documents = (path.read_text("utf-8").rstrip() for path in (*done.scored, *done.kept))
        typer.echo("[" + ",\n".join(documents) + "]")
    tell(f"{len(done.scored)} scored, {len(done.kept)} finished before; in {out}")
