"""What every reader returns: the value, how it was read, and the rows set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from crestome.model.assessment import InputFile
from crestome.model.ledger import LedgerEntry
from crestome.read.effect_prediction import EffectSource
from crestome.read.sample_names import Asked

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Reading(Generic[T_co]):
    """A file, read.

    Attributes:
        value: What it says, as a model value.
        source: The file: path, role, dialect, checksum, number of data rows.
        set_aside: Entries for the rows that did not reach ``value``; together with the rows in
            ``value`` they add up to ``source.rows``.
    """

    value: T_co
    source: InputFile
    set_aside: tuple[LedgerEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a case says about a file beside its path.

    Attributes:
        sample: The sample that is meant, or what the case knows of it where it leaves the name to
            the file.
        normal: The matched normal; None where the case leaves it to the file.
        germline: Whether the file holds inherited variants.
        coding: Whether coding variants outside the genes of interest are needed too, as the
            mutational burden does; only asked of very large files.
        effects: What the effects of variants without annotation are computed from; None where the
            case gives no reference sequence and gene model.
        dialect: The key of the dialect that the user says the file is; "" to find out.
    """

    sample: Asked = None
    normal: str | None = None
    germline: bool = False
    coding: bool = True
    effects: EffectSource | None = None
    dialect: str = ""
