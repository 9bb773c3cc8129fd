"""Text of files and cases, made harmless for terminals, pages and tables."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""The text without control characters, so that no file can steer the terminal.

    Line breaks, escapes, and the marks that turn the direction of writing become blanks: they
    could forge a line of the report, or show a name as another one.

    Example:
        >>> printable("NB\x1b[2J-1")
        'NB [2J-1'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)
