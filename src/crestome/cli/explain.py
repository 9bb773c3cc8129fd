"""``crestome explain``: what is asked, which numbers decide, and which papers say so."""

from __future__ import annotations

from pathlib import Path

import typer

from crestome.cli.exits import reporting_errors

_ROOT = typer.Option(
    None,
    "--knowledge",
    metavar="DIR",
    help="A folder of curated data, whole or laid over the shipped.",
)


def explain(
    topic: str = typer.Argument(
        help="A mechanism, drug, rule, row (S-, E-, T2-), reference or assay.", metavar="TOPIC"
    ),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
    knowledge: Path | None = _ROOT,
) -> None:
    """Explain a topic with its sources."""
    with reporting_errors():
        from crestome.pipeline.explain import explain_topic

        typer.echo(explain_topic(topic, knowledge, as_json=as_json))
