"""``crestome knowledge``: the curated data under test, as one document, in canonical form."""

from __future__ import annotations

from pathlib import Path

import typer

from crestome.cli.exits import reporting_errors

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The curated data.")

_ROOT = typer.Option(
    None,
    "--knowledge",
    metavar="DIR",
    help="A folder of curated data, whole or laid over the shipped.",
)


@app.command()
def check(*, knowledge: Path | None = _ROOT) -> None:
    """Check all curated files against their schemas, each other and the mechanisms."""
    with reporting_errors():
        from crestome.pipeline.knowledge import check_knowledge

        typer.echo(check_knowledge(knowledge))


@app.command()
def export(
    *,
    va_spec: bool = typer.Option(
        False, "--va-spec", help="The claims on drugs as statements of the GA4GH VA-Spec."
    ),
    knowledge: Path | None = _ROOT,
) -> None:
    """Print all curated data as one JSON document."""
    with reporting_errors():
        from crestome.pipeline.knowledge import export_knowledge, export_statements

        text = export_statements(knowledge) if va_spec else export_knowledge(knowledge)
        typer.echo(text, nl=False)


@app.command("format")
def format_(*, knowledge: Path | None = _ROOT) -> None:
    """Rewrite all curated files in canonical form, and the bundle that crestome starts from."""
    with reporting_errors():
        from crestome.pipeline.knowledge import format_knowledge

        for path in format_knowledge(knowledge):
            typer.echo(path)


@app.command()
def show(
    name: str = typer.Argument(help="A drug, mechanism, reference or assay.", metavar="NAME"),
    *,
    knowledge: Path | None = _ROOT,
) -> None:
    """Print one curated entry as it is stored."""
    with reporting_errors():
        from crestome.pipeline.knowledge import show_entry

        typer.echo(show_entry(name, knowledge), nl=False)
