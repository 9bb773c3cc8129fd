"""The base of all large values: one frame whose columns are declared once.

The declaration (name, type, unit, meaning) is checked on construction, so a table that lacks a
column or holds another type cannot exist, and the same declaration makes the reference pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import polars as pl


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column.

    Attributes:
        name: Its name in the frame.
        dtype: The polars type that it must have.
        unit: Unit of its values, or "" where it has none.
        meaning: What one value says, in one sentence.
    """

    name: str
    dtype: type[pl.DataType]
    unit: str
    meaning: str


@dataclass(frozen=True, eq=False)
class Table:
    """A frame with exactly the declared columns, in the declared order.

    Attributes:
        frame: The polars frame; treat it as immutable.
    """

    frame: pl.DataFrame
    columns: ClassVar[tuple[Column, ...]] = ()

    def __post_init__(self) -> None:
        declared = {column.name: column.dtype for column in self.columns}
        found = dict(self.frame.schema)
        wrong = [
            f"{name}: expected {dtype.__name__}, found {found.get(name, 'nothing')}"
            for name, dtype in declared.items()
            if found.get(name) != dtype
        ] + [f"{name}: not declared" for name in found if name not in declared]
        if wrong:
            message = f"{type(self).__name__} has other columns than declared: {'; '.join(wrong)}"
            raise TypeError(message)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.frame.equals(other.frame)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return self.frame.height

    @classmethod
    def schema(cls) -> dict[str, type[pl.DataType]]:
        """Column names and types, to build a frame that fits."""
        return {column.name: column.dtype for column in cls.columns}

    @classmethod
    def empty(cls) -> Self:
        """A table without rows: looked at, nothing found."""
        return cls(pl.DataFrame(schema=cls.schema()))
