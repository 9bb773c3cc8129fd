"""What the report needs beside the assessment: titles of mechanisms, and places to draw."""

from __future__ import annotations

from crestome.call import MECHANISMS


def mechanism_titles() -> dict[str, str]:
    """Title of every mechanism."""
    return {mechanism.name: mechanism.title for mechanism in MECHANISMS}
