"""``crestome simulate`` and ``crestome screen``: the pathway model on one tumour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crestome.cli.exits import reporting_errors
from crestome.errors import UsageError

if TYPE_CHECKING:
    from crestome.pipeline.simulate import Request


def _folder(text: str) -> Path:
    """A folder by its name; an empty name would silently be the current folder."""
    if not text.strip():
        message = "an empty name; give a folder, or . for the current one"
        raise typer.BadParameter(message)
    return Path(text)


Document = Annotated[
    Path, typer.Argument(metavar="ASSESSMENT.json", help="What `crestome assess` wrote.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        parser=_folder,
        metavar="DIR",
        help="Folder for simulation.html, .json, and the model for other programs.",
    ),
]
Strength = Annotated[
    float, typer.Option(help="Share of cells in which a drug hits its target in full.")
]
Start = Annotated[
    str, typer.Option(help="established (begin at the untreated state) or fresh (begin anew).")
]
Curated = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="A folder of curated data, whole or laid over the shipped."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the JSON on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]


def simulate(
    assessment: Document,
    drug: Annotated[
        list[str] | None,
        typer.Option(
            "--drug",
            metavar="NAME",
            help="A drug or class; two for a pair. `crestome explain pathway` lists the names.",
        ),
    ] = None,
    out: Out = None,
    strength: Strength = 1.0,
    start: Start = "established",
    trajectories: Annotated[
        int,
        typer.Option(
            help="Cells to draw in continuous time as well, 100 to 131072; needs the extra signal."
        ),
    ] = 0,
    knowledge: Curated = None,
    *,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run the pathway model on a tumour, untreated or under one treatment, and say why.

    Research use only: a hypothesis, no treatment advice.
    """
    with reporting_errors():
        from crestome.pipeline.simulate import Request

        drugs = tuple(drug or ())
        request = Request(
            assessment,
            drugs,
            strength=strength,
            start=start,
            trajectories=trajectories,
            knowledge_root=knowledge,
        )
        _answer(request, out, json=json, quiet=quiet)


def screen(
    assessment: Document,
    out: Out = None,
    strength: Strength = 1.0,
    start: Start = "established",
    knowledge: Curated = None,
    *,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run the pathway model under every treatment and every pair, in tiers.

    Research use only: a hypothesis, no treatment advice.
    """
    with reporting_errors():
        from crestome.pipeline.simulate import Request

        request = Request(
            assessment, screen=True, strength=strength, start=start, knowledge_root=knowledge
        )
        _answer(request, out, json=json, quiet=quiet)


def _answer(request: Request, out: Path | None, *, json: bool, quiet: bool) -> None:
    from crestome.pipeline.simulate import simulate_request, simulation_text, write_simulation

    simulated = simulate_request(request, quiet=quiet)
    if json:
        print_answer(simulated.simulation.model_dump_json(indent=1))
    elif not quiet:
        print_answer(simulation_text(simulated))
    if out is not None:
        written = write_simulation(simulated, out)
        typer.echo(f"Written: {', '.join(str(path) for path in written)}", err=True)


def print_answer(text: str) -> None:
    """Print the answer.

    Raises:
        UsageError: If stdout cannot be written to.
    """
    try:
        typer.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"stdout: cannot be written ({error.strerror}); use --out DIR or another place"
        raise UsageError(message) from None
