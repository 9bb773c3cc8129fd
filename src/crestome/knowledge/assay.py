"""Shapes of the assays that can settle an open question, and what their results settle."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from crestome.knowledge.schema import Text
from crestome.model.call import CallState
from crestome.model.event import EventKind
from crestome.model.record import Record


class AssumedCall(Record):
    """What a call that is open would become if an assay had a certain result.

    Attributes:
        state: What would be known; ``present`` or ``absent``, or None where the result settles
            details alone. ``absent`` needs every assay that the call names, unless ``alone``.
        label: The word of the field.
        while_open: The label, with the state indeterminate, while other assays are missing; where
            empty the call then stays as it is but for the details.
        alone: The result settles the call though other assays that it names were not done.
        detail: Details that the result settles; all others stay as they are.
    """

    state: Literal[CallState.PRESENT, CallState.ABSENT] | None = None
    label: str = ""
    while_open: str = ""
    alone: bool = False
    detail: dict[str, bool | str | tuple[str, ...]] = Field(default_factory=dict)


class AssumedEvent(Record):
    """An event that an assay might find, for a mechanism to be called anew.

    Attributes:
        mechanism: The mechanism that is called anew.
        gene: Its gene.
        kind: What kind of event.
        protein_change: Of a small variant, one-letter HGVS without ``p.``; "" for other kinds.
    """

    mechanism: Text
    gene: Text
    kind: EventKind
    protein_change: str = ""


class PossibleResult(Record):
    """One result that an assay may have, and what it would settle.

    Attributes:
        title: The result in words that complete "if …".
        atypical: Hardly ever found in neuroblastoma: its consequences are shown, and do not make
            the test more urgent.
        calls: What each call that is open would become.
        assays: Fields of the single assays of a sample.
        event: An event whose mechanism is called anew.
        clinical: Fields of the clinical facts.
    """

    title: Text
    atypical: bool = False
    calls: dict[str, AssumedCall] = Field(default_factory=dict)
    assays: dict[str, str] = Field(default_factory=dict)
    event: AssumedEvent | None = None
    clinical: dict[str, str] = Field(default_factory=dict)


class AssayDescription(Record):
    """An assay that can settle an open question.

    Attributes:
        name: In words.
        how: How it is usually done, in a sentence.
        results: Every result that it may have, for asking what each would change; empty where
            results cannot be listed.
        sources: Keys into ``references.yaml``.
    """

    name: Text
    how: Text
    results: tuple[PossibleResult, ...] = ()
    sources: tuple[str, ...] = ()
