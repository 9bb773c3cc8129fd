"""``python -m crestome`` and the ``crestome`` command."""

from __future__ import annotations


def main() -> None:
    """Start the command line."""
    from crestome.cli.app import app

    app(prog_name="crestome")


if __name__ == "__main__":
    main()
