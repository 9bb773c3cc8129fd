"""Genes that the calls found hit and that no input of the pathway reads: listed, never dropped.

A call names the genes in which it found a driver event. Some of them have an input of their own;
others belong to the same mechanism, as PIK3CA to the pathway that the loss of PTEN stands for, and
switch nothing. A reader must not take their silence for wild type.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crestome.knowledge.pathway import Pathway
from crestome.knowledge.predicate import evaluate, leaves_of
from crestome.knowledge.schema import Condition
from crestome.model.call import Call, Calls, CallState
from crestome.model.simulation import ModelInput, OutsideModel, Switch
from crestome.model.therapy import ClaimOutcome

HIT_GENES: Final = ("genes", "extended", "wider_list")
"""Details in which calls name the genes that are hit."""


def find_unread(
    pathway: Pathway, inputs: tuple[ModelInput, ...], calls: Calls
) -> Iterator[OutsideModel]:
    """Genes that a call found hit and that neither a switched input nor a listed entry names."""
    read = {gene.casefold() for gene in _read(pathway, inputs, calls)}
    found: dict[str, str] = {}
    for name, call in calls.items():
        for gene in _hits(call):
            if gene.casefold() not in read:
                found.setdefault(gene, name.replace("_", " "))
    for gene, mechanism in found.items():
        yield OutsideModel(title=f"{gene} hit", why=f"{mechanism} names it; no input reads it")


def _hits(call: Call) -> Iterator[str]:
    if call.state in (CallState.NOT_ASSESSED, CallState.INDETERMINATE):
        return
    for key in HIT_GENES:
        value = call.detail.get(key)
        if isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, str))


def _read(pathway: Pathway, inputs: tuple[ModelInput, ...], calls: Calls) -> Iterator[str]:
    """Genes that are named by an input that is not off, or by an entry that holds."""
    for item in inputs:
        if item.switch is not Switch.OFF:
            alteration = pathway.alterations[item.alteration]
            yield from (word.split(":")[0] for word in (item.alteration, *alteration.also))
            yield from _wanted(alteration.present)
    for entry in pathway.unmodelled:
        if evaluate(entry.present, calls).outcome is ClaimOutcome.HOLDS:
            yield from _wanted(entry.present)


def _wanted(condition: Condition) -> Iterator[str]:
    for leaf in leaves_of(condition):
        for values in leaf.detail.values():
            yield from (value for value in values if isinstance(value, str))
