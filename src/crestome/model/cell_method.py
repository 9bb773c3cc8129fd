"""How signatures are scored in single cells."""

from __future__ import annotations

from enum import StrEnum


class CellMethod(StrEnum):
    """How a signature is scored in a cell."""

    RANKS = "ranks"
    """By the ranks of its genes among those of the cell."""
    CONTROL_MEAN = "control-mean"
    """Mean value of its genes less that of control genes of like expression."""
