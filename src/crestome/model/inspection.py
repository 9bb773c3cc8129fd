"""What crestome sees in a file, before any case names it."""

from __future__ import annotations

from enum import StrEnum

from crestome.model.genome import Assembly
from crestome.model.issue import Issue
from crestome.model.ledger import LedgerEntry
from crestome.model.record import Record


class FileKind(StrEnum):
    """What a file holds; the words are for people."""

    SMALL_VARIANTS = "small variants"
    COPY_NUMBER = "copy number"
    STRUCTURAL_VARIANTS = "structural variants"
    FUSIONS = "fusions"
    EVENTS = "events"
    GENES_SEQUENCED = "genes sequenced"
    TELOMERES = "telomeres"
    CASE = "case"
    """A case file, which names the others."""
    UNKNOWN = "unknown"


class Inspection(Record):
    """One file, looked at.

    Attributes:
        file: The file as the user named it.
        kind: See `FileKind`.
        dialect: Whose file it is, and what is read from it.
        why: What in the content says so.
        caller: The program that wrote it as its header says; "" if it does not.
        assemblies: The assemblies that it fits; empty where nothing in it lies at a position.
        assembly_why: What says so.
        samples: The samples that it names, in its order.
        tumour: The sample that was read; "" where the file names none.
        normal: Its matched normal; "" if the file shows none.
        tumour_why: Why this one.
        rows: Data rows; None where the file could not be read.
        kept: Rows that reach the evidence; None where the file could not be read.
        kept_as: What the kept rows are, in words.
        set_aside: The other rows by reason.
        suggestion: Lines for the ``[[sample]]`` of a case.
        issues: What is wrong with it or worth knowing.
        usable: Whether a case could name it as it is.
    """

    file: str
    kind: FileKind = FileKind.UNKNOWN
    dialect: str = ""
    why: str = ""
    caller: str = ""
    assemblies: tuple[Assembly, ...] = ()
    assembly_why: str = ""
    samples: tuple[str, ...] = ()
    tumour: str = ""
    normal: str = ""
    tumour_why: str = ""
    rows: int | None = None
    kept: int | None = None
    kept_as: str = ""
    set_aside: tuple[LedgerEntry, ...] = ()
    suggestion: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    usable: bool = False
