"""A case as it was read: evidence of every sample, and the account of how it was read."""

from __future__ import annotations

from dataclasses import dataclass

from crestome.model.assessment import InputFile
from crestome.model.evidence import CaseEvidence
from crestome.model.issue import Issue
from crestome.model.ledger import LedgerEntry


@dataclass(frozen=True, kw_only=True)
class Case:
    """One patient with all samples.

    Attributes:
        evidence: One per sample, in order of time; the last is the most recent.
        inputs: Every file read.
        set_aside: Ledger entries of the rows that never reached the evidence; the rows that did
            carry their place in the column ``where``.
        issues: Warnings and notes; a case with errors is never built.
    """

    evidence: tuple[CaseEvidence, ...]
    inputs: tuple[InputFile, ...] = ()
    set_aside: tuple[LedgerEntry, ...] = ()
    issues: tuple[Issue, ...] = ()
